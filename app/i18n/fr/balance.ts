import type { balance as english } from "../en/balance.ts";

export const balance: typeof english = {
  title: "Équilibre", lede: "Calcule la liste qui respecte vos règles en sacrifiant le moins possible des notes. Elle ne choisit rien : c’est le comité qui choisit.",
  workedOut: (name) => `Calculée par ${name},`, above: (line) => `Candidatures au-dessus du seuil : ${line}.`,
  reaches: { band: "Seule la zone de quasi-égalité était ouverte aux règles.", all: "Le comité a ouvert toute la liste aux règles." },
  rules: "Calculer une liste", rulesText: "Laissez vide ce qui ne doit pas compter. Une limite s’applique toujours. Un objectif est manqué d’aussi peu que possible. Une candidature commune compte pour la ville qui l’a déposée.",
  line: "Seuil", lineOf: (level, after) => `${level} : après ${after}`,
  fields: { country: "Maximum par pays", region: "Minimum par région", theme: "Minimum par thème", size: "Minimum par taille de ville (moins de 250 000 habitants, moins d’un million, plus)", newcomer: "Minimum de premières participations" },
  forceOf: (field) => `Force de la règle : ${field}`, limit: "Limite", target: "Objectif",
  reach: "Ce que les règles peuvent déplacer", reachBand: "Seulement les candidatures en quasi-égalité, que les notes ne départagent pas", reachAll: "Toute candidature : le comité en a décidé ainsi",
  widen: "Pourquoi le comité ouvre toute la liste", widenHint: "Nécessaire dans ce seul cas. Ce motif est conservé avec la liste.", button: "Calculer la liste",
  most: (group, n) => `${group} : ${n} au maximum`, least: (group, n) => `${group} : ${n} au minimum`,
  sizes: { small: "Villes de moins de 250 000 habitants", middle: "Villes de moins d’un million d’habitants", large: "Villes plus grandes" }, newcomers: "Premières participations",
  unmet: "Ces règles ne peuvent pas toutes être respectées", short: (rule, n) => `${rule}. Manque : ${n}.`, shortPlaces: (n) => `Le nombre de places lui-même. Écart : ${n}.`,
  unmetHint: "Assouplissez une règle, faites-en un objectif, ou laissez le comité ouvrir toute la liste.",
  report: {
    title: "Ce qu’elle change, et ce que cela coûte", moved: "Candidatures déplacées", price: "Prix par place, en points", share: (share) => `${share} des notes`, lostHits: "Bons choix attendus sacrifiés",
    deepest: "Place la plus basse retenue", deepestNote: (line) => `le seuil passe après la place ${line}`, nothing: "La liste selon le classement respecte déjà toutes les règles.", pairs: "Qui entre et qui sort", in: "Passe au-dessus du seuil", out: "Passe au-dessous",
    rules: "Prix de chaque règle", rulesCaption: "Règles qui coûtent quelque chose ou qui sont manquées", rule: "Règle", count: "Dans la liste", rulePrice: "Prix en points", kept: "Respectée ?", met: "respectée", missed: "manquée",
    free: "Aucune règle ne coûte quoi que ce soit.", rulesNote: (n) => `Le prix d’une règle est ce que gagneraient les notes de la liste sans cette seule règle. Règles qui ne coûtent rien : ${n}.`,
  },
  adopt: {
    title: "Reprendre cette liste", text: "Chaque candidature qu’elle déplace est choisie ainsi dans la sélection, pour le motif que vous donnez. Les choix faits auparavant s’effacent, et une proposition en cours est annulée.",
    reason: "Motif", reasonHint: "Il accompagne chaque candidature déplacée, et il est publié avec celles qui obtiennent un niveau.", button: "Reprendre la liste dans la sélection",
  },
};
