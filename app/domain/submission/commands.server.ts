import { and, desc, eq, isNull } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { type AwaitedFile, entries, submissionAttempts, submissions } from "#db/schema/entry.ts";
import { formatList, formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { apart } from "../apart.ts";
import { addAttachment, type NewAttachment } from "../attachment/commands.server.ts";
import { type AuditEvent, entryStream } from "../audit/rules.ts";
import { type Correspondent, correspondents } from "../team/queries.server.ts";
import { commitEntry } from "../commitment/commands.server.ts";
import type { Actor, Context, Person } from "../context.ts";
import { closesAtFor, SLACK_SECONDS } from "../cycle/rules.ts";
import { type Draft, getDraft, lockForSubmission } from "../entry/queries.server.ts";
import { type Issue, keepingBack, matchedBy, questionsOf, readiness } from "../entry/rules.ts";
import { bareIn, readSnapshot, type SealedEntry, sealedFile, sealedOf } from "../entry/sealed.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { askedOf } from "../question/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise, type Verdict } from "../verdict.ts";
import { newestCheckpoint } from "../witness/queries.server.ts";
import { canSubmit, isReady } from "./policy.ts";
import { completeAtTheBell, filesUnderWay } from "./queries.server.ts";
import { completedWith, limitsOf, type Receipt, sealing } from "./rules.ts";

/**
 * Seals the entry as it stands and answers its receipt. Sending again what was sent already answers the same receipt,
 * so a double click makes no second submission. `publicUrl` is where the letter about it leads. A refusal of whoever
 * may submit is kept on record, with what blocked it, in a transaction of its own; then Refused is thrown.
 */
export async function submitEntry(outer: Context, entryId: string, publicUrl: string): Promise<Receipt> {
  const outcome = await transact<Person, { verdict: Verdict; receipt: Receipt | null }>(outer, async (ctx) => {
    await lockForSubmission(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    const { sealed, facts } = sealingOf(draft);
    const verdict = canSubmit(ctx.actor, facts, ctx.now);
    if (!verdict.allowed && verdict.how !== "not-now") authorise(verdict);
    if (!verdict.allowed)
      return {
        result: { verdict, receipt: null },
        event: await refuse(ctx, entryId, { by: ctx.actor.id, because: verdict.because, issues: facts.issues }),
      };
    const kept = sealing(sealed);
    if (draft.submission?.sha256 === kept.sha256) return { result: { verdict, receipt: draft.submission }, event: [] };
    const { receipt, event } = await seal(
      ctx,
      draft,
      sealed,
      { kind: "sent", by: ctx.actor.id, awaited: await filesUnderWay(ctx, entryId), together: togetherIn(draft) },
      publicUrl,
    );
    return { result: { verdict, receipt }, event };
  });
  authorise(outcome.verdict);
  return outcome.receipt!;
}

/** A draft as it would be sealed, and what is asked about that. */
function sealingOf(draft: Draft) {
  const sealed = sealedOf(draft);
  const limits = limitsOf(draft, sealed.answers);
  return { sealed, facts: { ...draft, issues: readiness(draft), signedOff: sealed.endorsement !== undefined, limits } };
}

const togetherIn = ({ coApplicants }: Draft): string[] =>
  coApplicants.filter(({ accepted }) => accepted).map(({ cityId }) => cityId);

type Attempt = { by: string; because: string; issues: Issue[]; automatic?: boolean };

async function refuse(
  { db, now }: Context<Actor>,
  entryId: string,
  { by, because, issues, automatic = false }: Attempt,
): Promise<AuditEvent> {
  const told = because === "entry-incomplete" ? issues : [];
  await db.insert(submissionAttempts).values({
    entryId,
    at: now,
    by,
    because,
    automatic,
    issues: told.map(({ questionKey, code }) => ({ questionKey, code })),
  });
  return {
    type: "entry.submission-refused",
    stream: entryStream(entryId),
    subjectId: entryId,
    details: { because, issues: told.length },
  };
}

/** How a submission came about. */
type Sealing = {
  kind: "sent" | "completed" | "automatic" | "package";
  by: string;
  awaited: AwaitedFile[];
  /** Which cities it names as entering together. */
  together: string[];
  /** When what a package holds was saved last. */
  savedAt?: Date;
};

/**
 * Makes a sealed entry the next submission of a draft and tells its team. Inside the `transact` of a command that holds
 * the entry and has asked whether this may be.
 */
export async function seal(
  ctx: Context<Actor>,
  draft: Draft,
  sealed: SealedEntry,
  { kind, by, awaited, together, savedAt }: Sealing,
  publicUrl: string,
): Promise<{ receipt: Receipt; event: AuditEvent }> {
  const { snapshot, sha256 } = sealing(sealed);
  const receipt = { number: (draft.submission?.number ?? 0) + 1, receivedAt: savedAt ?? ctx.now, sha256 };
  const acceptedAt = savedAt ? ctx.now : null;
  const [submission] = await ctx.db
    .insert(submissions)
    .values({ entryId: draft.id, submittedBy: by, kind, awaited, together, snapshot, acceptedAt, ...receipt })
    .returning({ id: submissions.id });
  await ctx.db.update(entries).set(matchedBy(draft.form, sealed.answers)).where(eq(entries.id, draft.id));
  await commitEntry(ctx, {
    ...sealed,
    ...receipt,
    acceptedAt,
    entryId: draft.id,
    submissionId: submission!.id,
    cycleId: draft.cycle.id,
  });
  const bare = bareIn(draft.form, sealed).map(({ name }) => name);
  await tellTeam(ctx, draft, { id: submission!.id, title: sealed.title, bare, acceptedAt, ...receipt }, publicUrl);
  const details = {
    number: receipt.number,
    sha256,
    receivedAt: receipt.receivedAt.toISOString(),
    kind,
    ...(acceptedAt ? { acceptedAt: acceptedAt.toISOString() } : {}),
  };
  return { receipt, event: { type: "entry.submitted", stream: entryStream(draft.id), subjectId: draft.id, details } };
}

/** Owes the letter with the receipt to everybody who hears of the entry. */
async function tellTeam(
  ctx: Context<Actor>,
  { id, cityId, code, cycle, programme }: Draft,
  submission: Receipt & { id: string; title: string; bare: string[]; acceptedAt: Date | null },
  publicUrl: string,
): Promise<void> {
  const { title, bare, sha256, receivedAt, acceptedAt } = submission;
  const checkpoint = (await newestCheckpoint(ctx)) ?? "";
  const letterTo = ({ locale, ...person }: Correspondent): Owed => {
    const moment = (at: Date, zone: string) => formatMoment(at, locale, zone);
    const params = {
      code,
      title,
      programme: say(programme.name, locale),
      sha256,
      link: `${publicUrl}/entries/${id}/submission`,
      copy: `${publicUrl}/entries/${id}/copy.pdf`,
      submission: submission.id,
      receivedProgramme: moment(receivedAt, cycle.timeZone),
      receivedUtc: moment(receivedAt, "UTC"),
      bare: formatList(bare, locale),
      checkpoint,
    };
    const to = { ...person, locale, dedupe: `entry-submitted:${submission.id}:${person.accountId}` };
    if (!acceptedAt) return { ...to, kind: "entry-submitted", params };
    const accepted = {
      acceptedProgramme: moment(acceptedAt, cycle.timeZone),
      acceptedUtc: moment(acceptedAt, "UTC"),
    };
    return { ...to, kind: "package-accepted", params: { ...params, ...accepted } };
  };
  await oweAll(ctx, (await correspondents(ctx, cityId, { viewers: true })).map(letterTo));
}

/**
 * Makes a file whose bytes have all arrived an attachment and answers its id; refuses as `addAttachment` does. Where
 * the last submission was sealed while they were under way, it is completed with the file and with nothing else that
 * was written since.
 */
export function receiveFile(outer: Context, given: NewAttachment, publicUrl: string): Promise<string> {
  return transact(outer, async (ctx) => {
    const attachmentId = await addAttachment(ctx, given);
    return { result: attachmentId, event: await complete(ctx, given, attachmentId, publicUrl) };
  });
}

async function complete(
  ctx: Context,
  { entryId, file }: NewAttachment,
  attachmentId: string,
  publicUrl: string,
): Promise<AuditEvent[]> {
  const [last] = await ctx.db
    .select()
    .from(submissions)
    .where(eq(submissions.entryId, entryId))
    .orderBy(desc(submissions.number))
    .limit(1);
  const [arrived] = await ctx.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(eq(attachments.id, attachmentId), isNull(attachments.removedAt)));
  if (!last || !arrived || !last.awaited.some(({ key }) => key === file.key)) return [];
  const draft = await getDraft(ctx, entryId);
  if (draft.cycle.endorsement === "required") return [];
  const sealed = readSnapshot(last.snapshot);
  const added = sealedFile(draft.files.find(({ id }) => id === attachmentId)!);
  // By the answers that were sent: a file that came under way before one of them changed answers nothing there.
  if (!questionsOf(askedOf(draft.form, sealed.answers)).some(({ key }) => key === added.questionKey)) return [];
  const awaited = last.awaited.filter(({ key }) => key !== file.key);
  const { event } = await seal(
    ctx,
    draft,
    completedWith(sealed, draft.form, added),
    { kind: "completed", by: last.submittedBy, awaited, together: last.together },
    publicUrl,
  );
  return [event];
}

/**
 * Where the call provides it, seals what was complete at the bell and nobody had sent, once the window for bytes under
 * way is over. What is not complete is refused once, on record for its team; one that fails keeps no other back.
 * Answers how many were sealed.
 */
export async function submitCompleteDrafts(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const sealed = await apart(await completeAtTheBell(outer), ({ id }) => submitAtTheBell(outer, id, publicUrl));
  return sealed.filter(Boolean).length;
}

function submitAtTheBell(outer: Context<Actor>, entryId: string, publicUrl: string): Promise<boolean> {
  return transact(outer, async (ctx) => {
    await lockForSubmission(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    const window = (draft.cycle.graceSeconds + SLACK_SECONDS) * 1000;
    const over = closesAtFor(draft.cycle, draft).getTime() + window < ctx.now.getTime();
    if (draft.submission || draft.withdrawnAt || !draft.cycle.autoSubmit || !over) return { result: false, event: [] };
    const { sealed, facts } = sealingOf(draft);
    const issues = keepingBack(facts.issues);
    const verdict = isReady({ ...facts, issues });
    if (!verdict.allowed)
      return {
        result: false,
        event: await refuse(ctx, entryId, {
          by: draft.startedBy,
          because: verdict.because,
          issues,
          automatic: true,
        }),
      };
    return {
      result: true,
      event: (
        await seal(
          ctx,
          draft,
          sealed,
          { kind: "automatic", by: draft.startedBy, awaited: [], together: togetherIn(draft) },
          publicUrl,
        )
      ).event,
    };
  });
}
