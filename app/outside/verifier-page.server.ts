import { createHash } from "node:crypto";
import { directionOf, type Locale } from "#app/i18n/locales.ts";
import { readVerifier } from "./verifier.server.ts";

type Words = {
  title: string;
  lede: string;
  bundle: string;
  trust: string;
  more: string;
  receipt: string;
  checkpoint: string;
  log: string;
  reviews: string;
  openings: string;
  tsa: string;
  freezeBy: string;
  resultBy: string;
  button: string;
  waiting: string;
  holds: string;
  fails: string;
  unsupported: string;
  scripts: string;
};

/** The portal's look in a few lines: the page must stand alone. */
const STYLE = `:root{color-scheme:light dark;--paper:#fff;--ink:#221b1b;--soft:#655c5a;--line:#dcd5d1;--kapok:#a71d2a;--good:#1c6844}
@media (prefers-color-scheme:dark){:root{--paper:#181415;--ink:#eee8e5;--soft:#b5aba8;--line:#3d3536;--kapok:#f2797d;--good:#6fce9b}}
body{margin:0;padding:clamp(2rem,8vh,5rem) 1rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}main{max-inline-size:40rem;margin-inline:auto}
h1{margin:0 0 1rem;font:400 2.75rem/1.15 Charter,"Iowan Old Style",Georgia,"Noto Serif","Songti SC",serif;text-wrap:balance}h1::before{content:"Kapok";display:block;margin-block-end:.6rem;color:var(--kapok);font:600 .9375rem/1.5 system-ui,sans-serif}
p{margin:0 0 1.5rem}form{border-block-start:2px solid var(--ink)}label,summary{display:block;padding-block:1rem .3rem;font-weight:600}summary{display:list-item;cursor:pointer}input{display:block;box-sizing:border-box;inline-size:100%;padding-block-end:1rem;border-block-end:1px solid var(--line);font:inherit;font-size:.9375rem}input[type=date]{inline-size:auto;margin-block-end:1rem;padding:.4rem;border:1px solid var(--soft);background:none;color:inherit}
button{margin-block:1.5rem;padding:.7rem 1.5rem;border:0;border-radius:2px;background:var(--ink);color:var(--paper);font:inherit;font-weight:600;cursor:pointer}
li{overflow-wrap:anywhere}output{display:block}.fails,.holds{padding-inline-start:.8rem;border-inline-start:.3rem solid var(--kapok);font-weight:600}.holds{border-color:var(--good)}
@media print{form{display:none}}`;

const SCRIPT = `
const words = JSON.parse(document.getElementById("words").textContent);
const read = async (id) => Promise.all(Array.from(document.getElementById(id).files, (file) => file.text()));
const day = (id) => document.getElementById(id).value || undefined;
const out = document.getElementById("out");
const add = (tag, text, more, to = out) => to.appendChild(Object.assign(document.createElement(tag), { textContent: text }, more));
const english = { lang: "en", dir: "ltr" };
const fails = (why) => add("bdi", why, english, add("p", words.fails + " ", { className: "fails" }));
const button = document.querySelector("button");
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  button.disabled = true;
  check().catch((error) => fails(error.message)).finally(() => (button.disabled = false));
});
async function check() {
  out.replaceChildren();
  const [[bundle], [trust], receipts, checkpoints, [log], reviews, [openings], tsa] = await Promise.all(["bundle", "trust", "receipt", "checkpoint", "log", "reviews", "openings", "tsa"].map(read));
  if (!bundle || !trust) return add("p", words.waiting, { className: "fails" });
  const works = await crypto.subtle?.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]).then(() => true, () => false);
  if (!works) return add("p", words.unsupported, { className: "fails" });
  let keys;
  try { keys = JSON.parse(trust); } catch { keys = null; }
  const { ok, lines, failure } = await verify(bundle, keys, { receipts, checkpoints, log: log ?? null, reviews, openings: openings ?? null, tsa, by: { freeze: day("freeze-by"), result: day("result-by") } });
  if (ok) add("p", words.holds, { className: "holds" });
  else fails(failure);
  const warns = (line) => line.includes("WARNING");
  for (const line of lines.filter(warns)) add("p", line, { className: "fails", ...english });
  const list = add("ol", "", english);
  for (const line of lines) if (!warns(line)) add("li", line, {}, list);
}`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const hashed = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The page, and the content policy that lets nothing run or load but what stands in it. */
export function verifierPage(language: Locale, words: Words): { html: string; policy: string } {
  const script = `${readVerifier()
    .toString()
    .replace(/^#!.*\n/, "")
    .replaceAll("export async", "async")
    .replaceAll("export function", "function")}${SCRIPT}`;
  const file = (id: string, label: string, several = false) =>
    `<label for="${id}">${escaped(label)}</label><input type="file" id="${id}"${several ? " multiple" : ""}>`;
  const day = (id: string, label: string) =>
    `<label for="${id}">${escaped(label)}</label><input type="date" id="${id}">`;
  const html = `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(words.title)} – Kapok</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(words.title)}</h1><p>${escaped(words.lede)}</p><noscript><p>${escaped(words.scripts)}</p></noscript>
<form id="form">${file("bundle", words.bundle)}${file("trust", words.trust)}<details><summary>${escaped(words.more)}</summary>${file("receipt", words.receipt, true)}${file("checkpoint", words.checkpoint, true)}${file("log", words.log)}${file("reviews", words.reviews, true)}${file("openings", words.openings)}${file("tsa", words.tsa, true)}${day("freeze-by", words.freezeBy)}${day("result-by", words.resultBy)}</details><div><button>${escaped(words.button)}</button></div></form>
<output id="out" for="bundle trust receipt checkpoint log reviews openings tsa freeze-by result-by"></output></main>
<script type="application/json" id="words">${JSON.stringify(words).replaceAll("<", "\\u003c")}</script><script type="module">${script}</script></body></html>`;
  return {
    html,
    policy: `default-src 'none'; script-src ${hashed(script)}; style-src ${hashed(STYLE)}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  };
}
