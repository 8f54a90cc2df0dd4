import { countryName, formatMoment, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { sayMark } from "#app/i18n/marks.ts";
import { textsOf } from "#app/i18n/texts.ts";
import type { Block, Document, Watermark } from "#app/outside/documents/document.ts";
import { answersOf, togetherFact } from "../entry/copy.ts";
import { askedOrGiven, type SealedEntry } from "../entry/sealed.ts";
import type { ReadingSection } from "../question/rules.ts";
import type { Criterion } from "../rubric/rules.ts";

/** One entry as its reviewer may read it. `place` is where it stands in their order. */
export type DossierEntry = {
  id: string;
  place: number;
  entry: { code: string; title: string; cityName: string | null; country: string | null };
  form: ReadingSection[];
  sealed: Pick<SealedEntry, "answers" | "files" | "coApplicants">;
};
export type DossierSource = {
  reader: string;
  round: { name: Localised; cycleName: Localised; timeZone: string; closesAt: Date };
  criteria: readonly Criterion[];
  entries: readonly DossierEntry[];
  /** Entries that are not in it, because the conflict question is unanswered. */
  waiting: number;
  at: Date;
};

type Taken = Pick<DossierSource, "reader" | "round" | "at">;

/** Who may read what comes along, since when and for what: in one line. */
export function watermarkOf({ reader, round, at }: Taken, locale: Locale): string {
  return textsOf(locale).dossier.watermark(reader, formatMoment(at, locale, "UTC"), say(round.name, locale));
}

/** That line as it is laid on the papers that come along. */
export function watermarkSheet(taken: Taken, locale: Locale): Watermark {
  const line = watermarkOf(taken, locale);
  return { sheet: "watermark", language: locale, title: line, made: taken.at, watermark: line };
}

/**
 * All of one's entries as one document: criteria first, then each on pages of its own, with room to note. The reader's
 * name and the time stand on every page.
 */
export function dossierPages(
  { reader, round, criteria, entries, waiting, at }: DossierSource,
  locale: Locale,
): Document {
  const t = textsOf(locale);
  const { dossier } = t;
  // The round stands beside it on every page.
  const stamp = dossier.watermark(reader, formatMoment(at, locale, "UTC"));
  return {
    language: locale,
    title: dossier.title,
    eyebrow: `${say(round.cycleName, locale)} · ${say(round.name, locale)}`,
    subtitle: stamp,
    running: say(round.name, locale),
    stamp,
    watermark: stamp,
    pages: t.documents.pages,
    made: at,
    blocks: [
      { kind: "notice", text: dossier.confidential },
      {
        kind: "facts",
        rows: [
          { label: dossier.entries, value: formatNumber(entries.length, locale) },
          ...(waiting > 0 ? [{ label: dossier.missing, value: formatNumber(waiting, locale) }] : []),
          { label: t.review.tasks.deadline, value: formatMoment(round.closesAt, locale, round.timeZone) },
        ],
      },
      { kind: "heading", text: t.review.tasks.criteria },
      ...criteria.map(
        (criterion): Block => ({
          kind: "question",
          label: `${say(criterion.name, locale)} (${t.review.sheet.weight(formatNumber(criterion.weight, locale))})`,
          notes: [say(criterion.description, locale)],
          body: [
            {
              kind: "list",
              items: criterion.anchors.map(
                ({ value, text }) => `${sayMark(criterion, value, t.rubric.marks, locale)} – ${say(text, locale)}`,
              ),
            },
          ],
        }),
      ),
      ...entries.flatMap((entry) => entryBlocks(entry, criteria, locale)),
    ],
  };
}

function entryBlocks(
  { place, entry, form, sealed }: DossierEntry,
  criteria: readonly Criterion[],
  locale: Locale,
): Block[] {
  const t = textsOf(locale);
  const city =
    entry.cityName && entry.country
      ? [{ label: t.documents.copy.city, value: `${entry.cityName}, ${countryName(entry.country, locale)}` }]
      : [];
  return [
    { kind: "part", text: `${formatNumber(place, locale)}. ${entry.title || t.entry.untitled}` },
    {
      kind: "facts",
      rows: [{ label: t.entry.receipt.reference, value: entry.code }, ...city, ...togetherFact(sealed, t, locale)],
    },
    ...askedOrGiven(form, sealed).flatMap((section): Block[] => [
      { kind: "heading", text: say(section.title, locale) },
      ...section.questions
        .filter(({ key }) => key !== "title")
        .map(
          (question): Block => ({
            kind: "question",
            label: say(question.label, locale),
            notes: [],
            body: answersOf(question, sealed, t, locale),
          }),
        ),
    ]),
    {
      kind: "question",
      label: t.dossier.notes,
      notes: [],
      body: [
        {
          kind: "table",
          head: [t.review.finish.criterion, t.rubric.reading.scale, t.dossier.score, t.review.sheet.comment],
          rows: criteria.map((criterion) => [say(criterion.name, locale), scaleOf(criterion, locale), "", ""]),
        },
        { kind: "room", lines: 6 },
      ],
    },
  ];
}

function scaleOf(criterion: Criterion, locale: Locale): string {
  const marks = textsOf(locale).rubric.marks;
  const [least, most] = [criterion.min, criterion.max].map((mark) => sayMark(criterion, mark, marks, locale));
  return criterion.notApplicable ? `${least}–${most}, ${marks.notApplicable}` : `${least}–${most}`;
}
