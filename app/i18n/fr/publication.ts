import type { publication as english } from "../en/publication.ts";

export const publication: typeof english = {
  link: "Publication", title: "Publier le résultat ?", lede: "Lisez ce qui va se passer avant de continuer.",
  public: "Ce qui devient public", initiatives: (n) => `Initiatives, chacune avec sa propre page : ${n}`, facts: ["Le titre, la ville, les réponses aux questions publiques, le rang, la moyenne en points, le nombre d’évaluations.", "Le motif de chaque décision qui s’écarte du classement.", "Aucune pièce jointe, aucune coordonnée, aucun nom d’évaluateur, rien sur les candidatures sans niveau."],
  mailed: "Qui est prévenu", letters: (n) => `Courriels aux membres des équipes qui ont une candidature dans cette édition : ${n}`, lettersNote: "Ils partent au moment de la publication, jamais avant, à qui est alors membre d’une équipe.",
  when: "Quand", now: "Maintenant", later: "À un moment fixé (embargo)", date: "Date", time: "Heure", timeHint: "Par exemple 09:30.", zone: (zone) => `À l’heure du prix (${zone}).`,
  button: "Publier", cancel: "Pas maintenant", caption: "Initiatives qui deviennent publiques", city: "Ville", initiative: "Initiative", level: "Niveau", none: "Aucune initiative n’obtient de niveau. La page l’indiquera.",
  published: "Le résultat est public", embargo: "Le résultat est sous embargo", since: "Public depuis", from: "Public à partir du", by: (name) => `Publié par ${name}`, see: "Voir la page publique",
  takeBack: "Retirer le résultat", withdrawn: "Ce résultat a été retiré. Il peut être publié à nouveau.", reason: "Motif", reasonHint: "Il est montré au public à la place du résultat.",
  withdrawTitle: "Retirer le résultat ?", withdrawLede: "La page publique indiquera que le résultat a été retiré, et pourquoi. Qui l’a lu l’a lu. Les courriels qui ne sont pas encore partis ne partiront pas.", withdrawButton: "Retirer", keep: "Laisser public",
};
