import type { report as english } from "../en/report.ts";

export const report: typeof english = {
  link: "Informe del panel, para editar (Word)",
  title: (round) => `Informe: ${round}`,
  draft: "Borrador: la lista no es definitiva",
  notice: "Este documento es para editarlo. Lo que cuenta es la lista que firmaron dos personas; su huella figura abajo.",
  worked: "Cómo trabajó el panel",
  decided: "Lo que decidió el panel",
  entries: "Candidaturas de esta ronda",
  kept: "Veces que un conflicto apartó a un miembro de una candidatura",
  signatures: "Firmas",
  signing: "Los miembros del panel firman aquí",
  signature: "Fecha y firma",
};
