import { plural } from "../format.ts";
import type { comment as english } from "../en/comment.ts";

const open = (count: number, number: string) => plural("fr", count, { one: "1 commentaire ouvert", other: `${number} commentaires ouverts` });

export const comment: typeof english = {
  count: (count, number) => (count === 0 ? "Commentaires" : open(count, number)),
  beside: (label, count, number) => `${label} : ${count === 0 ? "aucun commentaire ouvert" : open(count, number)}`,
  comment: "Commenter",
  answer: "Répondre ou clore",
  versions: "Textes antérieurs",
  title: "Commentaires de votre équipe",
  lede: "Seule votre équipe les lit. Ils ne font jamais partie de ce que vous déposez.",
  back: "La candidature",
  section: "La section",
  all: "Tous les commentaires",
  none: "Personne n’a encore commenté",
  noneHint: "À côté de chaque champ du formulaire, un lien permet de le commenter.",
  about: (label) => `Commentaires : ${label}`,
  present: "La réponse actuelle",
  empty: "Rien n’a encore été écrit.",
  open: "Ouvert",
  settled: "Clos",
  settledBy: (by) => `Clos par ${by}`,
  settle: "Clore",
  settleFor: (by) => `Clore le commentaire de ${by}`,
  reopen: "Rouvrir",
  reopenFor: (by) => `Rouvrir le commentaire de ${by}`,
  add: "Votre commentaire",
  addHint: "Toute votre équipe peut le lire, y compris les personnes qui ne peuvent pas modifier.",
  button: "Ajouter le commentaire",
};
