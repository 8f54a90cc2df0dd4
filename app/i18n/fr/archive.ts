import { plural } from "../format.ts";
import type { archive as english } from "../en/archive.ts";

export const archive: typeof english = {
  title: "Archives",
  lede: "Toutes les initiatives publiées de toutes les éditions.",
  description: "Cherchez des initiatives urbaines publiées par édition, niveau, région, pays, thème, objectif et mots.",
  filters: "Affiner",
  invented: "Les résultats des éditions de démonstration sont inventés ; les archives sont réelles.",
  q: "Mots",
  qHint: "Dans les titres, les descriptions, les villes et les distinctions",
  all: "Tous",
  search: "Afficher",
  clear: "Tout afficher",
  found: (n, count) => plural("fr", count, { one: `${n} initiative trouvée`, other: `${n} initiatives trouvées` }),
  range: (from, to, of) => `Résultats ${from} à ${to} sur ${of}`,
  nothing: "Aucun résultat",
  nothingHint: "Enlevez un filtre, ou cherchez moins de mots.",
  map: "Où se trouvent les initiatives trouvées.",
  sdg: "Objectif",
  regions: {
    Africa: "Afrique", "Asia-Pacific": "Asie-Pacifique", Eurasia: "Eurasie", Europe: "Europe", "Latin America and Caribbean": "Amérique latine et Caraïbes",
    "Middle East and West Asia": "Moyen-Orient et Asie occidentale", "North America": "Amérique du Nord",
  },
  countries: { "Chinese Taipei / Taiwan": "Taipei chinois / Taïwan", Palestine: "Palestine", "Republic of Korea": "République de Corée", "Russian Federation": "Fédération de Russie" },
  goals: [
    "Pas de pauvreté", "Faim « zéro »", "Bonne santé et bien-être", "Éducation de qualité", "Égalité entre les sexes", "Eau propre et assainissement", "Énergie propre et d’un coût abordable",
    "Travail décent et croissance économique", "Industrie, innovation et infrastructure", "Inégalités réduites", "Villes et communautés durables",
    "Consommation et production responsables", "Mesures relatives à la lutte contre les changements climatiques", "Vie aquatique", "Vie terrestre", "Paix, justice et institutions efficaces", "Partenariats pour la réalisation des objectifs",
  ],
};
