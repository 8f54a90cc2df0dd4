type Written = { title: string; lede: string; sections: { title: string; id?: string; paragraphs: string[] }[] };

/** Pages that are nothing but words. */
export const pages: Record<"help" | "accessibility" | "about" | "privacy", Written> = {
  help: {
    title: "Help",
    lede: "How to enter, how saving works, and what to do when something goes wrong.",
    sections: [
      {
        title: "Entering an initiative",
        paragraphs: [
          "Register with your e-mail address, then make or join the team of your city. You can start writing before your address is confirmed; to submit, confirm it by the link in the mail.",
          "An entry is a list of tasks. Do them in any order, together with colleagues, over as many days as you like until the call closes. When everything required is filled in, check your answers and submit. You may submit again until the closing second: the last version counts.",
        ],
      },
      {
        title: "Saving",
        paragraphs: [
          "Every field saves itself a moment after you stop typing and shows the time, like “Saved 12:04:31”. Without JavaScript, the button at the end of each page saves everything on it.",
          "If you and a colleague change the same field, nobody’s text is overwritten: you see both and choose. If you are signed out or the line drops, what you typed stays in your browser and is sent when you are back.",
        ],
      },
      { title: "Files", paragraphs: ["Each question says which types and sizes it takes. An upload that broke off continues where it stopped. Files are private until an initiative is published."] },
      {
        title: "Deadlines",
        paragraphs: [
          "Every deadline is shown to the second in the award’s zone and in yours. The server’s clock decides. If a closing time is moved, the old one stays on record and everybody with a draft is told.",
          "Every attempt to submit is recorded with what stood in its way; you find the list under the entry’s history.",
        ],
      },
      { title: "Reviewers", paragraphs: ["You see the entries you were given, and for each you first say whether you have a conflict of interest. Your scores save themselves and can be changed until the round is frozen. You see what others gave only after you have submitted your own."] },
      { title: "Still stuck", paragraphs: ["Write to the address on the page of the call. Say which page you were on and at what time; nothing else is needed to find what happened."] },
    ],
  },
  accessibility: {
    title: "Accessibility",
    lede: "This portal aims at WCAG 2.2, level AA.",
    sections: [
      {
        title: "What you can rely on",
        paragraphs: [
          "Everything works by keyboard and without JavaScript. Text can be enlarged to 400 per cent without scrolling sideways, tables apart, which scroll by themselves. Colours follow your system’s light or dark setting and never carry meaning alone.",
          "Maps are never the only way: the same places are in a list beside them. Dates, numbers and plurals follow the language you chose.",
        ],
      },
      { title: "What does not work well yet", paragraphs: ["Files that cities upload are shown as they are; we cannot promise that each of them is accessible. Every language offered at the top of the page is complete."] },
      { title: "How it is checked", paragraphs: ["Each page is run through an automatic check in English and Chinese with every change, and the journeys of this portal are tested by keyboard alone. It has not been examined by an outside body."] },
      { title: "Tell us", paragraphs: ["If something stands in your way, write to the address on the page of the call. We answer in the language you write in, English or Chinese."] },
    ],
  },
  about: {
    title: "About this portal",
    lede: "Kapok is open-source software for running urban-innovation awards. The red kapok is the flower of Guangzhou.",
    sections: [
      { title: "What it is for", paragraphs: ["A shortlist that anyone can check, out of a process in which nobody can lose work: cities enter, reviewers score against published criteria, two people finalise, and the public reads the result."] },
      {
        title: "How results come about",
        paragraphs: [
          "Reviewers score alone; a conflict of interest keeps a reviewer away from an entry whatever their office. How their scores become a ranking is fixed before the round opens and published with the result. Scores advise and people decide: a decision against the ranking needs a reason, and both are kept.",
          "Scores are frozen before the choice is made. One person proposes the list, another must approve exactly that list. Publishing and withdrawing leave a trace that cannot be changed afterwards.",
        ],
      },
      { title: "The archive", paragraphs: ["Results of earlier cycles were gathered from public pages; each names its source. What the sources do not say is left empty: a title that was not found reads “Title not recorded”."] },
      { title: "Licence and source code", id: "source", paragraphs: ["Kapok is free software under the Apache License, version 2.0: anybody may run, read, change and share it. Ask the operator of this portal for its source code at the address on the page of the call."] },
    ],
  },
  privacy: {
    title: "Privacy",
    lede: "What this portal keeps of you, and who can see it.",
    sections: [
      {
        title: "What is kept",
        paragraphs: [
          "Your name, e-mail address and language; the teams and panels you belong to; what you write, upload and score, with the time. Passwords are kept only as a hash. A record of who did what and when, and of who read or took along what is confidential, is kept and cannot be changed, so that results can be checked.",
        ],
      },
      {
        title: "Who sees it",
        paragraphs: [
          "Drafts: your team. Submitted entries: the secretariat, observers, and reviewers without a conflict of interest. Contact details never reach reviewers. Scores and comments: their author, the chair and the secretariat under the rules of the round, and, once they are frozen and without names, the round’s scrutineer (scores alone). The public: what was published, the names of a scrutineer and of anybody in the secretariat who signed it, and nothing else.",
        ],
      },
      {
        title: "Cookies",
        paragraphs: [
          "One to keep you signed in, one that lasts ten minutes between password and second step, one that remembers for 180 days that this browser has signed you in before (it opens nothing; it keeps others’ wrong guesses from locking you out), one for your language and one for your time zone. None for advertising or counting visitors. No page asks another company’s server for anything.",
        ],
      },
      { title: "Your rights", paragraphs: ["Ask at the address on the page of the call to see, correct or delete what is kept of you. Published results stay."] },
    ],
  },
};
