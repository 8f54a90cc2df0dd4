export type CountUnit = "words" | "characters";

/** Scripts written without spaces between words: one character counts as one word, as writers in them expect. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}]/u;

/**
 * How much somebody wrote, for limits that warn. The browser and the server run this very function. Words by a plain
 * rule, because the dictionaries of `Intl.Segmenter` differ between browsers and servers: each run of letters or digits
 * is one word ("well-being" and "10.5" are one each), each Chinese character or kana is one. Characters: what a reader
 * sees as one, so an accented letter or a flag is 1; line breaks count as one each.
 */
export function countText(text: string, unit: CountUnit, language: string): number {
  return unit === "words" ? countWords(text) : countCharacters(text, language);
}

function countWords(text: string): number {
  let words = 0;
  for (const chunk of text.normalize("NFC").split(/\s+/u)) {
    let inWord = false;
    for (const character of chunk) {
      if (UNSPACED.test(character)) {
        words += 1;
        inWord = false;
      } else if (!inWord && /[\p{L}\p{N}]/u.test(character)) {
        words += 1;
        inWord = true;
      }
    }
  }
  return words;
}

function countCharacters(text: string, language: string): number {
  let characters = 0;
  for (const _ of new Intl.Segmenter(language, { granularity: "grapheme" }).segment(
    text.replace(/\r\n?/g, "\n").trim(),
  ))
    characters += 1;
  return characters;
}
