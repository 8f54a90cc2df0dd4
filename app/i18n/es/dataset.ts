import type { dataset as english } from "../en/dataset.ts";

export const dataset: typeof english = {
  title: "Datos abiertos",
  lede: "Los resultados publicados, en archivos: lo mismo que muestran las páginas.",
  cycles: "Resultados por edición", none: "Aún no se ha publicado ningún resultado.", cycle: "Edición", version: "Versión", updated: "Último cambio", files: "Archivos",
  link: "El resultado completo en un archivo",
  rules: [
    "El archivo existe mientras exista la página del resultado, y nunca antes de su publicación.",
    "La versión aumenta con cada cambio: un texto corregido, un resultado retirado y publicado de nuevo.",
    "Las tablas están en UTF-8, con comas entre celdas. Un texto que una hoja de cálculo tomaría por fórmula lleva un apóstrofo delante.",
    "Los textos de las ciudades quedan como los escribieron; los nombres de las ediciones figuran en todos sus idiomas.",
  ],
  news: "Canal de novedades", newsText: "Nuevas convocatorias y nuevos resultados, para lectores de canales (Atom).", newsLink: "Suscribirse al canal",
  fields: "Campos", field: "Nombre", meaning: "Significado",
  meanings: {
    id: "Identificador de la iniciativa; no cambia", url: "Su página", cycle: "Dirección de la edición", year: "Año de la edición", level: "Clave del nivel; vacía para una distinción sin nivel", level_name: "Nombre del nivel en inglés",
    city: "Nombre de la ciudad o región", country: "País, ISO 3166-1 alfa-2", country_name: "País en inglés", region: "Región del mundo", title: "Título; vacío si no se registró", description: "Resumen", theme: "Clave del tema",
    sdgs: "Objetivos de Desarrollo Sostenible, del 1 al 17", honours: "Otras distinciones", latitude: "Grados norte, WGS 84", longitude: "Grados este, WGS 84", population: "Habitantes, según la candidatura o la fuente",
    rank: "Puesto entre todas las candidaturas de la ronda", reviews: "Número de evaluaciones que cuentan", points_sum: "Suma de sus totales ponderados, en partes de punto", points_parts: "En cuántas partes de un punto se cuenta esa suma: centésimas, o más si hay criterios que pueden no aplicarse", mean: "Media de una evaluación, en puntos", adjusted_billionths: "Puntuación ajustada, en milmillonésimas de punto; vacía si decidieron las medias",
    reason: "Motivo, cuando la decisión se aparta de la clasificación", source_url: "Fuente, para las fichas del archivo", statement: "Mención del jurado en una frase, en inglés", citation: "Mención del jurado, en inglés", co_applicants: "Ciudades que se presentaron con ella, cada una con su país",
  },
  feed: {
    title: "Kapok: convocatorias y resultados", result: (cycle) => `Resultados: ${cycle}`, call: (cycle) => `Convocatoria: ${cycle}`,
    initiatives: (n) => `${n} ${n === 1 ? "iniciativa" : "iniciativas"} en la lista.`, closes: (moment) => `Cierra el ${moment}.`,
  },
};
