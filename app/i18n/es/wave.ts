import type { wave as english } from "../en/wave.ts";

export const wave: typeof english = {
  title: "Cartas a muchos", lede: "Lo que la secretaría ha escrito a muchas personas de esta edición y qué fue de ello.", link: "Cartas a muchos", write: "Escribir a muchos", none: "Todavía no se ha escrito nada.",
  newTitle: "Escribir a muchos", newLede: "Una carta a cada persona, en su idioma. Usted lee lo que sale antes de enviarlo.",
  audience: "A quién",
  audiences: { drafts: "Equipos con un borrador", entered: "Equipos con una candidatura presentada", valid: "Equipos con una candidatura válida", listed: "Equipos en una lista publicada", unlisted: "Equipos con una candidatura válida que no está en ninguna lista publicada", reviewers: "Evaluadores", missing: "Evaluadores a los que faltan evaluaciones" },
  ofRound: (audience, round) => `${audience}: ${round}`,
  conflicts: "Aquí no figuran los equipos de candidaturas con las que usted tiene un conflicto; puede escribirles alguien sin conflicto.",
  secret: "Solo se puede escribir a los equipos según su resultado cuando este es público, nunca antes.",
  subject: "Asunto", body: "Texto", otherLanguages: "En los demás idiomas", otherHint: "Quien lee un idioma que usted deja vacío recibe el texto en inglés.",
  fieldsTitle: "Campos", fieldsText: "Escritos entre llaves, como {name}, se rellenan para cada persona.",
  fields: { name: "el nombre de la persona", city: "la ciudad", entries: "las candidaturas en cuestión, una por línea", cycle: "la edición", closes: "el cierre de la convocatoria o de la ronda", link: "la dirección de las candidaturas de la persona, o de la ronda", round: "la ronda", missing: "cuántas evaluaciones faltan" },
  forTeams: "Para los equipos:", forReviewers: "Para los evaluadores:",
  preview: "Ver las cartas", previewTitle: "Lo que va a salir",
  count: (letters, cities) => `${letters === 1 ? "Saldrá 1 carta" : `Saldrán ${letters} cartas`}${cities === 0 ? "" : ` a ${cities} ${cities === 1 ? "ciudad" : "ciudades"}`}.`,
  unwritten: (languages) => `Sin texto propio: ${languages}. Estos lectores reciben el inglés.`,
  send: (n) => `Enviar ${n} ${n === 1 ? "carta" : "cartas"}`, change: "¿Ha cambiado algo? Vea de nuevo las cartas antes de enviarlas.",
  list: { sent: "Envío", to: "A quién", subject: "Asunto", letters: "Cartas", delivered: "Entregadas", failed: "Fallidas", by: "Por" },
  logTitle: "Entrega", recipient: "Destinatario", language: "Idioma", state: "Estado", when: "Cuándo", noRows: "No hay cartas que mostrar.",
  states: { queued: "En espera", trying: "Falló, se intentará de nuevo", sent: "Aceptada por el servidor de correo", failed: "Falló" },
  back: "Cartas a muchos", text: "Tal como se escribió", retry: "Enviar de nuevo las cartas fallidas", bounces: "Lo que un servidor de correo devuelve más tarde no se conoce aquí.",
};
