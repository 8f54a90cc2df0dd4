import type { feedback as english } from "../en/feedback.ts";

export const feedback: typeof english = {
  early: "Date anticipée",
  earlyHint: "Déposez votre candidature d’ici là et le secrétariat vous dira ce qui peut être amélioré. Vous pourrez déposer une autre version jusqu’à la clôture de l’appel.",
  team: {
    title: "Retour du secrétariat",
    about: (number, at) => `Sur le dépôt nº ${number}, écrit : ${at}`,
    hint: "Ce que vous avez déposé compte jusqu’au prochain dépôt. Vous pouvez modifier la candidature et déposer une autre version jusqu’à la clôture de l’appel.",
  },
  staff: {
    link: "Candidatures anticipées",
    title: "Candidatures anticipées",
    lede: (at) => `Ce qui a été déposé jusqu’au ${at}. Vous lisez chaque candidature telle qu’elle était alors, et non ce qui a suivi. Son équipe peut déposer une autre version jusqu’à la clôture de l’appel.`,
    before: "La date anticipée n’est pas encore passée. D’ici là, vous ne lisez rien.",
    none: "Rien n’a été déposé avant la date anticipée",
    caption: "Candidatures anticipées",
    entry: "Candidature",
    city: "Ville",
    received: "Reçue",
    told: "Retour",
    untold: "Pas encore donné",
    withdrawn: "Retirée",
    one: "Retour sur une candidature anticipée",
    given: "Retours déjà donnés",
    write: "Écrire à l’équipe",
    text: "Ce qui peut être amélioré",
    textHint: "L’équipe le lit ici et en est avertie par courriel. Les évaluateurs ne le lisent jamais. Il ne peut plus être modifié ensuite.",
    button: "Envoyer le retour",
  },
};
