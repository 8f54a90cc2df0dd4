import type { agenda as english } from "../en/agenda.ts";

export const agenda: typeof english = {
  title: "Lo que le espera",
  duties: {
    approve: () => "Aprobar una lista propuesta por otra persona",
    correction: () => "Aprobar una corrección de las palabras sobre una candidatura de la lista",
    publish: () => "Publicar una lista definitiva",
    propose: () => "Elegir las candidaturas y proponer la lista",
    count: () => "Contar una votación cerrada",
    "vote-again": () => "Reabrir una votación en la que nadie votó",
    freeze: () => "Congelar las puntuaciones de una ronda cerrada",
    ineligible: (n) => (n === 1 ? "Confirmar o reabrir 1 candidatura considerada no admisible" : `Confirmar o reabrir ${n} candidaturas consideradas no admisibles`),
    package: () => "Decidir sobre un paquete firmado en lugar de un envío",
    inquiry: (n) => (n === 1 ? "Transmitir o rechazar la pregunta de un evaluador" : `Transmitir o rechazar ${n} preguntas de evaluadores`),
    screening: (n) => (n === 1 ? "Revisar la admisibilidad de 1 candidatura" : `Revisar la admisibilidad de ${n} candidaturas`),
    assign: (n) => (n === 1 ? "Asignar 1 candidatura que no tiene lector" : `Asignar ${n} candidaturas que no tienen lector`),
    feedback: (n) => (n === 1 ? "Decir a 1 candidatura anticipada qué podría mejorar" : `Decir a ${n} candidaturas anticipadas qué podrían mejorar`),
    waiver: (n) => (n === 1 ? "Decidir si se levanta 1 conflicto" : `Decidir si se levantan ${n} conflictos`),
    proposal: (n) => (n === 1 ? "Decidir sobre 1 derecho propuesto" : `Decidir sobre ${n} derechos propuestos`),
  },
};
