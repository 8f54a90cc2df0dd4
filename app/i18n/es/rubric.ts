import type { rubric as english } from "../en/rubric.ts";

export const rubric: typeof english = {
  newTitle: "Escribir una rúbrica",
  title: "Rúbrica",
  lede: "Criterios con pesos enteros que suman 100 y un descriptor escrito para cada grado de la escala. Puede cambiarse hasta que alguien haya puntuado con ella.",
  frozen: "Ya se ha puntuado con esta rúbrica. Se queda como está, porque las puntuaciones significan lo que dicen sus descriptores.",
  name: "Nombre de la rúbrica",
  chinese: "en chino",
  criterion: (n) => `Criterio ${n}`,
  more: (n) => `Criterio ${n} (déjelo vacío si no lo necesita)`,
  criterionName: "Nombre",
  description: "En qué deben fijarse los evaluadores",
  weight: "Peso",
  min: "Grado más bajo",
  max: "Grado más alto",
  anchors: "Descriptores",
  anchorsHint: "Una línea por cada grado, que empiece por su número: «1 Nada nuevo».",
  comment: "Comentario",
  commentRequired: "Los evaluadores deben escribir un comentario",
  button: "Guardar la rúbrica",
  reading: { weight: "Peso", scale: "Escala", scaleOf: (min, max) => `De ${min} a ${max}`, step: "Grado", anchor: "Descriptor", commentRequired: "Se exige un comentario" },
};
