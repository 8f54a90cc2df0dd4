import { plural } from "../format.ts";
import type { discussion as english } from "../en/discussion.ts";

export const discussion: typeof english = {
  title: "Discussion", list: "Discussions",
  lede: "Lue par les évaluateurs de cette candidature dont l’évaluation est remise, et par la présidence ; après le gel des notes, aussi par le secrétariat. Jamais par une personne en conflit avec elle.",
  listLede: "Les candidatures dont on a parlé, la plus récente d’abord. Aucun courriel n’annonce les messages : revenez de temps en temps.",
  link: (count, number) => (count === 0 ? "Discuter de cette candidature" : plural("fr", count, { one: "Discussion : 1 message", other: `Discussion : ${number} messages` })),
  rules: { off: "", "after-own": "Une fois votre évaluation d’une candidature remise, vous pouvez en discuter avec ses autres évaluateurs.", "after-freeze": "Les candidatures se discutent une fois les notes gelées." },
  caption: "Candidatures dont on a parlé", entry: "Candidature", messages: "Messages", last: "Dernier message",
  none: "Personne n’a encore rien dit", listNoneHint: "Une discussion commence sur la page d’une candidature.",
  chair: "Présidence", you: "vous", former: "Ancien évaluateur", gone: "N’évalue plus cette candidature.",
  corrected: "Corrigé", correct: "Corriger", correcting: "Corriger votre message",
  add: "Votre message", asReviewer: (letter) => `Vous parlez en tant qu’évaluateur ${letter}. Un message peut être corrigé, pas supprimé.`, asChair: "Vous parlez au nom de la présidence. Un message peut être corrigé, pas supprimé.",
  button: "Envoyer", save: "Enregistrer la correction", cancel: "Laisser tel quel", over: "La liste est définitive. Les messages restent lisibles ; on n’en ajoute plus.", back: "La candidature",
};
