import { and, eq, isNotNull, notInArray } from "drizzle-orm";
import { citations } from "#db/schema/citation.ts";
import { corrections } from "#db/schema/correction.ts";
import { decisions } from "#db/schema/decision.ts";
import { honours } from "#db/schema/honour.ts";
import { publications, results } from "#db/schema/result.ts";
import { finalisations, selections } from "#db/schema/shortlist.ts";
import { apart } from "../apart.ts";
import { type AuditEvent, canonical, type JsonObject, roundStream, sha256 } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { type AwardedEntry, awardedEntries, type Publication, publicationOf } from "../decision/queries.server.ts";
import { questionsOf } from "../entry/rules.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { Stale } from "../errors.ts";
import { correctList } from "../proof/outcome.server.ts";
import { disclosedOf } from "../proof/queries.server.ts";
import { type Decided, isAwarded, publicNumbers } from "../proof/rules.ts";
import { formOf } from "../question/queries.server.ts";
import { faceOf } from "../result/face.ts";
import { tellOfCorrection } from "../result/letters.server.ts";
import { picturesOf } from "../result/pictures.server.ts";
import { choosePictures } from "../result/publishing.server.ts";
import { isOff } from "../result/rules.ts";
import { hasLaterBegun, lockRound, lockRoundsFrom, type Round, roundsOf } from "../round/queries.server.ts";
import { signSecond } from "../shortlist/commands.server.ts";
import { signableList, standingPlaces, wholeList } from "../shortlist/queries.server.ts";
import { changedFrom, decidedOf } from "../shortlist/rules.ts";
import { countedEntries } from "../statistics/queries.server.ts";
import { statisticsOf } from "../statistics/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canDropCorrection, canOpenCorrection, canPublishCorrection, canStand } from "./policy.ts";
import { correctionFacts, dueCorrections, sealedOf } from "./queries.server.ts";
import { changeOf } from "./rules.ts";

/**
 * Begins the next version of a list that two people have signed, for a reason that the public will read: from then on
 * levels and honours are chosen again, from the same frozen ranking, and the list that stands stays as it is until two
 * have signed the next and it is out. 409 before a list is final, while it is being corrected already, and once a later
 * round judges by it.
 */
export function openListCorrection(outer: Context, roundId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRoundsFrom(ctx, roundId);
    const { facts } = await correctionFacts(ctx, roundId);
    authorise(canOpenCorrection(ctx.actor, facts));
    const chosen = await ctx.db.select().from(selections).where(eq(selections.roundId, roundId));
    const before = chosen.map(({ roundId: _here, at, ...choice }) => ({ ...choice, at: at.toISOString() }));
    const given = await ctx.db.select().from(honours).where(eq(honours.roundId, roundId));
    const honoursBefore = given.map(({ roundId: _here, at, ...honour }) => ({ ...honour, at: at.toISOString() }));
    const version = 1 + (await ctx.db.$count(finalisations, eq(finalisations.roundId, roundId)));
    const opened = { openedAt: ctx.now, openedBy: ctx.actor.id };
    await ctx.db.insert(corrections).values({ roundId, version, reason, ...opened, before, honoursBefore });
    return { result: undefined, event: event("correction.opened", roundId, { version, reasonSha256: sha256(reason) }) };
  });
}

/**
 * Drops the next version of a list that is not out yet, signatures and all: choices are again what they were when it
 * was opened. Its row stays, and so does the audit trail. 409 where there is none.
 */
export function dropListCorrection(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { facts, correction } = await correctionFacts(ctx, roundId);
    authorise(canDropCorrection(ctx.actor, facts));
    const { id, version } = correction!;
    const [kept] = await ctx.db.select().from(corrections).where(eq(corrections.id, id));
    const signature = and(eq(finalisations.roundId, roundId), eq(finalisations.version, version));
    const [signed] = await ctx.db
      .delete(finalisations)
      .where(signature)
      .returning({ approvedAt: finalisations.approvedAt });
    if (signed?.approvedAt) await unsignWords(ctx, roundId, signed.approvedAt);
    await ctx.db.delete(selections).where(eq(selections.roundId, roundId));
    if (kept!.before.length > 0)
      await ctx.db
        .insert(selections)
        .values(kept!.before.map((choice) => ({ ...choice, roundId, at: new Date(choice.at) })));
    await ctx.db.delete(honours).where(eq(honours.roundId, roundId));
    if (kept!.honoursBefore.length > 0)
      await ctx.db
        .insert(honours)
        .values(kept!.honoursBefore.map((honour) => ({ ...honour, roundId, at: new Date(honour.at) })));
    await ctx.db.update(corrections).set({ droppedAt: ctx.now, droppedBy: ctx.actor.id }).where(eq(corrections.id, id));
    return { result: undefined, event: event("correction.dropped", roundId, { version }) };
  });
}

/** Words about entries that came on with a list are signed no more, where they were with it and it was dropped. */
async function unsignWords(ctx: Context, roundId: string, approvedAt: Date): Promise<void> {
  const listed = [...(await standingPlaces(ctx, roundId))].flatMap(([id, place]) => (isAwarded(place) ? [id] : []));
  await ctx.db
    .update(citations)
    .set({ approvedAt: null, approvedBy: null })
    .where(
      and(
        ...[eq(citations.roundId, roundId), eq(citations.version, 1), eq(citations.approvedAt, approvedAt)],
        notInArray(citations.entryId, listed),
      ),
    );
}

/**
 * The second signature under a list, as `signSecond` says. `seen` is the fingerprint of what the person read. A
 * corrected list of which nothing is public, and nothing waits for the end of an embargo, stands from then on.
 */
export function approveList(outer: Context, roundId: string, publicUrl: string, seen?: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRoundsFrom(ctx, roundId);
    const signed = await signSecond(ctx, roundId, seen);
    const { round, facts, publication } = await correctionFacts(ctx, roundId);
    authorise(canStand(facts));
    const isOut = publication !== null && publication.withdrawnAt === null;
    const out = facts.signed && !isOut ? await bringOut(ctx, round, publicUrl) : [];
    return { result: undefined, event: [...signed, ...out] };
  });
}

/**
 * Puts a signed correction in the place of the list that stands, now or at a moment to come; `pictures` of entries that
 * come on the list become public with it. 403 for the chair, 409 before two people have signed it.
 */
export function publishCorrection(
  outer: Context,
  { roundId, at, pictures, publicUrl }: { roundId: string; at: Date; pictures: readonly string[]; publicUrl: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRoundsFrom(ctx, roundId);
    const { round, facts, correction, publication } = await correctionFacts(ctx, roundId);
    authorise(canPublishCorrection(ctx.actor, facts));
    const { id, version } = correction!;
    const changed = changedFrom(await wholeList(ctx, roundId, round.levels), await standingPlaces(ctx, roundId));
    const sealed = await sealedOf(
      ctx,
      changed.map(({ entryId }) => entryId),
    );
    const chosen = await choosePictures(ctx, { round, publication }, sealed, pictures);
    const shown = [...chosen.pictures.values()].flat().map((picture) => picture.id);
    const dueAt = at > ctx.now ? at : ctx.now;
    await ctx.db.update(corrections).set({ dueAt, dueBy: ctx.actor.id, pictures: shown }).where(eq(corrections.id, id));
    const scheduled = event("correction.scheduled", roundId, { version, dueAt: dueAt.toISOString() });
    return { result: undefined, event: dueAt > ctx.now ? scheduled : await bringOut(ctx, round, publicUrl) };
  });
}

/**
 * Brings out every signed correction whose moment has come: what the portal does by itself. Gives how many. One that
 * cannot come out keeps no other from it: what went wrong is thrown when all had their turn.
 */
export async function bringOutCorrections(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const bring = (roundId: string) =>
    transact(outer, async (ctx) => {
      await lockRoundsFrom(ctx, roundId);
      const { round: held } = await lockRound(ctx, roundId, "update");
      const round = (await roundsOf(ctx, held.cycleId)).find(({ id }) => id === roundId)!;
      const isDue = (await dueCorrections(ctx)).some((due) => due.roundId === roundId);
      return { result: Number(isDue), event: isDue ? await bringOut(ctx, round, publicUrl) : [] };
    });
  const out = await apart(await dueCorrections(outer), ({ roundId }) => bring(roundId));
  return out.reduce((all, each) => all + each, 0);
}

/** Carries out a signed correction, whose round is held: decisions, public log, and what the public reads. */
async function bringOut(ctx: Context<Actor>, round: Round, publicUrl: string): Promise<AuditEvent[]> {
  const roundId = round.id;
  authorise(canStand({ open: true, judged: await hasLaterBegun(ctx, round) }));
  const { lines, proposal, listSha256, correction } = await signableList(ctx, round);
  if (!correction || !proposal?.approvedAt || proposal.listSha256 !== listSha256)
    throw new Stale("the list is not the one that two people signed");
  const stood = await standingPlaces(ctx, roundId);
  const changed = changedFrom(lines, stood);
  const told = lines.map(decidedOf);
  for (const { entryId, level, reason, honours: given } of await otherThanDecided(ctx, roundId, told))
    await ctx.db
      .update(decisions)
      .set({ levelKey: level, reason, honours: given })
      .where(and(eq(decisions.roundId, roundId), eq(decisions.entryId, entryId)));
  await correctList(ctx, roundId, told, correction.reason);
  const publication = await publicationOf(ctx, roundId);
  const left = await leftPlaces(ctx, roundId);
  const places = publication
    ? await bringIn(ctx, round, { publicationId: publication.id, correctionId: correction.id, left })
    : new Map<string, string>();
  const changedIds = changed.map(({ entryId }) => entryId);
  const sealed = await sealedOf(ctx, changedIds);
  const changes = changed.map((line) => {
    const { entryId } = line;
    const { title, cityName } = readSnapshot(sealed.find((each) => each.entryId === entryId)!.snapshot);
    const resultId = places.get(entryId) ?? null;
    return { entryId, resultId, title: title || line.title, cityName, ...changeOf(line, stood) };
  });
  const publicVersion = publication && (await nextVersion(ctx, publication));
  const inPublic = publication !== null && !publication.withdrawnAt && publication.publishedAt <= ctx.now;
  await ctx.db
    .update(corrections)
    .set({ outAt: ctx.now, changes, publicVersion, inPublic })
    .where(eq(corrections.id, correction.id));
  const letters =
    publication && publicVersion !== null
      ? await tellOfCorrection(ctx, round, { publicationId: publication.id, publicUrl, ...correction, changes })
      : 0;
  const details = { version: correction.version, publicVersion, changed: changes.length, letters };
  return [event("correction.published", roundId, details)];
}

/** What a list says otherwise than was decided: another level, other honours, or other reasons for the same. */
async function otherThanDecided({ db }: Context<Actor>, roundId: string, told: readonly Decided[]): Promise<Decided[]> {
  const stands = await db.select().from(decisions).where(eq(decisions.roundId, roundId));
  const kept = new Map(stands.map((each) => [each.entryId, each]));
  return told.filter(({ entryId, level, reason, honours: given }) => {
    const was = kept.get(entryId);
    return was?.levelKey !== level || was.reason !== reason || canonical(was.honours) !== canonical(given);
  });
}

/** The next version of what the public reads; null where it never read any, and before it does so again. */
async function nextVersion({ db, now }: Context<Actor>, publication: Publication): Promise<number | null> {
  if (publication.withdrawnAt) return null;
  const wasRead = publication.readSince !== null && publication.readSince <= now;
  if (publication.publishedAt > now) return wasRead ? publication.version : null;
  const [next] = await db
    .update(publications)
    .set({ version: publication.version + 1, revisedAt: now })
    .where(eq(publications.id, publication.id))
    .returning({ version: publications.version });
  return next!.version;
}

/** The rows of entries that an earlier correction took off the list. */
async function leftPlaces({ db }: Context<Actor>, roundId: string): Promise<Map<string, string>> {
  const earlier = await db
    .select({ changes: corrections.changes })
    .from(corrections)
    .where(and(eq(corrections.roundId, roundId), isNotNull(corrections.outAt)))
    .orderBy(corrections.outAt, corrections.version);
  const gone = earlier.flatMap(({ changes }) => changes.filter(isOff));
  return new Map(gone.flatMap(({ entryId, resultId }) => (resultId ? [[entryId, resultId] as const] : [])));
}

type Coming = { publicationId: string; correctionId: string; left: Map<string, string> };

/**
 * Brings what is published in line with what is decided: entries that came off leave the list, others come on, and the
 * rest have the level, honours and reason of now; figures are counted anew. Gives the public row of each entry. One
 * that comes on again has the row that it had, for its address and its certificates.
 */
async function bringIn(
  ctx: Context<Actor>,
  round: Pick<Round, "id" | "cycleId">,
  { publicationId, correctionId, left: before }: Coming,
): Promise<Map<string, string>> {
  const awarded = await awardedEntries(ctx, round.id);
  const kept = await ctx.db
    .select({ id: results.id, entryId: results.entryId })
    .from(results)
    .where(eq(results.publicationId, publicationId));
  const places = new Map(kept.map(({ id, entryId }) => [entryId!, id]));
  const [chosen] = await ctx.db
    .select({ pictures: corrections.pictures })
    .from(corrections)
    .where(eq(corrections.id, correctionId));
  const disclosure = await disclosedOf(ctx, round.id);
  const questions = questionsOf(await formOf(ctx, round.cycleId));
  const joining = awarded.filter(({ entryId }) => !places.has(entryId));
  const candidates = await picturesOf(ctx, round.cycleId, joining);
  for (const [entryId, id] of places) {
    const now = awarded.find((each) => each.entryId === entryId);
    const left = { publicationId: null, pictures: [] };
    await ctx.db
      .update(results)
      .set(now ? { ...placeOf(now), ...publicNumbers(now, disclosure) } : left)
      .where(eq(results.id, id));
  }
  for (const entry of joining) {
    const shown = (candidates.get(entry.entryId) ?? []).filter(({ id }) => chosen!.pictures.includes(id));
    const place = { publicationId, cycleId: round.cycleId, ...faceOf(entry, questions, disclosure), pictures: shown };
    const left = before.get(entry.entryId);
    const [made] = left
      ? await ctx.db.update(results).set(place).where(eq(results.id, left)).returning({ id: results.id })
      : await ctx.db.insert(results).values(place).returning({ id: results.id });
    places.set(entry.entryId, made!.id);
  }
  const statistics = statisticsOf(await countedEntries(ctx, { cycleId: round.cycleId, roundId: round.id }));
  await ctx.db.update(publications).set({ statistics }).where(eq(publications.id, publicationId));
  return places;
}

const placeOf = ({ levelKey, honours: given, reason }: AwardedEntry) => ({ levelKey, honours: given, reason });

const event = (type: AuditEvent["type"], roundId: string, details: JsonObject): AuditEvent => ({
  type,
  stream: roundStream(roundId),
  subjectId: roundId,
  details,
});
