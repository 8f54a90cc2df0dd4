import type { rubric as english } from "../en/rubric.ts";

export const rubric: typeof english = {
  newTitle: "Rédiger une grille",
  title: "Grille d’évaluation",
  lede: "Des critères dont les poids entiers totalisent 100, et un descripteur pour chaque degré de l’échelle. Elle peut être modifiée tant que personne ne s’en est servi pour noter.",
  frozen: "Cette grille a servi à noter. Elle reste telle quelle, car les notes signifient ce que disent ses descripteurs.",
  name: "Nom de la grille",
  chinese: "en chinois",
  criterion: (n) => `Critère ${n}`,
  more: (n) => `Critère ${n} (laissez vide si vous n’en avez pas besoin)`,
  criterionName: "Nom",
  description: "Ce que les évaluateurs doivent examiner",
  weight: "Poids",
  min: "Degré le plus bas",
  max: "Degré le plus haut",
  anchors: "Descripteurs",
  anchorsHint: "Une ligne par degré, commençant par son numéro : « 1 Rien de nouveau ».",
  comment: "Commentaire",
  commentRequired: "Les évaluateurs doivent écrire un commentaire",
  button: "Enregistrer la grille",
  reading: { weight: "Poids", scale: "Échelle", scaleOf: (min, max) => `${min} à ${max}`, step: "Degré", anchor: "Descripteur", commentRequired: "Un commentaire est exigé" },
};
