import type { appraisal as english } from "../en/appraisal.ts";

export const appraisal: typeof english = {
  title: "Cómo se evaluó su candidatura", lede: "Lo que escribieron los evaluadores, tal como lo transmite la secretaría, y dónde se sitúan aproximadamente las medias de sus puntuaciones. No se nombra a nadie.",
  bandsText: "La escala de cada criterio se divide en tres: la media está en el tercio superior, medio o inferior.",
  bands: { upper: "Tercio superior", middle: "Tercio medio", lower: "Tercio inferior", none: "No se indica: muy pocas evaluaciones" },
  overall: "En conjunto", noComments: "Sin comentarios.", pdf: "En PDF", link: "Cómo se evaluó",
  desk: {
    title: "Comentarios para los equipos", link: "Comentarios para los equipos", lede: "Comentarios y tercios de cada criterio, sin nombres ni puntuaciones, que lee solo el equipo de la candidatura.",
    what: "Se copian los comentarios de todas las evaluaciones que cuentan, sin nada que diga quién los escribió ni cuáles van juntos. Usted los lee, cambia u omite lo que no debe salir y después deja leer a los equipos.",
    prepare: "Copiar los comentarios", caption: "Candidaturas", entry: "Candidatura", city: "Ciudad", comments: "Comentarios", omitted: "Omitidos", state: "Estado", few: "Pocas evaluaciones", none: "No hay ninguna evaluación que cuente.",
    risk: "Cuando una candidatura tiene menos de 3 evaluaciones no se indica ningún tercio, y quien conoce el panel puede adivinar quién escribió un comentario. Omita lo que solo una persona pudo escribir.",
    conflicts: "No se muestran las candidaturas con las que usted tiene un conflicto.",
    released: "Los equipos pueden leer", releasedText: "Ya no se puede cambiar nada.",
    edit: "Lo que se transmite al equipo", text: (n) => `Comentario ${n}`, omit: "Omitir", save: "Guardar", back: "Comentarios para los equipos",
    saved: "Guardado.",
    releaseTitle: "¿Dejar leer a los equipos?", releaseLede: "Cada miembro del equipo de una candidatura evaluada recibe una carta y puede leer lo que usted deje. No se puede cambiar ni retirar, salvo que se retire el resultado.",
    release: "Dejar leer a los equipos", keep: "Ahora no",
  },
};
