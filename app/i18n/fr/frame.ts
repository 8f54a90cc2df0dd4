import type { frame as english } from "../en/frame.ts";

export const frame: typeof english = {
  nav: { secondFactor: "Second facteur", archive: "Archives", entries: "Vos candidatures", judging: "Évaluation", secretariat: "Secrétariat", people: "Personnes", audit: "Journal d’audit" },
  stale: "Quelqu’un d’autre a modifié ceci entre-temps. Rouvrez la page pour voir l’état actuel.",
  tooBig: "Ce formulaire accepte moins que ce qui a été envoyé. Veuillez raccourcir l’envoi ou le faire en plusieurs fois.",
  notFound: "L’adresse est peut-être incomplète, ou cette page ne vous est pas destinée. Si vous venez d’un courriel, connectez-vous avec le compte auquel il a été envoyé.",
  invalid: "Ce qui a été envoyé ne convient pas, et rien n’a été modifié. Revenez en arrière, corrigez et envoyez de nouveau.",
  signIn: "Vous n’êtes pas connecté, ou votre session a expiré. Connectez-vous et réessayez ; ce que vous avez saisi figure ci-dessous.",
  signInAgain: "Votre session a expiré. Rien de ce que vous avez écrit n’est perdu : reconnectez-vous dans un nouvel onglet, revenez ici et envoyez à nouveau.",
  signInFile: "Votre session a expiré : le fichier n’a donc pas été reçu. Reconnectez-vous et choisissez-le de nouveau.",
  otherWriter: "Ce texte a été écrit avec un autre compte dans ce navigateur : il n’a donc pas été envoyé en votre nom. La personne qui l’a écrit se déconnecte et se reconnecte avec son compte dans un nouvel onglet, revient ici et l’envoie à nouveau.",
  sendAgain: "Je me suis reconnecté : envoyer à nouveau",
  ways: { round: "Le tour", entry: "La candidature", team: "L’équipe", call: "L’appel", tasks: "Vos candidatures de ce tour", sheet: "La fiche de notation", rubric: "La grille", meeting: "La réunion" },
  fields: {
    title: "Titre",
    name: "Nom",
    email: "Adresse électronique",
    reason: "Motif",
    comment: "Commentaire",
    notes: "Notes",
    message: "Message",
    caption: "Ce que l’on y voit",
    organisation: "Organisation",
    country: "Pays",
    role: "Rôle",
  },
  fieldAt: (n) => `Champ ${n}`,
};
