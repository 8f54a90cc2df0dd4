import { plural } from "../format.ts";
import type { translation as english } from "../en/translation.ts";

export const translation: typeof english = {
  title: "Traducciones", link: "Traducciones",
  lede: "Todos los textos de esta edición que se van a leer, junto al inglés. Donde falta una traducción, el texto aparece en inglés.",
  languages: "Idioma de las traducciones", parts: "Textos", missing: (n) => plural("es", n, { one: `Falta ${n}`, other: `Faltan ${n}` }),
  groups: { award: "El premio, en todas sus ediciones", call: "Convocatoria", lists: "Temas, niveles y lista de comprobación de requisitos", rounds: "Rondas" },
  form: (section) => `Formulario: ${section}`, rubric: (name) => `Rúbrica: ${name}`,
  kinds: {
    award: "Nombre del premio", about: "Presentación del premio", name: "Nombre de la edición", call: "Convocatoria", prize: "Galardón", theme: "Tema", level: "Nivel de resultado", check: "Requisito de admisión", section: "Sección", intro: "Introducción de la sección",
    question: "Pregunta", hint: "Ayuda", option: "Respuesta para elegir", rubric: "Nombre de la rúbrica", criterion: "Criterio", description: "Qué significa el criterio", anchor: "Grado de la escala", round: "Nombre de la ronda",
  },
  missingOnly: "Solo lo que falta", all: "Todos los textos", nothingMissing: "Aquí no falta nada.",
  fixed: "Se han dado puntuaciones con este texto, así que su traducción ya no cambia.",
  earlier: (text) => `El inglés ha cambiado desde esta traducción: ${text}`, others: "Traducir estos textos",
  stands: (text) => `Texto actual: ${text}`, removed: "Se ha quitado entretanto.",
  save: "Guardar", notices: { saved: "Guardado.", taken: "La tabla se ha incorporado." },
  file: {
    link: "Trabajar fuera del portal", title: "Traducciones desde un archivo", lede: "Quien traduce trabaja en la tabla que usted descarga aquí. Se incorpora entera o no se incorpora nada.", download: "Descargar la tabla (CSV)", upload: "Incorporar una tabla",
    field: "Tabla", hint: "CSV, 1 MB como máximo. Una celda vacía deja el texto como está. Las columnas key y version deben quedar como están.", button: "Incorporar", row: (n, problem) => `Fila ${n}: ${problem}`,
  },
  gaps: "No todo está traducido", gap: (n, language) => plural("es", n, { one: `Falta ${n} texto en ${language}`, other: `Faltan ${n} textos en ${language}` }), gapsHint: "Puede publicar la convocatoria de todos modos. Esos textos aparecerán entonces en inglés.",
};
