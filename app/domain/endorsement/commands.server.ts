import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { endorsements } from "#db/schema/endorsement.ts";
import { formatMoment } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { tokenId } from "../link/queries.server.ts";
import { type KeptFile, keepLetter } from "../attachment/commands.server.ts";
import { canonical, entryStream, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { isUnderWay } from "../entry/policy.ts";
import { type Draft, getDraft, lockEntry } from "../entry/queries.server.ts";
import { contentOf } from "../entry/sealed.ts";
import { Invalid, NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canAsk } from "./policy.ts";
import { getSigning } from "./queries.server.ts";
import { isSettled, LETTER, SIGNING_TIME } from "./rules.ts";

type Endorser = { name: string; office: string; email: string };

/**
 * Mails a link to sign off exactly what the entry says now; answers the hash of that. An earlier link that nobody
 * answered leads nowhere any more.
 */
export function askEndorsement(
  outer: Context,
  entryId: string,
  endorser: Endorser,
  locale: Locale,
  publicUrl: string,
): Promise<string> {
  return transact(outer, async (ctx) => {
    const { draft, snapshot, hash } = await toEndorse(ctx, entryId);
    const token = randomBytes(32).toString("base64url");
    const expiresAt = new Date(ctx.now.getTime() + SIGNING_TIME);
    const [asked] = await ctx.db
      .insert(endorsements)
      .values({
        entryId,
        ...endorser,
        tokenId: tokenId(token),
        snapshot,
        sha256: hash,
        askedAt: ctx.now,
        askedBy: ctx.actor.id,
        expiresAt,
      })
      .returning({ id: endorsements.id });
    await owe(ctx, {
      dedupe: `endorsement:${asked!.id}`,
      accountId: null,
      email: endorser.email,
      locale,
      kind: "endorsement-asked",
      params: {
        name: endorser.name,
        city: draft.cityName,
        title: draft.title,
        cycle: say(draft.cycle.name, locale),
        asker: ctx.actor.name,
        sha256: hash,
        until: formatMoment(expiresAt, locale, draft.cycle.timeZone),
        link: `${publicUrl}/endorsements/${token}`,
      },
    });
    return {
      result: hash,
      event: {
        type: "endorsement.asked",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { endorsement: asked!.id, sha256: hash },
      },
    };
  });
}

/**
 * What is to be signed off now, once an earlier link leads nowhere any more. Refuses whoever may not have it signed.
 */
async function toEndorse(ctx: Context, entryId: string): Promise<{ draft: Draft; snapshot: string; hash: string }> {
  await lockEntry(ctx, entryId);
  const draft = await getDraft(ctx, entryId);
  const snapshot = canonical(contentOf(draft));
  const hash = sha256(snapshot);
  authorise(
    canAsk(
      ctx.actor,
      { ...draft, rule: draft.cycle.endorsement, isEndorsed: isSettled(draft.endorsement, hash) },
      ctx.now,
    ),
  );
  await ctx.db
    .update(endorsements)
    .set({ replacedAt: ctx.now })
    .where(and(eq(endorsements.entryId, entryId), isNull(endorsements.answeredAt), isNull(endorsements.replacedAt)));
  return { draft, snapshot, hash };
}

/**
 * Takes a letter signed by hand as the sign-off of exactly what the entry says now, and answers its id. That text must
 * be the one its sender saw (`sha256`): else Invalid. Throws Invalid with a FileProblem for what is no letter, Refused
 * when the entry keeps too much already.
 */
export function addLetter(
  outer: Context,
  entryId: string,
  { name, office, sha256: seen }: { name: string; office: string; sha256: string },
  letter: KeptFile,
): Promise<string> {
  return transact(outer, async (ctx) => {
    const { snapshot, hash } = await toEndorse(ctx, entryId);
    if (hash !== seen) throw new Invalid({ letter: "text-changed" });
    const letterId = await keepLetter(ctx, entryId, LETTER, letter);
    const [signed] = await ctx.db
      .insert(endorsements)
      .values({
        entryId,
        name,
        office,
        letterId,
        snapshot,
        sha256: hash,
        askedAt: ctx.now,
        askedBy: ctx.actor.id,
        answeredAt: ctx.now,
        endorsed: true,
      })
      .returning({ id: endorsements.id });
    const details = { endorsement: signed!.id, sha256: hash, attachment: letterId, letter: letter.file.sha256 };
    return {
      result: letterId,
      event: { type: "endorsement.letter-added", stream: entryStream(entryId), subjectId: entryId, details },
    };
  });
}

/**
 * The endorser's answer, once, from a link and without an account. Whoever asked gets a letter. Refused once the entry
 * cannot change any more.
 */
export function answerEndorsement(
  outer: Context<Actor>,
  token: string,
  { endorsed, reason }: { endorsed: boolean; reason: string },
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, (await getSigning(ctx, token)).entryId);
    const { id, entryId, entry, cycle, name, office, sha256: hash, asker, sealed } = await getSigning(ctx, token);
    authorise(isUnderWay({ ...entry, cycle }, ctx.now));
    const [answered] = await ctx.db
      .update(endorsements)
      .set({ answeredAt: ctx.now, endorsed, reason })
      .where(and(eq(endorsements.id, id), isNull(endorsements.answeredAt)))
      .returning({ id: endorsements.id });
    if (!answered) throw new NotFound();
    await owe(ctx, {
      dedupe: `endorsement-answered:${id}`,
      accountId: asker.id,
      email: asker.email,
      locale: asker.locale,
      kind: "endorsement-answered",
      params: {
        code: entry.code,
        title: sealed.title,
        name,
        office,
        answer: endorsed ? "yes" : "no",
        reason,
        link: `${publicUrl}/entries/${entryId}/endorsement`,
      },
    });
    return {
      result: undefined,
      event: {
        type: endorsed ? "endorsement.given" : "endorsement.declined",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { endorsement: id, sha256: hash },
      },
    };
  });
}
