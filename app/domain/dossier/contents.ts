import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { directionOf, type Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { escaped } from "../markup.ts";
import { type DossierSource, watermarkOf } from "./pages.ts";

/** A file of the ZIP: of which entry, by its place, and whether it bears the watermark. */
export type PackedFile = { place: number; path: string; watermarked: boolean };

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1,h2{font-weight:500;line-height:1.25}h2{margin:2rem 0 .25rem;font-size:1.15rem}ul{margin:0;padding-inline-start:1.2rem}
li{overflow-wrap:anywhere}.soft{opacity:.75}:root{color-scheme:light dark}`;

/** The page of a ZIP that leads to its files, and says which of them bear the watermark. Opens without a line. */
export function contentsPage(
  { round, entries, reader, at }: Pick<DossierSource, "round" | "entries" | "reader" | "at">,
  files: readonly PackedFile[],
  locale: Locale,
): string {
  const { dossier: t, entry: words, ui } = textsOf(locale);
  const item = ({ path, watermarked }: PackedFile) => {
    const href = path.split("/").map(encodeURIComponent).join("/");
    const name = path.split("/").at(-1)!;
    return `<li><a href="${escaped(href)}"><bdi>${escaped(name)}</bdi></a> <span class="soft">${escaped(
      watermarked ? t.contents.watermarked : t.contents.unmarked,
    )}</span></li>`;
  };
  const section = ({ place, entry }: DossierSource["entries"][number]) => {
    const own = files.filter((file) => file.place === place);
    const list =
      own.length > 0 ? `<ul>${own.map(item).join("\n")}</ul>` : `<p class="soft">${escaped(t.contents.none)}</p>`;
    return `<h2>${escaped(formatNumber(place, locale))}. <bdi>${escaped(entry.title || words.untitled)}</bdi> <span class="soft">${escaped(entry.code)}</span></h2>\n${list}`;
  };
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(t.title)}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style></head>
<body><p class="soft">${escaped(`${say(round.cycleName, locale)} · ${say(round.name, locale)}`)}</p>
<h1>${escaped(t.title)}</h1>
<p>${escaped(watermarkOf({ reader, round, at }, locale))}</p>
<p>${escaped(`${t.confidential}${ui.gap}${t.contents.lede}`)}</p>
<ul><li><a href="dossier.pdf">dossier.pdf</a> <span class="soft">${escaped(t.contents.watermarked)}</span></li></ul>
${entries.map(section).join("\n")}
</body></html>
`;
}
