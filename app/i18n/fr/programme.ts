import type { programme as english } from "../en/programme.ts";

export const programme: typeof english = {
  title: "Prix",
  newTitle: "Nouveau prix",
  lede: "Un prix au fil des ans. Ses éditions viennent ensuite.",
  first: "Commencez par le prix lui-même, qui reste d’une année à l’autre. Sa première édition vient ensuite.",
  back: "Secrétariat",
  add: "Nouveau prix",
  name: "Nom",
  slug: "Adresse",
  slugHint: "Minuscules, chiffres et traits d’union, par exemple guangzhou-award. Elle ne change plus.",
  about: "À propos du prix",
  aboutHint: "Qui le décerne, et pour quoi. Ce texte figure sur chaque page d’un appel.",
  timeZone: "Fuseau horaire",
  timeZoneHint: "Celui dans lequel les échéances sont annoncées, par exemple Asia/Shanghai. Les éditions gardent le fuseau avec lequel elles ont été créées.",
  contactEmail: "Adresse électronique pour les questions",
  contactHint: "Publique : elle figure sur la page de chaque appel.",
  create: "Créer le prix",
  save: "Enregistrer",
};
