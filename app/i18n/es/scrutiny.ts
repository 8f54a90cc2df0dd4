import type { scrutiny as en } from "../en/scrutiny.ts";

export const scrutiny: typeof en = {
  title: "Escrutinio",
  lede: "Usted comprueba lo que el público no puede: que cada puntuación congelada es la última palabra de un evaluador, que no se omitió ninguna y qué orden dan las puntuaciones ajustadas.",
  refused: { "round-not-frozen": "Las aperturas estarán aquí cuando se congelen las puntuaciones.", conflict: "Un conflicto de intereses con una candidatura de este premio le impide recibir las aperturas.", "roles-apart": "Usted tiene otro papel en este premio, y por eso no puede escrutarlo." },
  openings: "Las aperturas",
  openingsText: "Un solo archivo: todas las puntuaciones entregadas, con el número de cuenta del evaluador en lugar de su nombre. No contiene nada de lo que escribieron. Manténgalo confidencial. La descarga queda registrada, y la página de la prueba dice cuándo fue.",
  early: "La lista aún no es definitiva. Descargue otra vez el archivo cuando lo sea: si deciden las puntuaciones ajustadas, solo entonces estarán en él.",
  download: "Descargar las aperturas",
  taken: "Descargadas",
  how: "Cómo comprobar",
  first: "Cuando el resultado sea público, descargue la prueba y la clave pública desde la página de la prueba.",
  second: "Entréguelas al verificador junto con las aperturas, en su página o como programa:",
  third: "Sea cual sea el resultado, comuníquelo a la dirección de la convocatoria:",
  command: "node verify.mjs bundle.json trust.json --openings openings.json",
  proof: "La página de la prueba",
  page: "Abrir la página del verificador",
};
