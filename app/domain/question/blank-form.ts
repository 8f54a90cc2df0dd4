import { formatBytes, formatList, formatMoment, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import type { Answer, Block, Document } from "#app/outside/documents/document.ts";
import { kindsOf } from "#app/outside/files/files.ts";
import { columnsOf, type FormQuestion, type FormSection, SDGS } from "./rules.ts";
import { columnNames, labelText, onlyIf } from "./answer-text.ts";

export type FormOf = {
  cycle: {
    name: Localised;
    opensAt: Date;
    closesAt: Date;
    timeZone: string;
    programme: { name: Localised; contactEmail: string };
  };
  form: FormSection[];
  /** Where entries are made. */
  address: string;
};

const EMPTY_ROWS = 4;
const WORDS_A_LINE = 12;
const CHARACTERS_A_LINE = 40;

/** The questions of a call with room to write: what a team reads and fills in before it goes to the portal. */
export function blankForm({ cycle, form, address }: FormOf, locale: Locale): Document {
  const t = textsOf(locale);
  const { blank } = t.documents;
  const name = say(cycle.name, locale);
  return {
    language: locale,
    title: blank.title(name),
    eyebrow: say(cycle.programme.name, locale),
    subtitle: "",
    running: blank.title(name),
    stamp: null,
    pages: t.documents.pages,
    made: cycle.opensAt,
    blocks: [
      { kind: "notice", text: blank.notice },
      {
        kind: "facts",
        rows: [
          { label: blank.opens, value: formatMoment(cycle.opensAt, locale, cycle.timeZone) },
          { label: blank.closes, value: formatMoment(cycle.closesAt, locale, cycle.timeZone) },
          { label: blank.closesUtc, value: formatMoment(cycle.closesAt, locale, "UTC") },
          { label: blank.where, value: address },
          { label: blank.contact, value: cycle.programme.contactEmail },
        ],
      },
      ...form.flatMap((section): Block[] => [
        { kind: "heading", text: say(section.title, locale) },
        ...(section.when ? [{ kind: "text", text: onlyIf(section.when, form, locale) } satisfies Block] : []),
        ...(section.intro ? [{ kind: "text", text: say(section.intro, locale) } satisfies Block] : []),
        ...section.questions.map(
          (question): Block => ({
            kind: "question",
            label: labelText(question, locale),
            notes: [
              ...(question.settings.when ? [onlyIf(question.settings.when, form, locale)] : []),
              ...notesOn(question, t, locale),
            ],
            body: [roomFor(question, t, locale)],
          }),
        ),
      ]),
    ],
  };
}

/** What to know before writing: whether it must be answered, the hint, how long, who sees it. */
function notesOn({ type, required, confidential, hint, settings }: FormQuestion, t: Texts, locale: Locale): string[] {
  const { blank } = t.documents;
  const { limit, unit, files, max } = settings;
  const facts = [
    required ? blank.required : blank.optional,
    limit ? t.ui.limit[limit.unit](formatNumber(limit.count, locale)) : null,
    type === "choice" ? blank.chooseOne : null,
    ["choices", "themes", "sdgs"].includes(type)
      ? max
        ? t.question.upTo(formatNumber(max, locale))
        : blank.chooseAny
      : null,
    type === "number" && unit ? blank.number(unit) : null,
    type === "date" ? blank.date : null,
    type === "place" ? blank.place : null,
    confidential ? blank.confidential : null,
  ];
  const notes = [
    hint ? say(hint, locale) : null,
    facts.filter((fact) => fact !== null).join(locale === "zh-Hans" ? "" : " "),
  ];
  if (files)
    notes.push(
      t.question.files(
        formatList(kindsOf(files.types), locale),
        formatBytes(files.maxBytes, locale),
        formatNumber(files.maxCount, locale),
      ),
    );
  return notes.filter((note) => note !== null);
}

function roomFor(question: FormQuestion, t: Texts, locale: Locale): Answer {
  const { type, settings, label } = question;
  const columns = columnsOf(type);
  if (columns.length > 0) {
    const names = columnNames(type, settings, locale);
    const rows = Array.from({ length: EMPTY_ROWS }, () => columns.map(() => ""));
    return {
      kind: "table",
      head: columns.map((column) => names[column] ?? column),
      rows: type === "budget" ? [...rows, [t.question.sum("").trim(), "", ""]] : rows,
    };
  }
  if (settings.options && settings.options.length > 0)
    return { kind: "options", items: settings.options.map((option) => say(option.label, locale)) };
  switch (type) {
    case "sdgs":
      return { kind: "options", items: SDGS.map((sdg) => t.question.sdg(String(sdg), t.question.sdgs[sdg - 1] ?? "")) };
    case "declaration":
      return { kind: "options", items: [say(label, locale)] };
    case "period":
      return {
        kind: "table",
        head: [t.question.period.from, t.question.period.to, t.question.period.ongoing],
        rows: [["", "", ""]],
      };
    case "place": {
      const { name, country, lat, lon } = t.question.place;
      return { kind: "table", head: [name, country, lat, lon], rows: [["", "", "", ""]] };
    }
    case "files":
      return { kind: "missing", text: t.documents.blank.files };
    case "long-text":
      return { kind: "room", lines: linesFor(settings.limit) };
    default:
      return { kind: "room", lines: 1 };
  }
}

/** Lines of an A4 page, by the length that is asked for. */
function linesFor(limit: FormQuestion["settings"]["limit"]): number {
  if (!limit) return 8;
  return Math.min(
    24,
    Math.max(3, Math.ceil(limit.count / (limit.unit === "words" ? WORDS_A_LINE : CHARACTERS_A_LINE))),
  );
}
