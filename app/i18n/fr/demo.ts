import type { demo as english } from "../en/demo.ts";

export const demo: typeof english = {
  title: "Qui voulez-vous être ?",
  lede: "Un prix en plein travail, avec des personnes inventées. Un clic vous connecte au nom de l’une d’elles ; changez de personne aussi souvent que vous le souhaitez.",
  kinds: {
    city: "Villes candidates", secretariat: "Secrétariat", chair: "Présidence du comité", committee: "Comité technique", juror: "Jury",
    observer: "Observation", administrator: "Administration",
  },
  part: "Rôle",
  be: "Se connecter comme",
  beNamed: (name) => `Se connecter comme ${name}`,
  password: (password) => `Toutes ces personnes ont aussi le mot de passe « ${password} ».`,
  you: "Vous êtes cette personne",
  outbox: "Boîte d’envoi",
  outboxLede: "La démonstration n’envoie aucun courriel. Voici ceux qu’elle aurait envoyés, les plus récents d’abord ; leurs liens fonctionnent.",
  outboxEmpty: "Aucun courriel pour l’instant. Inscrivez-vous, déposez une candidature ou invitez quelqu’un, puis revenez ici.",
  elsewhere: "Cette installation envoie ses courriels par un serveur de messagerie ; il n’y a donc pas de boîte d’envoi ici.",
  caption: "Courriels",
  to: "À",
  subject: "Objet",
  written: "Rédigé",
  enclosed: "Joint",
  letter: "Courriel",
};
