import type { scrutiny as en } from "../en/scrutiny.ts";

export const scrutiny: typeof en = {
  title: "Contrôle",
  lede: "Vous vérifiez ce que le public ne peut pas : que chaque note gelée est le dernier mot d’un évaluateur, qu’aucune n’a été omise, et quel ordre donnent les notes ajustées.",
  refused: { "round-not-frozen": "Les ouvertures seront ici une fois les notes gelées.", conflict: "Un conflit d’intérêts avec une candidature de ce prix vous tient à l’écart des ouvertures.", "roles-apart": "Vous avez un autre rôle dans ce prix, et ne pouvez donc pas le contrôler." },
  openings: "Les ouvertures",
  openingsText: "Un seul fichier : toutes les notes remises, sous le numéro de compte de l’évaluateur au lieu de son nom. Ce que les évaluateurs ont écrit n’y figure pas. Gardez-le confidentiel. Votre téléchargement est consigné, et la page de la preuve en donne la date.",
  early: "La liste n’est pas encore définitive. Retirez de nouveau le fichier quand elle le sera : si les notes ajustées décident, elles n’y figurent qu’alors.",
  download: "Télécharger les ouvertures",
  taken: "Retirées",
  how: "Comment vérifier",
  first: "Une fois le résultat public, téléchargez la preuve et la clé publique depuis la page de la preuve.",
  second: "Donnez-les au vérificateur avec les ouvertures, sur sa page ou comme programme :",
  third: "Quel que soit le résultat de votre contrôle, écrivez-le à l’adresse de l’appel :",
  command: "node verify.mjs bundle.json trust.json --openings openings.json",
  proof: "La page de la preuve",
  page: "Ouvrir la page de vérification",
};
