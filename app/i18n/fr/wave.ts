import type { wave as english } from "../en/wave.ts";
import { plural } from "../format.ts";

export const wave: typeof english = {
  title: "Lettres à plusieurs", lede: "Ce que le secrétariat a écrit à plusieurs personnes de cette édition, et ce qu’il en est advenu.", link: "Lettres à plusieurs", write: "Écrire à plusieurs", none: "Rien n’a encore été écrit.",
  newTitle: "Écrire à plusieurs", newLede: "Une lettre par personne, dans sa langue. Vous lisez ce qui part avant l’envoi.",
  audience: "À qui",
  audiences: { drafts: "Équipes ayant un brouillon", entered: "Équipes ayant soumis une candidature", valid: "Équipes ayant une candidature recevable", listed: "Équipes figurant sur une liste publiée", unlisted: "Équipes ayant une candidature recevable, sur aucune liste publiée", reviewers: "Évaluateurs", missing: "Évaluateurs dont il manque des évaluations" },
  ofRound: (audience, round) => `${audience} : ${round}`,
  conflicts: "Les équipes des candidatures avec lesquelles vous êtes en conflit ne sont pas incluses ; une personne sans conflit peut leur écrire.",
  secret: "On ne peut écrire aux équipes selon leur résultat qu’une fois celui-ci public, jamais avant.",
  subject: "Objet", body: "Texte", otherLanguages: "Dans les autres langues", otherHint: "Qui lit une langue que vous laissez vide reçoit le texte anglais.",
  fieldsTitle: "Champs", fieldsText: "Écrits entre accolades, comme {name}, ils sont remplis pour chaque personne.",
  fields: { name: "le nom de la personne", city: "la ville", entries: "les candidatures concernées, une par ligne", cycle: "l’édition", closes: "la clôture de l’appel ou du tour", link: "l’adresse des candidatures de la personne, ou du tour", round: "le tour", missing: "le nombre d’évaluations manquantes" },
  forTeams: "Pour les équipes :", forReviewers: "Pour les évaluateurs :",
  preview: "Voir les lettres", previewTitle: "Ce qui va partir",
  count: (letters, cities) => `${plural("fr", letters, { one: `${letters} lettre va partir`, other: `${letters} lettres vont partir` })}${cities === 0 ? "" : plural("fr", cities, { one: ` vers ${cities} ville`, other: ` vers ${cities} villes` })}.`,
  unwritten: (languages) => `Sans texte propre : ${languages}. Ces lecteurs reçoivent l’anglais.`,
  send: (n) => plural("fr", n, { one: `Envoyer ${n} lettre`, other: `Envoyer ${n} lettres` }), change: "Vous avez modifié quelque chose ? Revoyez les lettres avant de les envoyer.",
  list: { sent: "Envoi", to: "À qui", subject: "Objet", letters: "Lettres", delivered: "Remises", failed: "Échecs", by: "Par" },
  logTitle: "Acheminement", recipient: "Destinataire", language: "Langue", state: "État", when: "Quand", noRows: "Aucune lettre à montrer.",
  states: { queued: "En attente", trying: "Échec, nouvel essai prévu", sent: "Acceptée par le serveur de courrier", failed: "Échec" },
  back: "Lettres à plusieurs", text: "Telle qu’elle a été écrite", retry: "Renvoyer les lettres en échec", bounces: "Ce qu’un serveur de courrier renvoie plus tard n’est pas connu ici.",
};
