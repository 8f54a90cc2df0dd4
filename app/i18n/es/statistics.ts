import type { statistics as english } from "../en/statistics.ts";

export const statistics: typeof english = {
  title: "Estadísticas",
  of: (cycle) => `Estadísticas: ${cycle}`,
  back: "Los resultados",
  lede: "Cuántas candidaturas llegaron, hasta dónde avanzaron y de dónde son.",
  funnel: "De la candidatura a la lista",
  stage: "Etapa",
  entries: "Candidaturas",
  share: "En barra",
  notTold: "no se indica",
  received: "Recibidas",
  ineligible: "No admitidas",
  withdrawn: "Retiradas",
  valid: "Válidas",
  read: "Leídas",
  chosen: "En la lista",
  onlyChosen: "El archivo solo conoce las iniciativas reconocidas, no cuántas se presentaron.",
  meanings: {
    received: "Recibidas: todas las candidaturas enviadas, también las retiradas o declaradas no admisibles después.",
    lost: "No admitidas y retiradas: de las recibidas. Una candidatura que es ambas cosas cuenta como retirada.",
    valid: "Válidas: las que superaron la comprobación de admisibilidad y no se retiraron.",
    read: "Leídas: las válidas con al menos una evaluación que cuenta.",
  },
  by: { region: "Por región", theme: "Por tema", size: "Por población" },
  group: { region: "Región", theme: "Tema", size: "Población" },
  sizes: { large: "1 000 000 y más", middle: "De 250 000 a 999 999", small: "Menos de 250 000", "": "No registrada" },
  unknown: "No registrado",
  untold: (least) =>
    `Una raya: cuando menos de ${least} candidaturas de un grupo no están en la lista, su número no se indica, porque podría delatar a una ciudad. Las cifras son del día de la publicación; cada candidatura cuenta en el tema que nombra primero, y una conjunta una sola vez, por la ciudad que la presentó.`,
};
