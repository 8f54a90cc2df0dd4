import type { balance as english } from "../en/balance.ts";

export const balance: typeof english = {
  title: "Equilibrio", lede: "Calcula la lista que cumple sus reglas y sacrifica tan poco de las puntuaciones como es forzoso en una lista así. No elige nada: eso lo hace el panel.",
  workedOut: (name) => `Calculada por ${name},`, above: (line) => `Candidaturas por encima de la línea: ${line}.`,
  reaches: { band: "Las reglas solo podían actuar en la franja de casi empate.", all: "El panel abrió toda la lista a las reglas." },
  rules: "Calcular una lista", rulesText: "Deje vacío lo que no deba contar. Un límite se cumple siempre. De un objetivo se queda tan cerca como sea posible. Una candidatura conjunta cuenta por la ciudad que la presentó.",
  line: "Línea", lineOf: (level, after) => `${level}: tras la ${after}`,
  fields: { country: "Como máximo de un mismo país", region: "Al menos de cada región", theme: "Al menos de cada tema", size: "Al menos de cada tamaño de ciudad (menos de 250.000 habitantes, menos de un millón, mayores)", newcomer: "Al menos que participen por primera vez" },
  forceOf: (field) => `Carácter de la regla: ${field}`, limit: "Límite", target: "Objetivo",
  reach: "Qué pueden mover las reglas", reachBand: "Solo candidaturas de la franja de casi empate, que las puntuaciones no distinguen", reachAll: "Cualquier candidatura: así lo ha decidido el panel",
  widen: "Por qué abre el panel toda la lista", widenHint: "Necesario solo en ese caso. Se conserva con la lista.", button: "Calcular la lista",
  most: (group, n) => `${group}: ${n} como máximo`, least: (group, n) => `${group}: al menos ${n}`,
  sizes: { small: "Ciudades de menos de 250.000 habitantes", middle: "Ciudades de menos de un millón", large: "Ciudades mayores" }, newcomers: "Participan por primera vez",
  unmet: "No se pueden cumplir todas estas reglas a la vez", short: (rule, n) => `${rule}. Faltan: ${n}.`, shortPlaces: (n) => `Las propias plazas. Diferencia: ${n}.`,
  unmetHint: "Suavice una regla, conviértala en objetivo o deje que el panel abra toda la lista.",
  report: {
    title: "Qué cambia y cuánto cuesta", moved: "Candidaturas movidas", price: "Precio por plaza, en puntos", share: (share) => `${share} de las puntuaciones`, lostHits: "Aciertos esperados a los que se renuncia",
    deepest: "Puesto más bajo al que se llega", deepestNote: (line) => `la línea pasa tras el ${line}`, nothing: "La lista según la clasificación ya cumple todas las reglas.", pairs: "Quién entra y quién sale", in: "Pasa por encima de la línea", out: "Queda por debajo",
    rules: "Precio de cada regla", rulesCaption: "Reglas que cuestan algo o no se cumplen", rule: "Regla", count: "En la lista", rulePrice: "Precio en puntos", kept: "¿Se cumple?", met: "se cumple", missed: "no se cumple",
    free: "Ninguna regla cuesta nada.", rulesNote: (n) => `El precio de una regla es lo que ganarían las puntuaciones de la lista sin esa sola regla. Reglas que no cuestan nada: ${n}.`,
  },
  adopt: {
    title: "Adoptar esta lista", text: "Cada candidatura que la lista mueve se elige así en la selección, por el motivo que usted indique. Lo que se había elegido allí cede, y una propuesta pendiente queda anulada.",
    reason: "Motivo", reasonHint: "Figura en cada candidatura que se mueve y se publica con las que obtienen un nivel.", button: "Llevar la lista a la selección",
  },
};
