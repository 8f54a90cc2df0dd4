import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";

/** Every piece of text in a file, keys apart. */
function textsIn(path: string): string[] {
  const texts: string[] = [];
  const read = (node: ts.Node): void => {
    const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node)) texts.push(node.text);
    ts.forEachChild(node, read);
  };
  read(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true));
  return texts;
}

it.each([
  ["French: no-break spaces by : ; ! ? % « », typographic apostrophes", "fr", / [:;!?%»]|« |[\p{L}\p{N})][;!?%»]|[\p{L}\p{N})]:(?=\s|$)|«[\p{L}\p{N}]|[“”"']/u],
  ["Spanish: ¿ and ¡ open what ? and ! close, « » without spaces, a no-break space by %", "es", /^[^¿]*\p{L}\?|^[^¡]*\p{L}!|« | »|[\p{N} ]%|[“”"']/u],
  ["Arabic: its own comma, semicolon and question mark, « », one kind of digits", "ar", /\p{Script=Arabic} ?[,;?]|[٠-٩۰-۹“”"']/u],
])("is set as its readers expect: %s", (_rules, language, amiss) => {
  const texts = [`app/i18n/${language}`, `db/seed/${language}`].flatMap((folder) => readdirSync(folder).flatMap((file) => textsIn(`${folder}/${file}`)));
  expect(texts.length).toBeGreaterThan(1500);
  expect(texts.filter((text) => amiss.test(text))).toEqual([]);
});
