import type { honour as english } from "../en/honour.ts";

export const honour: typeof english = {
  title: (entry) => `Distinciones de «${entry}»`,
  lede: "Una distinción va aparte de los niveles: una candidatura puede recibir varias, con nivel o sin él. Dos personas la firman con la lista, y se publica con ella. Una distinción por sí sola no lleva ninguna candidatura a una ronda posterior.",
  link: "Distinciones",
  change: "Otorgar o retirar distinciones",
  entries: "Candidaturas con una distinción",
  given: "Otorgadas hasta ahora",
  none: "Ninguna. Es posible.",
  because: (name) => `Otorgada por ${name}, porque:`,
  take: "Retirar",
  give: "Otra distinción",
  name: "Nombre",
  nameHint: "El público lo lee tal como usted lo escribe: «Mención especial», por ejemplo.",
  reason: "Motivo",
  reasonHint: "Se firma con la lista y figura en el informe. El público no lo lee.",
  button: "Otorgar esta distinción",
  void: "La lista estaba propuesta. Al cambiar sus distinciones, la propuesta queda anulada y alguien tiene que proponerla de nuevo.",
};
