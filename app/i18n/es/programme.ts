import type { programme as english } from "../en/programme.ts";

export const programme: typeof english = {
  title: "Programas",
  newTitle: "Nuevo programa",
  lede: "Un premio a lo largo de los años. Sus ediciones vienen después.",
  first: "Empiece por el programa: el premio mismo, a lo largo de los años. Después viene su primera edición.",
  back: "Secretaría",
  add: "Nuevo programa",
  name: "Nombre",
  slug: "Dirección",
  slugHint: "Minúsculas, cifras y guiones, como guangzhou-award. Ya no cambia.",
  about: "Sobre el premio",
  aboutHint: "Quién lo otorga y por qué. Figura en la página de cada convocatoria.",
  timeZone: "Zona horaria",
  timeZoneHint: "En la que se anuncian los plazos, como Asia/Shanghai. Las ediciones conservan la zona con la que se crearon.",
  contactEmail: "Correo electrónico para consultas",
  contactHint: "Público: figura en la página de cada convocatoria.",
  create: "Crear el programa",
  save: "Guardar",
};
