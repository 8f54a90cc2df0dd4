import type { Translations } from "../translated.ts";

/** What the people of the demonstration do in it. */
export const CAST_TEXTS: Translations = {
  "Leads Kampala’s team and submits its initiatives": "Dirige el equipo de Kampala y presenta sus iniciativas",
  "Writes with Amara in Kampala’s team": "Escribe con Amara en el equipo de Kampala",
  "Leads La Paz’s team": "Dirige el equipo de La Paz",
  "Secretariat: screens, assigns, proposes": "Secretaría: comprueba requisitos, asigna, propone",
  "Secretariat: the second person who approves and publishes": "Secretaría: la segunda persona, que aprueba y publica",
  "Observer: reads how rules were kept, changes nothing":
    "Observación: lee cómo se cumplieron las reglas, no cambia nada",
  "Scrutineer: checks frozen scores without names, has no other part":
    "Escrutinio: comprueba las puntuaciones congeladas, sin nombres; no tiene otro papel",
  "Administrator: keeps the portal running, reads no scores":
    "Administración: mantiene el portal en marcha, no lee puntuaciones",
  "Chair of the committee, from Norway": "Presidenta del comité, Noruega",
  "Committee member, from Brazil": "Miembro del comité, Brasil",
  "Committee member, from Türkiye": "Miembro del comité, Turquía",
  "Committee member, from Indonesia": "Miembro del comité, Indonesia",
  "Committee member, from Kenya": "Miembro del comité, Kenia",
  "Committee member, from Mexico": "Miembro del comité, México",
  "Committee member, from the Republic of Korea": "Miembro del comité, República de Corea",
  "Committee member, from Germany": "Miembro del comité, Alemania",
  "Committee member, from India": "Miembro del comité, India",
  "Committee member, from Canada": "Miembro del comité, Canadá",
  "Committee member, from Jordan": "Miembro del comité, Jordania",
  "Juror, from the Netherlands": "Miembro del jurado, Países Bajos",
  "Juror, from South Africa": "Miembro del jurado, Sudáfrica",
  "Juror, from Chile": "Miembro del jurado, Chile",
  "Juror, from Japan": "Miembro del jurado, Japón",
  "Juror, from Senegal": "Miembro del jurado, Senegal",
};
