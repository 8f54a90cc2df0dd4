import { eq } from "drizzle-orm";
import { entries, submissionAttempts, submissions } from "#db/schema/entry.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { canonical, entryStream, sha256 } from "../audit/rules.ts";
import { correspondents } from "../city/queries.server.ts";
import type { Context, Person } from "../context.ts";
import { type Draft, getDraft, lockEntry } from "../entry/queries.server.ts";
import { type Issue, matchedBy, readiness, type SealedEntry, sealedOf, valuesOf } from "../entry/rules.ts";
import { owe } from "../notification/commands.server.ts";
import { askedOf } from "../question/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow, type Verdict, yes } from "../verdict.ts";
import { canSubmit } from "./policy.ts";

export type Receipt = { number: number; receivedAt: Date; sha256: string };

/**
 * Seals the entry as it stands and answers its receipt. Sending again what was sent already answers the same receipt, so a double click makes
 * no second submission. `publicUrl` is where the letter about it leads. A refusal of whoever may submit is kept on record, with what blocked it, in a transaction of its own; then Refused is thrown.
 */
export async function submitEntry(outer: Context, entryId: string, publicUrl = ""): Promise<Receipt> {
  const outcome = await transact<Person, { verdict: Verdict; receipt: Receipt | null }>(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    const rights = canSubmit(ctx.actor, draft, ctx.now);
    if (!rights.allowed && rights.how !== "not-now") authorise(rights);
    const issues = rights.allowed ? readiness(draft) : [];
    const sealed = sealedOf(draft);
    const verdict = rights.allowed ? isReady(draft, issues, sealed) : rights;
    if (!verdict.allowed) {
      await ctx.db.insert(submissionAttempts).values({ entryId, at: ctx.now, by: ctx.actor.id, because: verdict.because, issues: issues.map(({ questionKey, code }) => ({ questionKey, code })) });
      return { result: { verdict, receipt: null }, event: { type: "entry.submission-refused", stream: entryStream(entryId), subjectId: entryId, details: { because: verdict.because, issues: issues.length } } };
    }
    const snapshot = canonical(sealed);
    const hash = sha256(snapshot);
    if (draft.submission?.sha256 === hash) return { result: { verdict, receipt: draft.submission }, event: [] };
    const receipt = { number: (draft.submission?.number ?? 0) + 1, receivedAt: ctx.now, sha256: hash };
    await seal(ctx, draft, { ...receipt, snapshot }, `${publicUrl}/entries/${entryId}`);
    const details = { number: receipt.number, sha256: hash, receivedAt: ctx.now.toISOString() };
    return { result: { verdict, receipt }, event: { type: "entry.submitted", stream: entryStream(entryId), subjectId: entryId, details } };
  });
  authorise(outcome.verdict);
  return outcome.receipt!;
}

function isReady({ cycle }: Draft, issues: Issue[], { endorsement }: SealedEntry): Verdict {
  if (issues.length > 0) return notNow("entry-incomplete");
  return cycle.endorsement === "required" && !endorsement ? notNow("endorsement-needed") : yes;
}

async function seal(ctx: Context, draft: Draft, sealed: Receipt & { snapshot: string }, address: string): Promise<void> {
  const values = valuesOf(draft.answers);
  const [submission] = await ctx.db.insert(submissions).values({ entryId: draft.id, submittedBy: ctx.actor.id, ...sealed }).returning({ id: submissions.id });
  await ctx.db.update(entries).set(matchedBy(askedOf(draft.form, values), values)).where(eq(entries.id, draft.id));
  const { code, title, cycle, programme } = draft;
  for (const person of await correspondents(ctx, draft.cityId, { viewers: true })) {
    const { locale } = person;
    await owe(ctx, { ...person, dedupe: `entry-submitted:${submission!.id}:${person.accountId}`, kind: "entry-submitted", params: {
      code, title, programme: say(programme.name, locale), sha256: sealed.sha256, link: `${address}/submission`, copy: `${address}/copy.pdf`, submission: submission!.id,
      receivedProgramme: formatMoment(sealed.receivedAt, locale, cycle.timeZone), receivedUtc: formatMoment(sealed.receivedAt, locale, "UTC"),
    } });
  }
}
