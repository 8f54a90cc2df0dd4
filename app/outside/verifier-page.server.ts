import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

type Words = { title: string; lede: string; bundle: string; trust: string; receipt: string; checkpoint: string; button: string; waiting: string; holds: string; fails: string; unsupported: string; scripts: string };

/** What anybody can also download as a program. */
const VERIFIER = path.resolve("public/verify.mjs");

const STYLE = `:root{color-scheme:light dark}body{font:1.0625rem/1.5 system-ui,sans-serif;max-inline-size:44rem;margin:2rem auto;padding-inline:1rem}
label{display:block;margin-block-start:1rem;font-weight:600}button{margin-block:1.5rem;padding:.6rem 1.4rem;font:inherit}li{overflow-wrap:anywhere}input{max-inline-size:100%}
output{display:block}.fails{font-weight:600;border-inline-start:.3rem solid #b3261e;padding-inline-start:.8rem}.holds{font-weight:600;border-inline-start:.3rem solid #1b7f4b;padding-inline-start:.8rem}`;

const SCRIPT = `
const words = JSON.parse(document.getElementById("words").textContent);
const read = async (id) => Promise.all(Array.from(document.getElementById(id).files, (file) => file.text()));
const out = document.getElementById("out");
const add = (tag, text, name) => out.appendChild(Object.assign(document.createElement(tag), { textContent: text, className: name ?? "" }));
document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  out.replaceChildren();
  const [[bundle], [trust], receipts, checkpoints] = await Promise.all(["bundle", "trust", "receipt", "checkpoint"].map(read));
  if (!bundle || !trust) return add("p", words.waiting, "fails");
  const works = await crypto.subtle?.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]).then(() => true, () => false);
  if (!works) return add("p", words.unsupported, "fails");
  let keys;
  try { keys = JSON.parse(trust); } catch { keys = null; }
  const { ok, lines, failure } = await verify(bundle, keys, { receipts, checkpoints });
  const list = add("ol", "");
  for (const line of lines) list.appendChild(Object.assign(document.createElement("li"), { textContent: line }));
  if (ok) add("p", words.holds, "holds");
  else add("p", words.fails + " " + failure, "fails");
});`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const hashed = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The page, and the content policy that lets nothing run or load but what stands in it. */
export function verifierPage(language: string, words: Words): { html: string; policy: string } {
  const script = `${readFileSync(VERIFIER, "utf8").replace(/^#!.*\n/, "").replaceAll("export async", "async").replaceAll("export function", "function")}${SCRIPT}`;
  const file = (id: string, label: string) => `<label for="${id}">${escaped(label)}</label><input type="file" id="${id}">`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(words.title)} – Kapok</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(words.title)}</h1><p>${escaped(words.lede)}</p><noscript><p>${escaped(words.scripts)}</p></noscript>
<form id="form">${file("bundle", words.bundle)}${file("trust", words.trust)}${file("receipt", words.receipt)}${file("checkpoint", words.checkpoint)}<div><button>${escaped(words.button)}</button></div></form>
<output id="out" for="bundle trust receipt checkpoint"></output></main>
<script type="application/json" id="words">${JSON.stringify(words).replaceAll("<", "\\u003c")}</script><script type="module">${script}</script></body></html>`;
  return { html, policy: `default-src 'none'; script-src ${hashed(script)}; style-src ${hashed(STYLE)}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'` };
}
