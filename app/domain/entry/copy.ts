import { countryName, formatBytes, formatMoment, formatNumber, languageName } from "#app/i18n/format.ts";
import { citiesText, heading } from "#app/i18n/place-names.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import type { Answer, Block, Document, Fact } from "#app/outside/documents/document.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import { type FormQuestion, type FormSection, isAnswered } from "../question/rules.ts";
import { answerText, tableOf } from "../question/answer-text.ts";
import { askedOrGiven, type SealedEntry } from "./sealed.ts";

/** What a copy is made of. */
export type CopySource = {
  programme: Localised;
  cycle: { name: Localised; timeZone: string };
  form: FormSection[];
  sealed: SealedEntry;
  /** Null for a draft, which has not been sent. */
  submission: {
    number: number;
    receivedAt: Date;
    /** When a signed package was accepted in its place. */
    acceptedAt: Date | null;
    sha256: string;
    submittedBy: string | null;
  } | null;
  withdrawn: boolean;
  /** The call knows sign-offs: a draft carries the hash that a signed letter names. */
  toSign?: boolean;
  /** The signed receipt for the submission, where there is one. */
  receipt?: string | null;
  /** When it was read. */
  at: Date;
};

/**
 * Everything a city entered, in the form's order, skipped questions included: what it keeps, prints and holds against
 * what is judged.
 */
export function entryCopy(source: CopySource, locale: Locale): Document {
  const t = textsOf(locale);
  const { sealed, submission, cycle, form, at } = source;
  const notices = [
    submission
      ? null
      : t.documents.copy.draft(formatMoment(at, locale, cycle.timeZone), formatMoment(at, locale, "UTC")),
    source.withdrawn ? t.documents.copy.withdrawn : null,
  ].filter((notice) => notice !== null);
  return {
    language: locale,
    title: sealed.title || t.documents.copy.untitled,
    eyebrow: `${say(source.programme, locale)} · ${say(cycle.name, locale)}`,
    subtitle: [heading(sealed.cityName, locale), sealed.country && countryName(sealed.country, locale)]
      .filter(Boolean)
      .join(t.ui.comma),
    running: `${sealed.code} · ${say(cycle.name, locale)}`,
    stamp: submission ? null : t.documents.copy.stamp,
    pages: t.documents.pages,
    made: submission?.receivedAt ?? at,
    blocks: [
      ...notices.map((text): Block => ({ kind: "notice", text })),
      { kind: "facts", rows: factsOf(source, t, locale) },
      ...(submission ? [{ kind: "text", text: t.entry.receipt.hashHint } satisfies Block] : []),
      ...askedOrGiven(form, sealed).flatMap((section): Block[] => [
        { kind: "heading", text: say(section.title, locale) },
        ...section.questions.map(
          (question): Block => ({
            kind: "question",
            ...asked(question, t, locale),
            body: answersOf(question, sealed, t, locale),
          }),
        ),
      ]),
      { kind: "heading", text: t.documents.copy.attachments },
      attachmentsOf(sealed, t, locale),
      ...(source.receipt
        ? [
            { kind: "heading", text: t.proof.receipt.own } satisfies Block,
            { kind: "text", text: t.proof.receipt.ownText } satisfies Block,
            { kind: "text", text: source.receipt } satisfies Block,
          ]
        : []),
    ],
  };
}

function factsOf(
  { programme, cycle, sealed, submission, toSign = false }: CopySource,
  t: Texts,
  locale: Locale,
): Fact[] {
  const { receipt } = t.entry;
  const facts: Fact[] = [
    { label: t.documents.copy.programme, value: say(programme, locale) },
    { label: t.documents.copy.cycle, value: say(cycle.name, locale) },
    { label: receipt.reference, value: sealed.code },
  ];
  if (sealed.cityName) facts.push({ label: t.documents.copy.city, value: sealed.cityName });
  facts.push(...togetherFact(sealed, t, locale));
  const { endorsement, ...content } = sealed;
  const signed = endorsement && {
    label: t.endorsement.title,
    value: (endorsement.letter ? t.endorsement.letter.signed : t.endorsement.signed)(
      endorsement.name,
      endorsement.office,
      formatMoment(endorsement.at, locale, cycle.timeZone),
    ),
  };
  if (signed) facts.push(signed);
  if (!submission) return toSign ? [...facts, { label: t.endorsement.hash, value: sha256(canonical(content)) }] : facts;
  return [
    ...facts,
    { label: receipt.number, value: formatNumber(submission.number, locale) },
    { label: receipt.received, value: formatMoment(submission.receivedAt, locale, cycle.timeZone) },
    { label: receipt.receivedUtc, value: formatMoment(submission.receivedAt, locale, "UTC") },
    ...(submission.acceptedAt
      ? [
          { label: receipt.by, value: receipt.package },
          { label: receipt.accepted, value: formatMoment(submission.acceptedAt, locale, cycle.timeZone) },
          { label: receipt.acceptedUtc, value: formatMoment(submission.acceptedAt, locale, "UTC") },
        ]
      : submission.submittedBy === null
        ? []
        : [{ label: receipt.by, value: submission.submittedBy }]),
    { label: receipt.hash, value: submission.sha256 },
  ];
}

/** The cities that enter together with the one whose entry it is; nothing where it enters alone. */
export function togetherFact(
  { coApplicants = [] }: Pick<SealedEntry, "coApplicants">,
  t: Texts,
  locale: Locale,
): Fact[] {
  return coApplicants.length > 0 ? [{ label: t.coApplicant.named, value: citiesText(coApplicants, locale, t) }] : [];
}

/** A declaration's own label is the sentence that was declared. */
function asked({ type, label }: FormQuestion, t: Texts, locale: Locale): { label: string; notes: string[] } {
  return type === "declaration"
    ? { label: t.question.declaration, notes: [say(label, locale)] }
    : { label: say(label, locale), notes: [] };
}

/** What was answered to a question, laid out. */
export function answersOf(
  question: Pick<FormQuestion, "key" | "type" | "label" | "settings">,
  { answers, files }: Pick<SealedEntry, "answers" | "files">,
  t: Texts,
  locale: Locale,
): Answer[] {
  const missing: Answer = { kind: "missing", text: t.entry.reading.noAnswer };
  if (question.type === "files") {
    const own = files.filter(({ questionKey }) => questionKey === question.key);
    return [
      own.length === 0
        ? missing
        : { kind: "list", items: own.map(({ name, size }) => `${name} (${formatBytes(size, locale)})`) },
    ];
  }
  const value = answers[question.key];
  if (!isAnswered(value)) return [missing];
  if (question.type === "declaration") return [{ kind: "text", text: t.question.declared }];
  if (question.type === "sdgs")
    return [
      {
        kind: "list",
        items: (value as number[]).map((sdg) => t.question.sdg(String(sdg), t.question.sdgs[sdg - 1] ?? "")),
      },
    ];
  const table = tableOf(question, value, locale);
  if (!table) return [{ kind: "text", text: answerText(question, value, locale) }];
  const { head, rows, sum } = table;
  return [{ kind: "table", head, rows }, ...(sum ? [{ kind: "text", text: sum } satisfies Answer] : [])];
}

function attachmentsOf({ files }: SealedEntry, t: Texts, locale: Locale): Block {
  if (files.length === 0) return { kind: "text", text: t.documents.copy.noAttachments };
  const { file: name, size, hash: sha256 } = t.entry.receipt.columns;
  return {
    kind: "files",
    head: { name, size, sha256 },
    rows: files.map((file) => ({
      name: file.name,
      caption: saidOf(file, files, t, locale),
      sha256: file.sha256,
      size: formatBytes(file.size, locale),
    })),
  };
}

/** What is said of a file, in one line. */
function saidOf(
  { caption, credit, rights, language, translationOf }: SealedEntry["files"][number],
  files: SealedEntry["files"],
  t: Texts,
  locale: Locale,
): string {
  const { said } = t.attachment;
  const original = files.find(({ attachmentId }) => attachmentId === translationOf)?.name;
  return [
    caption,
    credit && said.credit(credit),
    rights && said.rights(rights),
    language && said.language(languageName(language, locale)),
    original && said.translationOf(original),
  ]
    .filter(Boolean)
    .join(" · ");
}
