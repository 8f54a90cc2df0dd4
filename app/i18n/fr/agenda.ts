import type { agenda as english } from "../en/agenda.ts";

export const agenda: typeof english = {
  title: "Ce qui vous attend",
  duties: {
    approve: () => "Approuver une liste proposée par quelqu’un d’autre",
    correction: () => "Approuver une correction du texte sur une candidature de la liste",
    publish: () => "Publier une liste définitive",
    propose: () => "Choisir les candidatures et proposer la liste",
    count: () => "Dépouiller un scrutin clos",
    "vote-again": () => "Rouvrir un vote auquel personne n’a pris part",
    freeze: () => "Geler les notes d’un tour clos",
    ineligible: (n) => (n === 1 ? "Confirmer ou rouvrir 1 candidature jugée non recevable" : `Confirmer ou rouvrir ${n} candidatures jugées non recevables`),
    package: () => "Décider d’un dossier signé à la place d’un envoi",
    inquiry: (n) => (n === 1 ? "Transmettre ou refuser la question d’un évaluateur" : `Transmettre ou refuser ${n} questions d’évaluateurs`),
    screening: (n) => (n === 1 ? "Examiner la recevabilité de 1 candidature" : `Examiner la recevabilité de ${n} candidatures`),
    assign: (n) => (n === 1 ? "Attribuer 1 candidature sans lecteur" : `Attribuer ${n} candidatures sans lecteur`),
    feedback: (n) => (n === 1 ? "Dire à 1 candidature anticipée ce qui pourrait être mieux" : `Dire à ${n} candidatures anticipées ce qui pourrait être mieux`),
    waiver: (n) => (n === 1 ? "Décider de la levée de 1 conflit" : `Décider de la levée de ${n} conflits`),
    proposal: (n) => (n === 1 ? "Décider de 1 droit proposé" : `Décider de ${n} droits proposés`),
  },
};
