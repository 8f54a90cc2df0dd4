import { MOST_BY_MODEL } from "#app/domain/ballot/rules.ts";
import type { ballot as english } from "../en/ballot.ts";

export const ballot: typeof english = {
  title: "Votación", lede: "El panel vota en secreto. Nadie ve un recuento antes del cierre; lo que resulte es lo que propone después la lista.",
  back: "Selección", link: "Votación", partial: "Tiene un conflicto de intereses con una candidatura de esta ronda. No puede abrir una votación ni se le muestra su resultado.",
  methods: {
    approval: { name: "Aprobación", hint: "Cada persona marca todas las candidaturas que aprueba. Los puestos siguen la proporción de marcas." },
    "yes-no": { name: "Sí o no", hint: "Cada persona dice sí o no a cada candidatura. Hace falta más de la mitad; los puestos siguen la proporción de síes." },
    borda: { name: "Orden, puntos de Borda", hint: "Cada persona ordena. Entre 10 candidaturas, la primera recibe 9 puntos, la siguiente 8, y así sucesivamente; las no ordenadas se reparten el resto. Los puestos siguen la media." },
    stv: { name: "Orden, voto único transferible", hint: "Cada persona ordena. Los votos se transfieren hasta cubrir los puestos: método de Gregory inclusivo ponderado de las elecciones locales de Escocia, en fracciones exactas. Los empates los decide la última etapa que los distingue y después un sorteo." },
    "plackett-luce": { name: "Orden, modelo de Plackett-Luce", hint: `Para finales de ${MOST_BY_MODEL} candidaturas como máximo. Cada persona ordena todas las candidaturas o solo las primeras. Un orden es una serie de elecciones entre lo que queda; los puestos siguen las fuerzas que hacen más probables esas elecciones. Los empates se deciden por sorteo; lo que nadie ordena no tiene puesto.` },
  },
  open: {
    title: "Abrir una votación", text: "En cuanto alguien haya votado, nada de esto puede cambiarse: quién vota, sobre qué, cómo y hasta cuándo. Cada ronda tiene una sola votación.", method: "Cómo vota el panel", seats: "Puestos", seatsHint: "Solo para el voto único transferible.",
    first: "Solo las primeras de la clasificación, hasta el puesto", firstHint: "Vacío: se votan todas las candidaturas.", date: "Último día", time: "Hora", button: "Abrir la votación", again: "Abrirla con otras reglas", replaces: "Nadie ha votado todavía. Una votación abierta aquí sustituye a la de arriba.",
  },
  conflicts: "Nadie vota sobre una candidatura con la que tiene un conflicto: no está en su papeleta, y la proporción de esta se cuenta entre quienes pueden hacerlo.",
  transferable: "Con el voto transferible, quien tiene un conflicto con una sola candidatura de la ronda no vota.",
  recount: { never: "Los votos no se publican, así que el recuento no puede repetirse fuera.", open: "Con el resultado se publican los votos sin nombres si al menos cuatro personas votaron sobre cada candidatura, y cualquiera puede volver a contar.", rankings: "Los órdenes siguen cerrados si alguien no pudo ordenar una candidatura: eso revelaría quién es.", recognised: "Un orden publicado puede reconocerse: quien compra votos puede dictar un orden inusual y buscarlo después.", lot: "También puede repetirse el sorteo que haya decidido un empate." },
  until: "Abierta hasta", counted: "Contada", turnoutLabel: "Votos recibidos", turnout: (voted, all) => `Han votado ${voted} de ${all}`, toPaper: "Su papeleta",
  remind: "Recordar a quienes no han votado", remindLede: "Una carta a cada votante cuya papeleta falta, en su idioma. A nadie se le recuerda dos veces en un mismo día.",
  count: "Cerrar y contar", countText: "El cierre es definitivo. El recuento ocupa entonces el lugar de la clasificación en la selección; las decisiones ya tomadas sobre estas candidaturas se retiran.",
  register: "Quién vota", voter: "Nombre", state: "Voto", voted: "recibido", waiting: "aún no recibido", candidates: "Candidaturas que se votan", none: "No hay votación en esta ronda.",
  result: "Resultado de la votación", papers: (count) => (count === 1 ? "Se contó 1 papeleta." : `Se contaron ${count} papeletas.`), place: "Puesto", entry: "Candidatura", share: "Proporción", votes: "Votos", chance: "Clasificada primera, según el modelo", interval: "Entre paréntesis: intervalo del 95 %.", between: (low, high) => `de ${low} a ${high}`, voters: "Podían votarla", notChosen: "no elegida",
  stages: "El recuento, etapa por etapa", quota: (votes) => `Votos necesarios: ${votes}`, elected: (titles) => `Elegida: ${titles}`, passed: { surplus: (title) => `Excedente transferido: ${title}`, excluded: (title) => `Excluida, votos transferidos: ${title}` },
  placeOf: (place) => `Puesto ${place}`,
  decided: (method) => `El panel votó (${method}), y sus votos ordenan lo que se votaba.`,
  opened: { "": "Los votos están en la prueba, sin nombres: cualquiera puede volver a contarlos.", rules: "Los votos no se publican.", "few-papers": "Votaron menos de cuatro personas, al menos sobre alguna candidatura, así que los votos no se publican.", conflicts: "Los votos no se publican, porque un orden en el que falta una candidatura diría quién se abstiene de ella." },
  paper: {
    title: "Su papeleta", lede: "Solo usted ve lo que da. Puede cambiarlo hasta que se cierre la votación.", back: "Evaluación", open: "El panel vota: su papeleta", cast: "Su voto se ha recibido", castText: "Todavía puede cambiarlo.",
    approve: "Apruebo", yes: "Sí", no: "No", unranked: "sin ordenar", best: "1 es la mejor. Puede dejar algunas sin ordenar.", button: "Entregar", again: "Entregar de nuevo",
  },
};
