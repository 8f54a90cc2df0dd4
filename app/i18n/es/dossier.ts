import type { dossier as english } from "../en/dossier.ts";

export const dossier: typeof english = {
  link: "Llevarse las candidaturas",
  title: "Sus candidaturas para llevar",
  lede: "Todo lo que puede abrir aquí en un solo PDF, en su orden de lectura, con los criterios y espacio para notas; o en un ZIP, con los archivos de las candidaturas.",
  holds: (count, number) => (count === 1 ? "Contiene 1 candidatura." : `Contiene ${number} candidaturas.`),
  marked: "Su nombre y la hora figuran en cada página del PDF, pero no en los archivos que lo acompañan en un ZIP, y queda constancia de la descarga.",
  waiting: (count, number) => (count === 1 ? "1 candidatura no está incluida: responda antes a su pregunta de conflicto." : `${number} candidaturas no están incluidas: responda antes a sus preguntas de conflicto.`),
  pdf: "Descargar el PDF",
  zip: "Descargar un ZIP con los archivos",
  pace: "Puede pedir uno cada medio minuto.",
  stamp: (name, moment) => `Confidencial · ${name} · ${moment}`,
  confidential: "Solo para la persona aquí nombrada. No lo entregue a nadie y destrúyalo cuando termine la ronda.",
  entries: "Candidaturas",
  missing: "No incluidas, pregunta de conflicto sin responder",
  notes: "Sus notas",
  score: "Puntuación",
};
