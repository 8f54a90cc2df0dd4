import type { discussion as english } from "../en/discussion.ts";

export const discussion: typeof english = {
  title: "Debate", list: "Debates",
  lede: "Lo leen quienes evalúan esta candidatura y ya han enviado su evaluación, y la presidencia; cuando se congelan las puntuaciones, también la secretaría. Nunca lo lee quien tiene un conflicto con ella.",
  listLede: "Candidaturas de las que se ha hablado, primero la más reciente. Nadie recibe un correo cuando se dice algo: vuelva de vez en cuando.",
  link: (count, number) => (count === 0 ? "Debatir esta candidatura" : count === 1 ? "Debate: 1 mensaje" : `Debate: ${number} mensajes`),
  rules: { off: "", "after-own": "Cuando haya enviado su evaluación de una candidatura, podrá debatirla con las demás personas que la evalúan.", "after-freeze": "Las candidaturas se debaten cuando las puntuaciones están congeladas." },
  caption: "Candidaturas de las que se ha hablado", entry: "Candidatura", messages: "Mensajes", last: "Último mensaje",
  none: "Nadie ha dicho nada todavía", listNoneHint: "Un debate empieza en la página de una candidatura.",
  chair: "Presidencia", you: "usted", former: "Evaluador/a anterior", gone: "Ya no evalúa esta candidatura.",
  corrected: "Corregido", correct: "Corregir", correcting: "Corregir su mensaje",
  add: "Su mensaje", asReviewer: (letter) => `Habla como evaluador/a ${letter}. Lo dicho se puede corregir, no borrar.`, asChair: "Habla como presidencia. Lo dicho se puede corregir, no borrar.",
  button: "Enviar", save: "Guardar la corrección", cancel: "Dejarlo como está", over: "La lista es definitiva. Lo dicho se puede leer y ya no se añade nada.", back: "La candidatura",
};
