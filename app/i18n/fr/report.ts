import type { report as english } from "../en/report.ts";

export const report: typeof english = {
  link: "Rapport du comité, à modifier (Word)",
  title: (round) => `Rapport : ${round}`,
  draft: "Brouillon – la liste n’est pas définitive",
  notice: "Ce document est fait pour être modifié. Ce qui compte, c’est la liste que deux personnes ont signée ; son empreinte figure ci-dessous.",
  worked: "Comment le comité a travaillé",
  decided: "Ce que le comité a décidé",
  entries: "Candidatures de ce tour",
  kept: "Fois où un conflit a tenu un membre à l’écart d’une candidature",
  signatures: "Signatures",
  signing: "Les membres du comité signent ici",
  signature: "Date et signature",
};
