import type { appraisal as english } from "../en/appraisal.ts";

export const appraisal: typeof english = {
  title: "Comment votre candidature a été évaluée", lede: "Ce que les évaluateurs ont écrit, transmis par le secrétariat, et où se situent à peu près les moyennes de leurs notes. Personne n’est nommé.",
  bandsText: "L’échelle de chaque critère est divisée en trois : la moyenne se trouve dans le tiers supérieur, médian ou inférieur.",
  bands: { upper: "Tiers supérieur", middle: "Tiers médian", lower: "Tiers inférieur", none: "Non communiqué : trop peu d’évaluations" },
  overall: "Dans l’ensemble", noComments: "Aucun commentaire.", pdf: "En PDF", link: "Comment elle a été évaluée",
  desk: {
    title: "Retours aux équipes", link: "Retours aux équipes", lede: "Commentaires et tiers pour chaque critère, sans noms ni notes, lus par la seule équipe de la candidature.",
    what: "Les commentaires de toutes les évaluations retenues sont copiés, sans rien qui dise qui les a écrits ni lesquels vont ensemble. Vous les lisez, vous modifiez ou omettez ce qui ne doit pas sortir, puis vous ouvrez la lecture aux équipes.",
    prepare: "Copier les commentaires", caption: "Candidatures", entry: "Candidature", city: "Ville", comments: "Commentaires", omitted: "Omis", state: "État", few: "Peu d’évaluations", none: "Aucune évaluation n’est retenue.",
    risk: "Lorsqu’une candidature a moins de 3 évaluations, aucun tiers n’est communiqué, et qui connaît le comité peut encore deviner l’auteur d’un commentaire. Omettez ce qu’une seule personne a pu écrire.",
    conflicts: "Les candidatures avec lesquelles vous êtes en conflit ne sont pas affichées.",
    released: "Les équipes peuvent lire", releasedText: "Plus rien ne peut être modifié.",
    edit: "Ce qui est transmis à l’équipe", text: (n) => `Commentaire ${n}`, omit: "Omettre", save: "Enregistrer", back: "Retours aux équipes",
    saved: "Enregistré.",
    releaseTitle: "Ouvrir la lecture aux équipes ?", releaseLede: "Chaque membre de l’équipe d’une candidature évaluée reçoit une lettre et peut lire ce que vous laissez. Cela ne peut être ni modifié ni repris, sauf si le résultat est retiré.",
    release: "Ouvrir la lecture aux équipes", keep: "Pas maintenant",
  },
};
