import { plural } from "../format.ts";
import type { translation as english } from "../en/translation.ts";

export const translation: typeof english = {
  title: "Traductions", link: "Traductions",
  lede: "Tous les textes de cette édition que l’on lira, à côté de l’anglais. Là où une traduction manque, le texte s’affiche en anglais.",
  languages: "Langue des traductions", parts: "Textes", missing: (n) => plural("fr", n, { one: `${n} manquant`, other: `${n} manquants` }),
  groups: { award: "Le prix, dans toutes ses éditions", call: "Appel", lists: "Thèmes, niveaux et contrôle de recevabilité", rounds: "Tours" },
  form: (section) => `Formulaire : ${section}`, rubric: (name) => `Grille : ${name}`,
  kinds: {
    award: "Nom du prix", about: "Présentation du prix", name: "Nom de l’édition", call: "Appel", prize: "Récompense", theme: "Thème", level: "Niveau de distinction", check: "Point du contrôle de recevabilité", section: "Section", intro: "Introduction de la section",
    question: "Question", hint: "Indication", option: "Réponse au choix", rubric: "Nom de la grille", criterion: "Critère", description: "Ce que le critère veut dire", anchor: "Degré de l’échelle", round: "Nom du tour",
  },
  missingOnly: "Seulement ce qui manque", all: "Tous les textes", nothingMissing: "Rien ne manque ici.",
  fixed: "Des notes ont été données avec ce texte : sa traduction ne change plus.",
  earlier: (text) => `L’anglais a changé depuis cette traduction : ${text}`, others: "Traduire ces textes",
  stands: (text) => `Texte actuel : ${text}`, removed: "Il a été retiré entre-temps.",
  save: "Enregistrer", notices: { saved: "Enregistré.", taken: "Le tableau a été repris." },
  file: {
    link: "Travailler hors du portail", title: "Traductions venues d’un fichier", lede: "Le traducteur travaille dans le tableau que vous téléchargez ici. Tout est repris, ou rien ne l’est.", download: "Télécharger le tableau (CSV)", upload: "Reprendre un tableau",
    field: "Tableau", hint: "CSV, 1 Mo au plus. Une cellule vide laisse le texte en place. Les colonnes key et version doivent rester telles quelles.", button: "Reprendre", row: (n, problem) => `Ligne ${n} : ${problem}`,
  },
  gaps: "Tout n’est pas traduit", gap: (n, language) => plural("fr", n, { one: `${n} texte manque en ${language}`, other: `${n} textes manquent en ${language}` }), gapsHint: "Vous pouvez tout de même publier l’appel. Ces textes s’afficheront alors en anglais.",
};
