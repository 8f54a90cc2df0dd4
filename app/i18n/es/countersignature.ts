import type { countersignature as english } from "../en/countersignature.ts";

/** The secretariat’s own signature under a result. */
export const countersignature: typeof english = {
  title: "Firmar el resultado en nombre del premio",
  lede: "Una firma que el portal no puede hacer: con una clave en su propio ordenador. Quien lee la prueba puede exigirla, así que nadie puede poner otro resultado en lugar del suyo.",
  how: "Cómo firmar",
  program: "Descargar el programa que firma",
  keyHint: "Solo una vez: la clave sirve para todas las rondas. Detrás de su nombre está la clave pública del registro, con las anteriores y la siguiente si las hay: compárelas todas con las reglas impresas. Haga imprimir allí también la suya: quienes leen no la conocen de otra parte.",
  proof: "Descargue la prueba del resultado.",
  download: "Descargar la prueba",
  proofHint: "Contiene las puntuaciones congeladas y los nombres de lo premiado. Manténgala confidencial hasta la publicación. La descarga queda registrada.",
  sign: "Deje que el programa compruebe, compare la lista con la suya y firme:",
  signatureHint: "Desde «award portal countersignature v1» hasta la línea que empieza con una raya. El público lee su nombre y su clave junto al resultado; una firma nunca se sustituye.",
  link: "Firmar el resultado en nombre del premio",
  none: "Nadie ha firmado este resultado en nombre del premio con su propia clave; sí lo ha hecho el registro del portal.",
  demand: "Si quiere que el verificador rechace el resultado sin esta firma, escriba la clave en trust.json, tal como la conoce por las bases impresas:",
  newest: "Hace falta el verificador más reciente: uno anterior no exige esta firma.",
  told: "Quién firmó en nombre del premio",
  signed: (name: string, at: string) => `Firmado en nombre del premio por ${name} el ${at}.`,
};
