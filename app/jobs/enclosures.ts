import type { Actor, Context } from "#app/domain/context.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { entryCopy } from "#app/domain/entry/copy.ts";
import { submittedCopy } from "#app/domain/submission/queries.server.ts";
import { calendarFile, methodOf } from "#app/domain/meeting/calendar.ts";
import type { DueLetter } from "#app/domain/notification/commands.server.ts";
import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";
import { signedCopy } from "#app/domain/proof/rules.ts";
import { type Documents, isTypesettingBusy } from "#app/outside/documents/document.ts";
import { documentName } from "#app/outside/documents/serving.ts";
import type { Services } from "#app/services.server.ts";
import type { Enclosure } from "#app/outside/mail/letter.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { writeLetter } from "./letters.ts";

/** Mail servers refuse large letters; in bytes. */
const LARGEST = 4_000_000;

/** So often a letter is tried again for a copy that too many documents are before; a quarter of an hour in all. */
const MOST_WAITS = 4;

/**
 * What goes with a letter: with one about a meeting, what calendars take; with a receipt the same signed, and the copy
 * of what was received. While too many documents wait, so does the letter; a copy that cannot be made at all, or is too
 * large, stays behind: the letter links to it.
 */
export async function enclosuresOf(
  ctx: Context<Actor>,
  {
    documents,
    logKey,
    config,
  }: Pick<Services, "logKey"> & { config: Pick<Services["config"], "mailFrom">; documents: Pick<Documents, "pdf"> },
  { kind, params, locale, attempts }: Pick<DueLetter, "kind" | "params" | "locale" | "attempts">,
): Promise<Enclosure[]> {
  if (isAboutMeeting(kind))
    return [calendarOf(kind, params as LetterParams["meeting-called"], locale, config.mailFrom)];
  if (kind !== "entry-submitted" && kind !== "package-accepted") return [];
  const { submission, code, title } = params as LetterParams["entry-submitted"];
  const source = submission ? await submittedCopy(ctx, submission) : null;
  const receipt = submission ? await signedReceipt(ctx, logKey, { submissionId: submission }) : null;
  const signed = receipt
    ? [
        {
          name: `${code} receipt.txt`,
          contentType: "text/plain; charset=utf-8",
          bytes: new TextEncoder().encode(receipt.text),
        },
      ]
    : [];
  const pdf =
    source &&
    (await documents.pdf(entryCopy({ ...source, receipt: receipt?.text ?? null }, locale)).catch((error: unknown) => {
      if (isTypesettingBusy(error) && attempts <= MOST_WAITS) throw error;
      return null;
    }));
  const bytes = pdf && receipt ? signedCopy(pdf, receipt.text, logKey) : pdf;
  return bytes && bytes.length <= LARGEST
    ? [{ name: documentName(code, title, "pdf"), contentType: "application/pdf", bytes }, ...signed]
    : signed;
}

const isAboutMeeting = (kind: LetterKind): boolean =>
  kind === "meeting-called" || kind === "meeting-changed" || kind === "meeting-cancelled";

/** The meeting of a letter as a calendar takes it, under the same name in every version. */
function calendarOf(
  kind: LetterKind,
  params: LetterParams["meeting-called"],
  locale: Locale,
  sender: string,
): Enclosure {
  const event = {
    uid: params.uid,
    sequence: Number(params.sequence),
    stamp: new Date(params.stamp),
    from: new Date(params.from),
    to: new Date(params.to),
    summary: writeLetter("meeting-called", params, locale).subject,
    place: params.place,
    description: params.agenda,
    link: params.link,
    organizer: /<([^<>]+)>/.exec(sender)?.[1] ?? sender,
    cancelled: kind === "meeting-cancelled",
  };
  return {
    name: "meeting.ics",
    contentType: `text/calendar; charset=utf-8; method=${methodOf(event)}`,
    bytes: new TextEncoder().encode(calendarFile(event)),
  };
}
