import type { dossier as english } from "../en/dossier.ts";

export const dossier: typeof english = {
  link: "Llevarse las candidaturas",
  title: "Sus candidaturas para llevar",
  lede: "Todo lo que puede abrir aquí en un solo PDF, en su orden de lectura, con los criterios y espacio para notas; o en un ZIP, con los archivos de las candidaturas.",
  holds: (count, number) => (count === 1 ? "Contiene 1 candidatura." : `Contiene ${number} candidaturas.`),
  marked: "Su nombre y la hora figuran en cada página del PDF y, en un ZIP, en los PDF y las imágenes que pueden llevarlos; el archivo index.html del ZIP indica de cada archivo si los lleva. Queda constancia de la descarga.",
  waiting: (count, number) => (count === 1 ? "1 candidatura no está incluida: responda antes a su pregunta de conflicto." : `${number} candidaturas no están incluidas: responda antes a sus preguntas de conflicto.`),
  pdf: "Descargar el PDF",
  zip: "Descargar un ZIP con los archivos",
  pace: "Puede pedir uno cada medio minuto.",
  watermark: (...facts) => ["Confidencial", ...facts].join(" · "),
  confidential: "Solo para la persona aquí nombrada. No lo entregue a nadie y destrúyalo cuando termine la ronda.",
  entries: "Candidaturas",
  missing: "No incluidas, pregunta de conflicto sin responder",
  notes: "Sus notas",
  score: "Puntuación",
  contents: {
    lede: "Los archivos que llevan su nombre lo muestran al pie de cada página o debajo de la imagen.",
    watermarked: "lleva su nombre",
    unmarked: "no lleva nombre",
    none: "Sin archivos.",
  },
};
