import type { shortlist as english } from "../en/shortlist.ts";

export const shortlist: typeof english = {
  title: "Selección", lede: "Propone la clasificación, o la votación si el panel ha votado; deciden las personas. Todo lo que se aparte de lo propuesto necesita un motivo, y se conservan ambas cosas.",
  caption: "Candidaturas y sus niveles", rank: "Puesto", entry: "Candidatura", mean: "Media de puntos", adjusted: "Puntuación ajustada", proposal: "Propuesto", decision: "Decisión", change: "Decidir",
  noLevel: "Sin nivel", open: "Por decidir", asProposed: "según lo propuesto", against: "se aparta de lo propuesto", decidedBy: (name) => `decisión de ${name}`,
  proposals: { tie: "Empate: deciden las personas", "no-reviews": "Ninguna evaluación cuenta", withheld: "No se muestra" },
  places: "Plazas", placesOf: (taken, places) => `${taken} de ${places}`, placesNote: "Las plazas son el máximo que puede tener un nivel. Se pueden otorgar menos, o ninguna.",
  partial: "Las candidaturas con las que tiene un conflicto no se muestran, y su decisión no le corresponde. Se omiten puestos, niveles propuestos y recuentos, porque revelarían cómo quedan las que faltan. Toda decisión suya necesita un motivo.",
  obstacles: "Antes de poder proponer la lista", ready: "La lista ya puede proponerse.",
  toBalance: "Equilibrio", toFinalisation: "Hacer definitiva la lista", toRanking: "Clasificación", final: "Esta lista es definitiva.", proposed: (name) => `${name} ha propuesto esta lista. Cualquier cambio anula la propuesta.`,
  choice: {
    title: (entry) => `Decidir sobre «${entry}»`, proposal: "Propuesto", level: "Nivel", reason: "Motivo", reasonHint: "Necesario salvo que siga lo propuesto. Se publica con el resultado si la candidatura obtiene un nivel.",
    void: "La lista estaba propuesta. Al cambiarla, la propuesta queda anulada y alguien tiene que proponerla de nuevo.", button: "Guardar la decisión", cancel: "Volver a la selección",
  },
  finalise: {
    title: "Hacer definitiva la lista", lede: "Firman dos personas: una propone la lista tal como está y otra aprueba exactamente esa lista.",
    frozen: "Puntuaciones congeladas", by: (name) => `por ${name}`, reviews: "Evaluaciones contadas al congelar", fingerprint: "Huella de esta lista", awarded: "Candidaturas con nivel", against: "Decisiones que se apartan de lo propuesto",
    propose: "Proponer esta lista", proposeText: "Usted firma la lista tal como está ahora. Cualquier cambio posterior anula su firma.", proposedBy: "Propuesta", approve: "Aprobar esta lista", approveText: "Con su firma, la lista es definitiva. Después ya no puede cambiarse.",
    own: "Usted propuso esta lista. Tiene que aprobarla una segunda persona.", changed: "La lista ha cambiado desde que se propuso. Hay que proponerla de nuevo.",
    approved: "Definitiva", approvedText: "Han firmado dos personas. La decisión sobre cada candidatura consta en el registro.", toPublication: "Publicar el resultado", conflicted: "Por un conflicto de intereses no ve todas las líneas. Puede proponer la lista; aprobarla corresponde a alguien que la vea entera.", cancel: "Volver a la selección", none: "Ninguna candidatura obtiene un nivel. Es posible.",
  },
};
