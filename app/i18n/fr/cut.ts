import { plural } from "../format.ts";
import type { cut as english } from "../en/cut.ts";

export const cut: typeof english = {
  title: "Solidité du seuil",
  lede: "Les notes ne sont pas exactes : d’autres lecteurs auraient noté autrement. Cette page dit quelles places les notes décident, et lesquelles elles ne décident pas. Celles-ci reviennent aux personnes.",
  partial: "Un conflit d’intérêts vous cache certaines candidatures. Tout ce qui figure sur cette page est calculé sur l’ensemble des candidatures ; elle est donc réservée aux personnes qui les voient toutes.",
  none: "Trop peu de candidatures ont des évaluations pour tracer un seuil.",
  lineLabel: "Candidatures au-dessus du seuil", lineHint: (most) => `De 1 à ${most}.`, move: "Déplacer le seuil",
  lineOf: (level, after) => `${level} : après ${after}`,
  tie: (n) => `Candidatures de même moyenne à ce seuil : ${n}. Le classement ne dit pas lesquelles se situent au-dessus.`,
  noChances: "Aucune probabilité n’est affichée. Ce que changeraient d’autres façons de compter figure ci-dessous.",
  hits: (line, hits) => `Candidatures au-dessus de ce seuil : ${line}. Parmi elles, nous nous attendons à en trouver environ ${hits} qui comptent réellement parmi les ${line} meilleures.`,
  bands: { sure: "Assurée", "near-tie": "Quasi-égalité", out: "Hors seuil" },
  bandNotes: { sure: "90 % ou plus d’être au-dessus", "near-tie": "les notes ne tranchent pas", out: "10 % ou moins" },
  chanceNote: "Les probabilités proviennent de 4 000 tirages de ce que peuvent valoir les candidatures, compte tenu de toutes les notes et de l’écart entre évaluateurs. Les mêmes notes donnent toujours les mêmes probabilités.",
  table: "Probabilité d’être au-dessus du seuil", place: "Place", entry: "Candidature", chance: "Probabilité", band: "Situation", ranks: "Rangs, 9 fois sur 10", reviews: "Évaluations",
  rankRange: (low, high) => (low === high ? low : `${low} à ${high}`),
  rest: (n) => (n === 0 ? "Toutes les candidatures évaluées figurent dans la liste." : `Non affichées, car nettement hors seuil : ${n}.`),
  picture: {
    title: "Rangs entre lesquels se situent les candidatures en quasi-égalité", line: "seuil",
    description: (rows, line) => `Candidatures, une par ligne, dans l’ordre des places : ${rows}. Chaque barre couvre les rangs entre lesquels se situe la candidature dans 9 tirages sur 10. Le seuil passe après le rang ${line}.`,
    caption: "La zone de quasi-égalité. Une barre couvre les rangs qu’une candidature peut réellement occuper ; le point est sa place au classement, plein au-dessus du seuil et creux au-dessous. Le tableau donne les mêmes informations.",
  },
  spread: {
    title: "Comment chaque évaluateur a utilisé l’échelle",
    description: (rows) => `Évaluateurs, un par ligne : ${rows}. Un trait va de la note la plus basse à la plus haute, une boîte contient la moitié centrale, une barre marque la médiane.`,
    caption: "De la note la plus basse à la plus haute, en points ; la boîte contient la moitié centrale, la barre est la médiane.",
  },
  extra: {
    title: "Où une évaluation de plus en apprend le plus", text: "Les candidatures dont la place est la plus ouverte, et l’évaluateur le moins chargé qu’aucun conflit n’empêche de lire.",
    entry: "Candidature", reviewer: "Pourrait la lire", nobody: "Personne n’est libre de la lire", button: "Attribuer",
  },
  changes: {
    title: "Ce qui changerait le seuil", text: "Chaque ligne change une seule chose et refait le classement : sans l’un des évaluateurs, avec un poids augmenté ou diminué d’un cinquième, avec une autre méthode.",
    unchanged: (n) => plural("fr", n, { one: "Un autre changement laisse chaque place telle quelle.", other: `${n} autres changements laissent chaque place telle quelle.` }),
    none: "Aucun de ces changements ne fait franchir le seuil à une candidature.", variation: "Si", in: "Passerait au-dessus", out: "Passerait au-dessous", nobody: "–",
    without: (name) => `sans ${name}`, withoutOne: "sans l’un des évaluateurs",
    weight: (criterion, percent) => `« ${criterion} » pesait ${percent === 120 ? "20 % de plus" : "20 % de moins"}`,
    methods: { mean: "la simple moyenne décidait", adjusted: "la note ajustée décidait", median: "la médiane décidait", standardised: "les notes de chaque évaluateur étaient standardisées (scores z)" },
  },
  diagnostics: {
    title: "Évaluateurs et désaccords", lede: "Pour la présidence et le secrétariat uniquement. Les membres d’un petit comité peuvent être reconnus à leur sévérité : rien de cette page n’en sort.",
    reliability: {
      title: "Jusqu’où l’on peut se fier aux notes", single: "Une évaluation", mean: "Moyenne des évaluations", adjusted: "Note ajustée",
      note: "La part des écarts qui tient aux candidatures plutôt qu’aux personnes qui les ont lues ; 1 serait parfait. Dans les jurys réels, une évaluation isolée atteint environ 0,3.",
    },
    severity: {
      title: "Sévérité des évaluateurs", text: "De combien de points un évaluateur note les mêmes candidatures au-dessus (+) ou au-dessous (−) des autres. Ces écarts ne sont pas des fautes : la note ajustée les neutralise.",
      reviewer: "Évaluateur", reviews: "Évaluations", severity: "Sévérité", interval: "Intervalle à 95 %", infit: "Infit", outfit: "Outfit", slope: "Pente", remarks: "Remarques",
      range: (low, high) => `${low} … ${high}`, harsh: "sévère", lenient: "indulgent", scatters: "se disperse plus que le hasard", flat: "distingue à peine les candidatures",
      note: "Infit et outfit : 1 correspond à l’attendu, de 0,5 à 1,5 à l’habituel ; au-dessus de 2, la mesure est faussée. Pente : points donnés par point de l’appréciation des autres.",
    },
    disputed: {
      title: "Où les évaluateurs ne sont pas d’accord", text: "Sur ces candidatures, les évaluateurs divergent plus que le hasard ne l’expliquerait, sévérité déduite.", none: "Nulle part les évaluateurs ne divergent plus que le hasard ne l’expliquerait.",
      entry: "Candidature", reviews: "Évaluations", advice: "Conseil", discuss: "Demandez une discussion ou une évaluation de plus",
    },
  },
};
