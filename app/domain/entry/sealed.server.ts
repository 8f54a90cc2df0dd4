import { desc, eq, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { type Asker, asker } from "../asker.server.ts";
import { type Actor, type Context, isStaff, teamRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { canReadDraft } from "./policy.ts";
import type { ScanState } from "./rules.ts";
import { type SealedEntry, withoutConfidential, withoutNames } from "./sealed.ts";
import { readsBlind, isOfCoApplicant, visibleTo, lastReadable } from "./visibility.server.ts";
import { withdrawnAt, isCleaned } from "./queries.server.ts";

type StoredSeal = {
  submission: { id: string; number: number; receivedAt: string; acceptedAt: string | null; sha256: string };
  snapshot: SealedEntry;
  confidential: string[];
  identifying: string[];
  states: Record<string, { scan: ScanState; cleaned: boolean }>;
  blind: boolean;
  joint: boolean;
};

/**
 * The last sealed version as one JSON value, for `openSeal`. Null while nothing was sent, and for whoever may not read
 * it. For queries over `entries` joined with `cycles`.
 */
export function sealJson(asker: Asker): SQL<StoredSeal | null> {
  return sql<StoredSeal | null>`case
    when ${visibleTo(asker)} then (
      select json_build_object(
        'submission', json_build_object(
          'id', s.id, 'number', s.number, 'receivedAt', s.received_at, 'acceptedAt', s.accepted_at,
          'sha256', s.sha256
        ),
        'snapshot', s.snapshot::json,
        'confidential', coalesce((
          select json_agg(q.key) from ${questions} q where q.cycle_id = ${entries.cycleId} and q.confidential
        ), '[]'::json),
        'identifying', coalesce((
          select json_agg(q.key)
          from ${questions} q
          where q.cycle_id = ${entries.cycleId} and (q.type = 'place' or q.settings -> 'identifies' = 'true'::jsonb)
        ), '[]'::json),
        'states', coalesce((
          select json_object_agg(f.id, json_build_object('scan', f.scan, 'cleaned', ${isCleaned}))
          from ${attachments} f
          where f.entry_id = ${entries.id}
        ), '{}'::json),
        'blind', ${readsBlind(asker)}, 'joint', ${isOfCoApplicant(asker)}
      )
      from ${lastReadable(asker)} s
    )
  end`;
}

/**
 * What somebody may read of a sealed version; NotFound where there is none for them. Reviewers and chairs get no
 * contact details, and in blind rounds no city and country either, nor files of which there is no copy without personal
 * data: what is not here cannot leak from a page.
 */
export function openSeal(actor: Actor, { cityId }: { cityId: string }, stored: StoredSeal | null) {
  if (!stored) throw new NotFound();
  const { receivedAt, acceptedAt } = stored.submission;
  const submission = {
    ...stored.submission,
    receivedAt: new Date(receivedAt),
    acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
  };
  const isTold = teamRole(actor, cityId) !== undefined || stored.joint || isStaff(actor, "secretariat");
  const withheld = isTold ? ("elsewhere" as const) : !stored.blind ? null : ("here" as const);
  const asOfNow = <File extends { attachmentId: string }>(file: File) => {
    const { scan, cleaned } = stored.states[file.attachmentId] ?? { scan: "off" as const, cleaned: false };
    return { ...file, scan, ...(withheld && !cleaned ? { withheld } : {}) };
  };
  const { endorsement, files, ...rest } = stored.snapshot;
  const signed = endorsement && {
    endorsement: endorsement.letter ? { ...endorsement, letter: asOfNow(endorsement.letter) } : endorsement,
  };
  const whole = { ...rest, files: files.map(asOfNow), ...signed };
  if (isTold) return { submission, sealed: whole, cityId, isWhole: true };
  // Named before any is left out: a file has the same number wherever it is read.
  const named = stored.blind ? withoutNames(whole, stored.identifying) : whole;
  return {
    submission,
    sealed: withoutConfidential(named, stored.confidential),
    cityId: named === whole ? cityId : "",
    isWhole: false,
  };
}

/**
 * The last sealed version of an entry, for whoever may read it and as far as they may; NotFound while nothing was
 * submitted.
 */
export async function getSealedEntry(ctx: Context, entryId: string) {
  const [row] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      cityId: entries.cityId,
      cycleId: entries.cycleId,
      withdrawnAt,
      seal: sealJson(asker(ctx)),
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(eq(entries.id, entryId));
  if (!row) throw new NotFound();
  const { seal, ...entry } = row;
  const { cityId, ...opened } = openSeal(ctx.actor, entry, seal);
  return { entry: { ...entry, cityId }, ...opened };
}

/**
 * The last submission, for the team; NotFound while nothing was submitted, and for whoever may not read the team's
 * draft.
 */
export async function getLastSubmission(ctx: Context, entryId: string) {
  const [found] = await ctx.db
    .select({
      cityId: entries.cityId,
      number: submissions.number,
      receivedAt: submissions.receivedAt,
      acceptedAt: submissions.acceptedAt,
      sha256: submissions.sha256,
      snapshot: submissions.snapshot,
      kind: submissions.kind,
      awaited: submissions.awaited,
      submittedBy: accounts.name,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(accounts, eq(accounts.id, submissions.submittedBy))
    .where(eq(submissions.entryId, entryId))
    .orderBy(desc(submissions.number))
    .limit(1);
  if (!found) throw new NotFound();
  authorise(canReadDraft(ctx.actor, found));
  return found;
}
