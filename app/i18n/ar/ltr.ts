/** Digits, hyphens and signs that keep their order among Arabic words: "2027-03-31" would read backwards. */
export const ltr = (written: string) => `\u2066${written}\u2069`;
