import type { feedback as english } from "../en/feedback.ts";

export const feedback: typeof english = {
  early: "Fecha anticipada",
  earlyHint: "Presente su candidatura antes de esa fecha y la secretaría le dirá qué se puede mejorar. Podrá presentar otra versión hasta el cierre de la convocatoria.",
  team: {
    title: "Comentarios de la secretaría",
    about: (number, at) => `Sobre la presentación n.º ${number}, escritos el ${at}`,
    hint: "Lo que presentó cuenta hasta que presente de nuevo. Puede cambiar la candidatura y presentar otra versión hasta el cierre de la convocatoria.",
  },
  staff: {
    link: "Candidaturas anticipadas",
    title: "Candidaturas anticipadas",
    lede: (at) => `Lo que se presentó hasta el ${at}. Usted lee cada candidatura como estaba entonces, no lo que vino después. Su equipo puede presentar otra versión hasta el cierre de la convocatoria.`,
    before: "La fecha anticipada aún no ha pasado. Hasta entonces no puede leer nada.",
    none: "No se presentó nada antes de la fecha anticipada",
    caption: "Candidaturas anticipadas",
    entry: "Candidatura",
    city: "Ciudad",
    received: "Recibida",
    told: "Comentarios",
    untold: "Aún sin comentarios",
    withdrawn: "Retirada",
    one: "Comentarios sobre una candidatura anticipada",
    given: "Comentarios enviados",
    write: "Escribir al equipo",
    text: "Qué se puede mejorar",
    textHint: "El equipo lo lee aquí y recibe un aviso por correo. Quienes evalúan no lo leen nunca. Después no se puede cambiar.",
    button: "Enviar los comentarios",
  },
};
