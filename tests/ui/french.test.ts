import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";

const FOLDERS = ["app/i18n/fr", "db/seed/fr"];

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

it("French is set as its readers expect: no-break spaces by : ; ! ? % « », typographic apostrophes", () => {
  const texts = FOLDERS.flatMap((folder) => readdirSync(folder).flatMap((file) => textsIn(`${folder}/${file}`)));
  expect(texts.length).toBeGreaterThan(1500);
  const amiss = / [:;!?%»]|« |[\p{L}\p{N})][;!?%»]|[\p{L}\p{N})]:(?=\s|$)|«[\p{L}\p{N}]|[“”"']/u;
  expect(texts.filter((text) => amiss.test(text))).toEqual([]);
});
