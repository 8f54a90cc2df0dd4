import type { shortlist as english } from "../en/shortlist.ts";

export const shortlist: typeof english = {
  title: "Sélection", lede: "Le classement propose, ou le vote si le comité a voté ; les personnes décident. Tout ce qui s’écarte de la proposition exige un motif ; les deux sont conservés.",
  caption: "Candidatures et leurs niveaux", rank: "Rang", entry: "Candidature", mean: "Moyenne (points)", adjusted: "Note ajustée", proposal: "Proposé", decision: "Décision", change: "Décider",
  noLevel: "Aucun niveau", open: "À décider", asProposed: "comme proposé", against: "s’écarte de la proposition", decidedBy: (name) => `décidé par ${name}`,
  proposals: { tie: "Égalité : aux personnes de décider", "no-reviews": "Aucune évaluation ne compte", withheld: "Non affiché" },
  places: "Places", placesOf: (taken, places) => `${taken} sur ${places}`, placesNote: "Les places sont le maximum d’un niveau. Il peut y en avoir moins, ou aucune.",
  partial: "Les candidatures avec lesquelles vous avez un conflit d’intérêts ne sont pas affichées, et leur décision ne vous revient pas. Les rangs, les niveaux proposés et les nombres sont omis : ils révéleraient la situation des absentes. Une décision de votre part exige toujours un motif.",
  obstacles: "Avant que la liste puisse être proposée", ready: "La liste est prête à être proposée.",
  toBalance: "Équilibre", toFinalisation: "Arrêter la liste", toRanking: "Classement", final: "Cette liste est définitive.", proposed: (name) => `${name} a proposé cette liste. Toute modification annule la proposition.`,
  choice: {
    title: (entry) => `Décider : « ${entry} »`, proposal: "Proposé", level: "Niveau", reason: "Motif", reasonHint: "Nécessaire sauf si vous suivez la proposition. Il est publié avec le résultat si la candidature obtient un niveau.",
    void: "La liste a été proposée. La modifier annule la proposition ; quelqu’un devra la proposer à nouveau.", button: "Enregistrer la décision", cancel: "Retour à la sélection",
  },
  finalise: {
    title: "Arrêter la liste", lede: "Deux personnes signent : l’une propose la liste telle qu’elle est, l’autre approuve exactement cette liste.",
    frozen: "Notes gelées", by: (name) => `par ${name}`, reviews: "Évaluations retenues lors du gel", fingerprint: "Empreinte de cette liste", awarded: "Candidatures avec un niveau", against: "Décisions qui s’écartent de la proposition",
    propose: "Proposer cette liste", proposeText: "Vous signez la liste telle qu’elle est maintenant. Toute modification ultérieure annule votre signature.", proposedBy: "Proposée", approve: "Approuver cette liste", approveText: "Avec votre signature, la liste devient définitive. Elle ne peut plus être modifiée ensuite.",
    own: "Vous avez proposé cette liste. Une deuxième personne doit l’approuver.", changed: "La liste a changé depuis qu’elle a été proposée. Elle doit être proposée à nouveau.",
    approved: "Définitive", approvedText: "Deux personnes ont signé. La décision sur chaque candidature est consignée.", toPublication: "Publier le résultat", conflicted: "En raison d’un conflit d’intérêts, vous ne voyez pas toutes les lignes. Vous pouvez proposer la liste ; l’approbation revient à une personne qui la voit en entier.", cancel: "Retour à la sélection", none: "Aucune candidature n’obtient de niveau. C’est possible.",
  },
};
