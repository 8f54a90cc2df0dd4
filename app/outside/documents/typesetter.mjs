// Runs as a process of its own: what the native typesetter may do wrong, be slow, crash or grow, stays away from the
// portal. Takes { id, template, document, made } and answers { id, pdf } or { id, error }.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const here = import.meta.dirname;
const fonts = path.join(here, "fonts");
const fontBlobs = readdirSync(fonts)
  .filter((name) => /\.(ttf|otf)$/.test(name))
  .map((name) => readFileSync(path.join(fonts, name)));
const read = (name) => readFileSync(path.join(here, name), "utf8");
const templates = {
  report: read("words.typ") + read("report.typ"),
  certificate: read("words.typ") + read("certificate.typ"),
  watermark: read("words.typ") + read("watermark.typ"),
};
// The workspace is all that a document could read; the templates read nothing.
const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }], workspace: fonts });

process.on("message", ({ id, template, document, made }) => {
  try {
    process.send({ id, pdf: typeset(templates[template], document, made) });
  } catch (error) {
    process.send({ id, error: String(error).slice(0, 500) });
  }
  compiler.evictCache(0);
});

/**
 * PDF/UA-1; text that no font has is against that standard, so a document with such text is a tagged PDF without the
 * claim.
 */
function typeset(mainFileContent, document, creationTimestamp) {
  const source = { mainFileContent, inputs: { document } };
  try {
    return compiler.pdf(source, { pdfStandard: "ua-1", creationTimestamp });
  } catch {
    return compiler.pdf(source, { pdfStandard: "1.7", pdfTags: true, creationTimestamp });
  }
}
