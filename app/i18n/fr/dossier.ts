import { plural } from "../format.ts";
import type { dossier as english } from "../en/dossier.ts";

export const dossier: typeof english = {
  link: "Emporter vos candidatures",
  title: "Vos candidatures à emporter",
  lede: "Tout ce que vous pouvez ouvrir ici en un seul PDF, dans votre ordre de lecture, avec les critères et de la place pour vos notes ; ou en ZIP, avec les fichiers des candidatures.",
  holds: (count, number) => plural("fr", count, { one: `Il contient ${number} candidature.`, other: `Il contient ${number} candidatures.` }),
  marked: "Votre nom et l’heure figurent sur chaque page du PDF et, dans un ZIP, sur les PDF et les images qui peuvent les porter ; le fichier index.html du ZIP indique pour chaque fichier s’il les porte. Le téléchargement est consigné.",
  waiting: (count, number) => plural("fr", count, { one: "1 candidature n’y figure pas : répondez d’abord à sa question de conflit.", other: `${number} candidatures n’y figurent pas : répondez d’abord à leurs questions de conflit.` }),
  pdf: "Télécharger le PDF",
  zip: "Télécharger un ZIP avec les fichiers",
  pace: "Vous pouvez en demander un toutes les trente secondes.",
  watermark: (...facts) => ["Confidentiel", ...facts].join(" · "),
  confidential: "Réservé à la personne nommée ici. Ne le transmettez pas et détruisez-le une fois le tour terminé.",
  entries: "Candidatures",
  missing: "Absentes, question de conflit sans réponse",
  notes: "Vos notes",
  score: "Note",
  contents: {
    lede: "Les fichiers qui portent votre nom l’affichent au bas de chaque page ou sous l’image.",
    watermarked: "porte votre nom",
    unmarked: "ne porte pas de nom",
    none: "Aucun fichier.",
  },
};
