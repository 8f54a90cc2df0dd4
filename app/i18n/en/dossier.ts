/** What a reviewer takes along: every entry they may open, as one document. */
export const dossier = {
  link: "Take your entries along",
  title: "Your entries to take along",
  lede: "Everything you may open here as one PDF, in your reading order, with the criteria and room for notes; or as a ZIP, with the files of the entries.",
  holds: (count: number, number: string) => (count === 1 ? "It holds 1 entry." : `It holds ${number} entries.`),
  marked: "Your name and the time stand on every page of the PDF, and in a ZIP on the PDFs and pictures that can bear them; index.html in the ZIP tells for each file whether it does. It is put on record that you took them.",
  waiting: (count: number, number: string) => (count === 1 ? "1 entry is not in it: answer its conflict question first." : `${number} entries are not in it: answer their conflict questions first.`),
  pdf: "Download the PDF",
  zip: "Download a ZIP with the files",
  pace: "You can ask for one each half minute.",
  watermark: (...facts: string[]) => ["Confidential", ...facts].join(" · "),
  confidential: "For the reviewer named here alone. Do not pass it on, and destroy it when the round is over.",
  entries: "Entries",
  missing: "Not in it, conflict question unanswered",
  notes: "Your notes",
  score: "Score",
  contents: {
    lede: "Files that bear your name show it along the lower edge of each page, or below the picture.",
    watermarked: "bears your name",
    unmarked: "bears no name",
    none: "No files.",
  },
};
