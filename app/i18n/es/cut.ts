import type { cut as english } from "../en/cut.ts";

export const cut: typeof english = {
  title: "Qué seguridad ofrece la línea",
  lede: "Las puntuaciones no son exactas: otras personas habrían puntuado de otra manera. Esta página dice qué plazas deciden las puntuaciones y cuáles no. Allí deciden las personas.",
  partial: "Un conflicto de intereses le oculta algunas candidaturas. Todo lo de esta página se calcula sobre todas las candidaturas, así que es para quienes las ven todas.",
  none: "Hay muy pocas candidaturas con evaluaciones para trazar una línea.",
  lineLabel: "Candidaturas por encima de la línea", lineHint: (most) => `De 1 a ${most}.`, move: "Mover la línea",
  lineOf: (level, after) => `${level}: tras la ${after}`,
  tie: (n) => `En esta línea comparten la misma media ${n} candidaturas. La clasificación no indica cuáles quedan por encima.`,
  noChances: "No se muestran probabilidades. Lo que cambiaría con otras formas de contar figura abajo.",
  hits: (line, hits) => `De las ${line} candidaturas por encima de esta línea, esperamos que unas ${hits} estén entre las ${line} verdaderamente mejores.`,
  bands: { sure: "Segura", "near-tie": "Casi empate", out: "Fuera" },
  bandNotes: { sure: "90\u00a0% o más de pertenecer arriba", "near-tie": "las puntuaciones no lo dicen", out: "10\u00a0% o menos" },
  chanceNote: "Las probabilidades proceden de 4000 simulaciones de lo que pueden valer las candidaturas, dadas todas las puntuaciones y lo que difieren los evaluadores. Las mismas puntuaciones dan siempre las mismas probabilidades.",
  table: "Probabilidad de pertenecer por encima de la línea", place: "Lugar", entry: "Candidatura", chance: "Probabilidad", band: "Dónde queda", ranks: "Puestos, 9 de cada 10 veces", reviews: "Evaluaciones",
  rankRange: (low, high) => (low === high ? low : `${low} a ${high}`),
  rest: (n) => (n === 0 ? "Figuran todas las candidaturas con evaluaciones." : `No figuran, por quedar claramente fuera: ${n}.`),
  picture: {
    title: "Puestos entre los que están las candidaturas de la franja de casi empate", line: "línea",
    description: (rows, line) => `Candidaturas, una por fila y por orden: ${rows}. Cada barra abarca los puestos en los que está la candidatura en 9 de cada 10 simulaciones. La línea pasa tras el puesto ${line}.`,
    caption: "La franja de casi empate. Una barra abarca los puestos que una candidatura puede tener en verdad; su punto es su lugar en la clasificación, relleno por encima de la línea y hueco por debajo. La tabla recoge lo mismo.",
  },
  spread: {
    title: "Cómo usó la escala cada evaluador",
    description: (rows) => `Evaluadores, uno por fila: ${rows}. Una línea va de la puntuación más baja a la más alta; una caja abarca la mitad central y una barra marca la mediana.`,
    caption: "De la puntuación más baja a la más alta, en puntos; la caja contiene la mitad central y la barra es la mediana.",
  },
  extra: {
    title: "Dónde aporta más una evaluación adicional", text: "Las candidaturas cuyo lugar es más incierto, y el evaluador con menos candidaturas al que ningún conflicto impide leerlas.",
    entry: "Candidatura", reviewer: "Podría leerla", nobody: "Nadie está libre para leerla", button: "Asignar",
  },
  changes: {
    title: "Qué movería la línea", text: "Cada fila cambia una cosa y clasifica de nuevo: sin un evaluador, con un peso una quinta parte mayor o menor, con otro método.",
    unchanged: (n) => (n === 1 ? "Otro cambio deja todos los lugares como están." : `Otros ${n} cambios dejan todos los lugares como están.`),
    none: "Ninguno de estos cambios hace que una candidatura cruce la línea.", variation: "Si", in: "Quedaría por encima", out: "Quedaría por debajo", nobody: "–",
    without: (name) => `no contara ${name}`, withoutOne: "no contara uno de los evaluadores",
    weight: (criterion, percent) => `«${criterion}» pesara ${percent === 120 ? "un 20\u00a0% más" : "un 20\u00a0% menos"}`,
    methods: { mean: "decidiera la media simple", adjusted: "decidiera la puntuación ajustada", median: "decidiera la mediana", standardised: "se tipificaran las puntuaciones de cada evaluador (puntuaciones z)" },
  },
  diagnostics: {
    title: "Evaluadores y desacuerdos", lede: "Solo para la presidencia y la secretaría. En un panel pequeño, una persona puede reconocerse por su severidad: nada de esta página sale de ella.",
    reliability: {
      title: "Hasta qué punto se puede confiar en las puntuaciones", single: "Una evaluación", mean: "Media de las evaluaciones", adjusted: "Puntuación ajustada",
      note: "La parte de las diferencias que se debe a las candidaturas y no a quién las leyó; 1 sería perfecto. En jurados reales, una sola evaluación alcanza alrededor de 0,3.",
    },
    severity: {
      title: "Severidad de los evaluadores", text: "Cuántos puntos por encima (+) o por debajo (−) de las demás personas puntúa cada evaluador las mismas candidaturas. Diferir no es una falta: la puntuación ajustada lo descuenta.",
      reviewer: "Evaluador/a", reviews: "Evaluaciones", severity: "Severidad", interval: "Intervalo del 95\u00a0%", infit: "Infit", outfit: "Outfit", slope: "Pendiente", remarks: "Observaciones",
      range: (low, high) => `${low} … ${high}`, harsh: "puntúa con severidad", lenient: "puntúa con indulgencia", scatters: "se dispersa más que el azar", flat: "apenas distingue candidaturas",
      note: "Infit y outfit: 1 es lo esperado, de 0,5 a 1,5 lo habitual, por encima de 2 distorsiona. Pendiente: puntos dados por cada punto del juicio de las demás personas.",
    },
    disputed: {
      title: "Dónde discrepan los evaluadores", text: "En estas candidaturas los evaluadores difieren más de lo que produciría el azar, una vez descontada la severidad.", none: "En ninguna candidatura difieren los evaluadores más de lo que produciría el azar.",
      entry: "Candidatura", reviews: "Evaluaciones", advice: "Consejo", discuss: "Pedir una deliberación o una evaluación más",
    },
  },
};
