import type { citation as english } from "../en/citation.ts";

export const citation: typeof english = {
  title: (entry) => `Citation : « ${entry} »`,
  lede: "Ce que le comité dit de cette candidature. La citation est signée avec la liste et publiée avec elle, si la candidature obtient un niveau ou une distinction.",
  ledeFinal: "La liste est définitive. Une correction demande un motif et une deuxième personne ; le public voit qu’il y a eu correction, quand et pourquoi.",
  back: "Retour à la sélection",
  statement: "En une phrase",
  citation: "Les motifs du comité",
  hints: { statement: "Figure sous le titre dans les listes.", citation: "Figure sur la page de l’initiative." },
  void: "La liste a été proposée. Modifier la citation annule la proposition ; il faudra la refaire.",
  standing: "La citation en vigueur",
  pending: "Une correction attend",
  because: (name) => `Proposée par ${name}, parce que :`,
  approve: "Approuver la correction",
  reason: "Motif de la correction",
  reasonHint: "Il est publié avec le nouveau texte et reste pour toujours au journal public. N’y nommez donc personne.",
  propose: "Proposer la correction",
  save: "Enregistrer la citation",
  link: "Citation",
  missing: "pas encore de citation",
  public: "La citation du comité",
  corrected: (version, date) => `Version ${version}, corrigée le ${date} :`,
};
