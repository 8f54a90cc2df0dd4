import type { publication as english } from "../en/publication.ts";

export const publication: typeof english = {
  link: "Publicación", title: "¿Publicar el resultado?", lede: "Lea qué ocurre antes de continuar.",
  public: "Qué se hace público", initiatives: (n) => `Iniciativas, cada una con su propia página: ${n}`, facts: ["Título, ciudad, respuestas a preguntas públicas, puesto, media de puntos y número de evaluaciones.", "El motivo de cada decisión que se aparta de la clasificación.", "Ningún adjunto, ningún dato de contacto, ningún nombre de evaluadores, nada sobre candidaturas sin nivel."],
  mailed: "A quién se avisa", letters: (n) => `Mensajes a miembros de equipos con una candidatura en esta edición: ${n}`, lettersNote: "Salen en el momento de la publicación, nunca antes, para quienes sean entonces miembros de un equipo.",
  when: "Cuándo", now: "Ahora", later: "En un momento fijado (embargo)", date: "Fecha", time: "Hora", timeHint: "Por ejemplo, 09:30.", zone: (zone) => `Según el reloj del programa (${zone}).`,
  button: "Publicar", cancel: "Ahora no", caption: "Iniciativas que se hacen públicas", city: "Ciudad", initiative: "Iniciativa", level: "Nivel", none: "Ninguna iniciativa obtiene un nivel. La página lo dirá.",
  published: "El resultado es público", embargo: "El resultado está bajo embargo", since: "Público desde", from: "Público a partir de", by: (name) => `Publicado por ${name}`, see: "Ver la página pública",
  takeBack: "Retirar el resultado", withdrawn: "Este resultado se retiró. Puede publicarse de nuevo.", reason: "Motivo", reasonHint: "Se muestra al público en lugar del resultado.",
  withdrawTitle: "¿Retirar el resultado?", withdrawLede: "La página pública dirá que el resultado se retiró y por qué. Quien lo haya leído, leído lo tiene. Los mensajes que aún no se han enviado no se enviarán.", withdrawButton: "Retirarlo", keep: "Mantenerlo público",
};
