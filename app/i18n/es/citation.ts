import type { citation as english } from "../en/citation.ts";

export const citation: typeof english = {
  title: (entry) => `Mención de «${entry}»`,
  lede: "Lo que el panel dice de esta candidatura. Se firma con la lista y se publica con ella, si la candidatura obtiene un nivel o una distinción.",
  ledeFinal: "La lista es definitiva. Una corrección necesita un motivo y una segunda persona; el público ve que se corrigió, cuándo y por qué.",
  back: "Volver a la selección",
  statement: "En una frase",
  citation: "Los motivos del panel",
  hints: { statement: "Aparece bajo el título en las listas.", citation: "Aparece en la página de la iniciativa." },
  void: "La lista está propuesta. Cambiar la mención anula la propuesta; habrá que proponerla de nuevo.",
  standing: "La mención vigente",
  pending: "Hay una corrección pendiente",
  because: (name) => `Propuesta por ${name}, porque:`,
  approve: "Aprobar la corrección",
  reason: "Motivo de la corrección",
  reasonHint: "Se publica con el nuevo texto y queda para siempre en el registro público. No nombre en él a nadie.",
  propose: "Proponer la corrección",
  save: "Guardar la mención",
  link: "Mención",
  missing: "aún sin mención",
  public: "La mención del panel",
  corrected: (version, date) => `Versión ${version}, corregida el ${date}:`,
};
