import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import type { Block, Document } from "#app/outside/documents/document.ts";
import type { ownAppraisals } from "./queries.server.ts";

/** What a team is told of how its entry was judged, to print and to keep. */
export function appraisalLetter(
  { entry, cycle, releasedAt, appraisals }: Awaited<ReturnType<typeof ownAppraisals>>,
  locale: Locale,
): Document {
  const t = textsOf(locale);
  const { appraisal } = t;
  const list = (items: string[]): Block[] =>
    items.length > 0
      ? items.map((text): Block => ({ kind: "notice", text }))
      : [{ kind: "text", text: appraisal.noComments }];
  return {
    language: locale,
    title: appraisal.title,
    eyebrow: say(cycle, locale),
    subtitle: [entry.cityName, entry.title].filter(Boolean).join(t.ui.comma),
    running: `${entry.code} · ${say(cycle, locale)}`,
    stamp: null,
    pages: t.documents.pages,
    made: releasedAt,
    blocks: [
      { kind: "text", text: `${appraisal.lede}\n${appraisal.bandsText}` },
      ...appraisals.flatMap(({ round, criteria, comments }): Block[] => [
        { kind: "heading", text: say(round, locale) },
        ...criteria.flatMap(({ name, band, comments: own }): Block[] => [
          { kind: "facts", rows: [{ label: say(name, locale), value: appraisal.bands[band ?? "none"] }] },
          ...(own.length > 0 ? list(own) : []),
        ]),
        { kind: "heading", text: appraisal.overall },
        ...list(comments),
      ]),
    ],
  };
}
