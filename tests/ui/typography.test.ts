import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseAst, transformWithEsbuild } from "vite";

type Node = { type?: string; value?: unknown; key?: Node; [part: string]: unknown };

/** Every piece of text in a file, keys apart. */
async function textsIn(path: string): Promise<string[]> {
  const texts: string[] = [];
  const read = (node: Node): void => {
    if (node.type === "Literal" && typeof node.value === "string") texts.push(node.value);
    if (node.type === "TemplateElement") texts.push((node.value as { cooked: string }).cooked);
    for (const [part, inside] of Object.entries(node)) {
      if (part === "key") continue;
      for (const each of [inside].flat()) if (each && typeof each === "object") read(each as Node);
    }
  };
  read(parseAst((await transformWithEsbuild(readFileSync(path, "utf8"), path)).code) as unknown as Node);
  return texts;
}

it.each([
  [
    "French: no-break spaces by : ; ! ? % « », typographic apostrophes",
    "fr",
    / [:;!?%»]|« |[\p{L}\p{N})][;!?%»]|[\p{L}\p{N})]:(?=\s|$)|«[\p{L}\p{N}]|[“”"']/u,
  ],
  [
    "Spanish: ¿ and ¡ open what ? and ! close, « » without spaces, a no-break space by %",
    "es",
    /^[^¿]*\p{L}\?|^[^¡]*\p{L}!|« | »|[\p{N} ]%|[“”"']/u,
  ],
  [
    "Arabic: its own comma, semicolon and question mark, « », one kind of digits",
    "ar",
    /\p{Script=Arabic} ?[,;?]|[٠-٩۰-۹“”"']/u,
  ],
])("is set as its readers expect: %s", async (_rules, language, amiss) => {
  const files = [`app/i18n/${language}`, `db/seed/${language}`].flatMap((folder) =>
    readdirSync(folder).map((file) => `${folder}/${file}`),
  );
  const texts = (await Promise.all(files.map(textsIn))).flat();
  expect(texts.length).toBeGreaterThan(1500);
  expect(texts.filter((text) => amiss.test(text))).toEqual([]);
});

it("no component or route sets a colon by hand: French has a space before it, Chinese a wide one", () => {
  const files = ["app/ui", "app/routes"].flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[]).map((file) => `${folder}/${file}`),
  );
  const byHand = /^ *\{\S[^{}\n]*\}: \{\S|`[^`\n]*\$\{[^`\n]*\}: \$\{/mu;
  expect(files.filter((file) => file.endsWith(".tsx") && byHand.test(readFileSync(file, "utf8")))).toEqual([]);
});
