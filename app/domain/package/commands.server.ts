import { and, eq, isNull } from "drizzle-orm";
import { packages } from "#db/schema/package.ts";
import { isStoreAway, type Stored } from "#app/outside/files/files.ts";
import { entryStream } from "../audit/rules.ts";
import type { LogKey } from "../commitment/note.ts";
import { mayConfirm } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { holdRounds } from "../cycle/queries.server.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { NotFound } from "../errors.ts";
import { mayExtend } from "../extension/policy.ts";
import { getExtendable } from "../extension/queries.server.ts";
import { oweAll } from "../notification/commands.server.ts";
import { seal } from "../submission/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canAccept, canConfirm, canDecline } from "./policy.ts";
import { openPackage, packageFacts, proposalOf } from "./queries.server.ts";
import { packedBytes, weighPackage } from "./weighing.server.ts";
import type { Package } from "./rules.ts";

/** What tells that a package is the portal's own, and that the bytes it names are here. */
type Means = { logKey: LogKey; files: { isWhole(file: Stored & { sha256: string }): Promise<boolean> } };

/**
 * Proposes to accept a signed package in the place of a submission; answers the proposal's id. Nothing changes until a
 * second person of the secretariat confirms it; a letter asks those who may. NotFound for what this portal did not sign
 * and for entries one may not know of; 409 where it cannot stand, or the file store cannot tell whether its bytes are
 * here.
 */
export async function proposePackage(
  outer: Context,
  { logKey, files }: Means,
  { note, reason }: { note: string; reason: string },
  publicUrl: string,
): Promise<string> {
  authorise(mayExtend(outer.actor));
  const signed = openPackage(note, logKey);
  if (!signed) throw new NotFound();
  const isHere = await hasBytes(outer, files, signed);
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, signed.id);
    const entry = await getExtendable(ctx, signed.id);
    const { facts } = await weighPackage(ctx, entry, signed, isHere);
    authorise(canAccept(ctx.actor, entry, facts));
    const [made] = await ctx.db
      .insert(packages)
      .values({ entryId: entry.id, note, savedAt: new Date(signed.saved), reason, at: ctx.now, by: ctx.actor.id })
      .onConflictDoNothing()
      .returning({ id: packages.id });
    if (!made) authorise(notNow("already-proposed-right"));
    const { id } = made!;
    const params = {
      name: `${entry.code} (${entry.cityName})`,
      by: ctx.actor.name,
      about: "package",
      reason,
      link: `${publicUrl}/secretariat/packages/${id}`,
    };
    const others = await mayConfirm(ctx, { entryId: entry.id, accountId: ctx.actor.id });
    await oweAll(
      ctx,
      others.map((to) => ({ ...to, dedupe: `package-proposed:${id}:${to.accountId}`, kind: "proposal-made", params })),
    );
    return {
      result: id,
      event: {
        type: "package.proposed",
        stream: entryStream(entry.id),
        subjectId: entry.id,
        details: { package: id, sha256: signed.sha256 },
      },
    };
  });
}

/**
 * The second person agrees: exactly what the package says becomes the entry's next submission, received when its last
 * save was and accepted now. What was saved since stays in the draft. Weighed anew under the entry's lock: whatever the
 * team has sent or anybody decided meanwhile refuses it.
 */
export async function confirmPackage(
  outer: Context,
  { logKey, files }: Means,
  id: string,
  publicUrl: string,
): Promise<void> {
  const named = openPackage((await proposalOf(outer, id)).proposal.note, logKey);
  const isHere = named ? await hasBytes(outer, files, named) : true;
  await transact(outer, async (ctx) => {
    await holdEntry(ctx, id);
    const { proposal, entry, weighed } = await packageFacts(ctx, logKey, id, isHere);
    authorise(canConfirm(ctx.actor, entry, weighed?.facts ?? null, proposal));
    const { signed, draft, sealed } = weighed!;
    await decide(ctx, id, "confirmed");
    const { event } = await seal(
      ctx,
      draft,
      sealed,
      {
        kind: "package",
        by: ctx.actor.id,
        awaited: [],
        together: signed.together.map((city) => city.id),
        savedAt: new Date(signed.saved),
      },
      publicUrl,
    );
    return {
      result: undefined,
      event: [
        {
          type: "package.accepted",
          stream: entryStream(entry.id),
          subjectId: entry.id,
          details: { package: id, sha256: signed.sha256 },
        },
        event,
      ],
    };
  });
}

/** Leaves the entry as it is: whoever could confirm it turns the proposal down, or takes back their own. */
export function declinePackage(outer: Context, id: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await holdEntry(ctx, id);
    const { proposal, entry } = await proposalOf(ctx, id);
    authorise(canDecline(ctx.actor, proposal));
    await decide(ctx, id, proposal.by === ctx.actor.id ? "withdrawn" : "declined");
    return {
      result: undefined,
      event: { type: "package.declined", stream: entryStream(entry.id), subjectId: entry.id, details: { package: id } },
    };
  });
}

/** The entry of a proposal, then the rounds of its cycle: what is read after it is what stands. */
async function holdEntry(ctx: Context, id: string): Promise<void> {
  const { entry } = await proposalOf(ctx, id);
  await lockEntry(ctx, entry.id);
  await holdRounds(ctx, entry.cycle.id);
}

async function decide(
  { db, actor, now }: Context,
  id: string,
  outcome: "confirmed" | "declined" | "withdrawn",
): Promise<void> {
  await db
    .update(packages)
    .set({ outcome, decidedAt: now, decidedBy: actor.id })
    .where(and(eq(packages.id, id), isNull(packages.outcome)));
}

/**
 * Whether the store holds every file of a package, byte for byte; null where it cannot tell now. Read outside the
 * transaction, for bytes never change once they are written.
 */
async function hasBytes(ctx: Context, files: Means["files"], signed: Package): Promise<boolean | null> {
  const stored = await packedBytes(ctx, signed);
  try {
    for (const file of stored) if (!(await files.isWhole(file))) return false;
    return true;
  } catch (error) {
    if (isStoreAway(error)) return null;
    throw error;
  }
}
