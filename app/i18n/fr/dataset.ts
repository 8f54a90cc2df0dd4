import { plural } from "../format.ts";
import type { dataset as english } from "../en/dataset.ts";

export const dataset: typeof english = {
  title: "Données ouvertes",
  lede: "Les résultats publiés, en fichiers : ce que montrent les pages.",
  cycles: "Résultats par édition", none: "Aucun résultat n’a encore été publié.", cycle: "Édition", version: "Version", updated: "Dernière modification", files: "Fichiers",
  link: "Le résultat complet en fichier",
  rules: [
    "Un fichier existe aussi longtemps que la page du résultat, et jamais avant sa publication.",
    "Le numéro de version augmente à chaque changement : texte corrigé, résultat retiré puis publié à nouveau.",
    "Les tableaux sont en UTF-8, cellules séparées par des virgules. Un texte qu’un tableur prendrait pour une formule est précédé d’une apostrophe.",
    "Les textes des villes restent tels qu’elles les ont écrits ; les noms des éditions figurent dans toutes leurs langues.",
  ],
  news: "Fil d’actualité", newsText: "Nouveaux appels et nouveaux résultats, pour lecteurs de flux (Atom).", newsLink: "S’abonner au fil",
  fields: "Champs", field: "Nom", meaning: "Signification",
  meanings: {
    id: "Identifiant de l’initiative ; il ne change pas", url: "Sa page", cycle: "Adresse de l’édition", year: "Année de l’édition", level: "Clé du niveau ; vide pour une distinction sans niveau", level_name: "Nom du niveau en anglais",
    city: "Nom de la ville ou de la région", country: "Pays, ISO 3166-1 alpha-2", country_name: "Pays en anglais", region: "Région du monde", title: "Titre ; vide s’il n’a pas été consigné", description: "Résumé", theme: "Clé du thème",
    sdgs: "Objectifs de développement durable, 1 à 17", honours: "Autres distinctions", latitude: "Degrés nord, WGS 84", longitude: "Degrés est, WGS 84", population: "Habitants, selon la candidature ou la source",
    rank: "Rang parmi toutes les candidatures du tour", reviews: "Nombre d’évaluations retenues", points_sum: "Somme de leurs totaux pondérés, en parts de point", points_parts: "En combien de parts de point cette somme est comptée : en centièmes, ou plus si des critères peuvent être sans objet", mean: "Moyenne d’une évaluation, en points", adjusted_billionths: "Note ajustée, en milliardièmes de point ; vide si les moyennes ont décidé",
    reason: "Motif, lorsque la décision s’écarte du classement", source_url: "Source, pour les fiches des archives", statement: "Citation du jury en une phrase, en anglais", citation: "Citation du jury, en anglais", co_applicants: "Villes ayant candidaté avec elle, chacune avec son pays",
  },
  feed: {
    title: "Kapok : appels et résultats", result: (cycle) => `Résultats : ${cycle}`, call: (cycle) => `Appel à candidatures : ${cycle}`,
    initiatives: (n) => plural("fr", n, { one: `${n} initiative sur la liste.`, other: `${n} initiatives sur la liste.` }), closes: (moment) => `Clôture le ${moment}.`,
  },
};
