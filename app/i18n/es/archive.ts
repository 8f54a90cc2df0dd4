import type { archive as english } from "../en/archive.ts";

export const archive: typeof english = {
  title: "Archivo",
  lede: "Todas las iniciativas publicadas de todas las ediciones.",
  description: "Busque iniciativas urbanas publicadas por edición, nivel, región, país, tema, objetivo y palabras.",
  filters: "Acotar",
  invented: "Los resultados de las ediciones de demostración son inventados; el archivo es real.",
  q: "Palabras",
  qHint: "En títulos, descripciones, ciudades y distinciones",
  all: "Todo",
  search: "Mostrar",
  clear: "Mostrar todo",
  found: (n, count) => `${n} ${count === 1 ? "iniciativa encontrada" : "iniciativas encontradas"}`,
  range: (from, to, of) => `Se muestran de la ${from} a la ${to} de ${of}`,
  nothing: "Nada coincide",
  nothingHint: "Quite un filtro o busque menos palabras.",
  map: "Dónde están las iniciativas encontradas.",
  sdg: "Objetivo",
  regions: {
    Africa: "África", "Asia-Pacific": "Asia y el Pacífico", Eurasia: "Eurasia", Europe: "Europa", "Latin America and Caribbean": "América Latina y el Caribe",
    "Middle East and West Asia": "Oriente Medio y Asia Occidental", "North America": "América del Norte",
  },
  countries: {},
  goals: [
    "Fin de la pobreza", "Hambre cero", "Salud y bienestar", "Educación de calidad", "Igualdad de género", "Agua limpia y saneamiento", "Energía asequible y no contaminante",
    "Trabajo decente y crecimiento económico", "Industria, innovación e infraestructura", "Reducción de las desigualdades", "Ciudades y comunidades sostenibles",
    "Producción y consumo responsables", "Acción por el clima", "Vida submarina", "Vida de ecosistemas terrestres", "Paz, justicia e instituciones sólidas", "Alianzas para lograr los objetivos",
  ],
};
