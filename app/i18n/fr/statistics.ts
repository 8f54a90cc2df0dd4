import type { statistics as english } from "../en/statistics.ts";

export const statistics: typeof english = {
  title: "Statistiques",
  of: (cycle) => `Statistiques : ${cycle}`,
  back: "Les résultats",
  lede: "Combien de candidatures sont arrivées, jusqu’où elles sont allées et d’où elles viennent.",
  funnel: "De la candidature à la liste",
  stage: "Étape",
  entries: "Candidatures",
  share: "En barre",
  notTold: "non communiqué",
  received: "Reçues",
  ineligible: "Irrecevables",
  withdrawn: "Retirées",
  valid: "Recevables",
  read: "Lues",
  chosen: "Sur la liste",
  onlyChosen: "Les archives ne connaissent que les initiatives distinguées, non le nombre de candidatures.",
  meanings: {
    received: "Reçues : toutes les candidatures envoyées, y compris celles retirées ou jugées irrecevables ensuite.",
    lost: "Irrecevables et retirées : parmi les candidatures reçues. Une candidature qui est les deux compte comme retirée.",
    valid: "Recevables : les candidatures admises à l’examen et non retirées.",
    read: "Lues : les candidatures recevables ayant au moins une évaluation retenue.",
  },
  by: { region: "Par région", theme: "Par thème", size: "Par population" },
  group: { region: "Région", theme: "Thème", size: "Population" },
  sizes: { large: "1 000 000 et plus", middle: "De 250 000 à 999 999", small: "Moins de 250 000", "": "Non consignée" },
  unknown: "Non consigné",
  untold: (least) =>
    `Un tiret : lorsque moins de ${least} candidatures d’un groupe sont absentes de la liste, leur nombre n’est pas communiqué, car il pourrait trahir une ville. Les chiffres sont ceux du jour de la publication ; une candidature compte sous le thème qu’elle cite en premier, une candidature commune une seule fois, pour la ville qui l’a déposée.`,
};
