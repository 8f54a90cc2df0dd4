import type { Translations } from "../translated.ts";

/** The demonstration's programme and cycles, and the archive's names. */
export const CYCLE_TEXTS: Translations = {
  "Kapok Demonstration Award": "Premio de demostración Kapok",
  "This award does not exist. It shows how the portal works. The initiatives are real and were entered from public descriptions, without their cities; every team, reviewer, score, choice and result is invented.":
    "Este premio no existe. Muestra cómo funciona el portal. Las iniciativas son reales y se introdujeron a partir de descripciones públicas, sin la intervención de sus ciudades; todos los equipos, evaluadores, puntuaciones, decisiones y resultados son inventados.",
  "Demonstration cycle 1 (published)": "Edición de demostración 1 (publicada)",
  "Demonstration cycle 2 (shortlist ready to finalise)": "Edición de demostración 2 (lista por hacer definitiva)",
  "Demonstration cycle 3 (in committee review)": "Edición de demostración 3 (en evaluación por el comité)",
  "Demonstration cycle 4 (open for entries)": "Edición de demostración 4 (abierta a candidaturas)",
  "Winner (demonstration)": "Ganadora (demostración)",
  "Shortlisted (demonstration)": "Finalista (demostración)",
  "Deserving (demonstration)": "Meritoria (demostración)",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page.":
    "Se invita a los gobiernos locales a presentar iniciativas que mejoren la vida de sus habitantes: nuevas políticas, servicios, tecnologías o formas de trabajar juntos.\n\nLas ciudades, las regiones y las mancomunidades pueden presentar tantas iniciativas como quieran, también las que ya hayan presentado antes. Un comité técnico lee cada candidatura admitida según los criterios de esta página.",
  "City governments are invited to submit initiatives that improve the life of their residents: new policies, services, technologies or ways of working together.\n\nCities, regions and unions of municipalities may enter as many initiatives as they like, also ones they have entered before. A technical committee reads every valid entry against the criteria on this page; a jury chooses the winners among those it shortlists.":
    "Se invita a los gobiernos locales a presentar iniciativas que mejoren la vida de sus habitantes: nuevas políticas, servicios, tecnologías o formas de trabajar juntos.\n\nLas ciudades, las regiones y las mancomunidades pueden presentar tantas iniciativas como quieran, también las que ya hayan presentado antes. Un comité técnico lee cada candidatura admitida según los criterios de esta página; un jurado elige a las ganadoras entre las finalistas que el comité selecciona.",
  "Up to five winners, unranked, and a medal for every other shortlisted initiative.":
    "Hasta cinco iniciativas ganadoras, sin orden entre ellas, y una medalla para cada una de las demás finalistas.",
  "A kapok flower, red, and the attention of everybody who reads this demonstration.":
    "Una flor roja de kapok y la atención de todas las personas que lean esta demostración.",
  "Technical committee": "Comité técnico",
  Jury: "Jurado",
  "Special prize for proven effect": "Premio especial al efecto demostrado",
  "Special prize for learning": "Premio especial al aprendizaje",
  "Special prize of the jury": "Premio especial del jurado",
  "Environmental protection and resilience": "Protección del medio ambiente y resiliencia",
  "Public services and infrastructure": "Servicios públicos e infraestructuras",
  "Smart cities and digital technologies": "Ciudades inteligentes y tecnologías digitales",
  "Social inclusion and shared prosperity": "Inclusión social y prosperidad compartida",
  "Urban governance": "Gobernanza urbana",
  "Urban heritage and cultural preservation": "Patrimonio urbano y preservación cultural",
  "Guangzhou International Award for Urban Innovation": "Premio Internacional de Guangzhou a la Innovación Urbana",
  "The award was started in 2012 by the City of Guangzhou, United Cities and Local Governments (UCLG) and Metropolis. What is shown here was gathered from public pages; each initiative names its source.":
    "Crearon este premio en 2012 la ciudad de Guangzhou, Ciudades y Gobiernos Locales Unidos (CGLU) y Metropolis. Lo que aquí se muestra se reunió a partir de páginas públicas; cada iniciativa indica su fuente.",
  "This cycle was run before this portal existed. Its results are kept here as an archive.":
    "Esta edición se celebró antes de que existiera este portal. Sus resultados se conservan aquí como archivo.",
  Winner: "Ganadora",
  Shortlisted: "Finalista",
  Deserving: "Meritoria",
  Exemplary: "Ejemplar",
  "Not decided yet. These are the names known so far; there may be more.":
    "Todavía no se ha decidido. Estos son los nombres conocidos hasta ahora; puede haber más.",
};
