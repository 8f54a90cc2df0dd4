/** A cycle's texts in the other languages of the portal. */
export const translation = {
  title: "Translations", link: "Translations",
  lede: "Every text of this cycle that people read, beside its English. Whoever reads a language in which a text is missing gets it in English.",
  languages: "Language of the translations", parts: "Texts", missing: (n: number) => `${n} missing`,
  groups: { award: "The award, in all its cycles", call: "Call", lists: "Themes, levels and checklist", rounds: "Rounds" },
  form: (section: string) => `Form: ${section}`, rubric: (name: string) => `Rubric: ${name}`,
  kinds: {
    award: "Name of the award", about: "About the award", name: "Name of the cycle", call: "Call", prize: "Prize", theme: "Theme", level: "Result level", check: "Eligibility check", section: "Section", intro: "Introduction of the section",
    question: "Question", hint: "Hint", option: "Answer to choose", rubric: "Name of the rubric", criterion: "Criterion", description: "What the criterion means", anchor: "Step of the scale", round: "Name of the round",
  },
  missingOnly: "Only what is missing", all: "All texts", nothingMissing: "Nothing is missing here.",
  fixed: "Scores were given with this text, so its translation stays.",
  earlier: (text: string) => `The English has changed since this was its translation: ${text}`, others: "Translate these texts",
  stands: (text: string) => `What stands now: ${text}`, removed: "It was removed meanwhile.",
  save: "Save", notices: { saved: "Saved.", taken: "The table was taken over." },
  file: {
    link: "Work outside the portal", title: "Translations from a file", lede: "A translator works in the table that you download here. Either all of it is taken over, or nothing is.", download: "Download the table (CSV)", upload: "Read a table in",
    field: "Table", hint: "CSV, at most 1 MB. An empty cell leaves what stands. The columns key and version must stay as they are.", button: "Take over", row: (n: number, problem: string) => `Row ${n}: ${problem}`,
  },
  gaps: "Not everything is translated", gap: (n: number, language: string) => `${n} ${n === 1 ? "text is" : "texts are"} missing in ${language}`, gapsHint: "You can publish the call all the same. Those texts are then read in English.",
};
