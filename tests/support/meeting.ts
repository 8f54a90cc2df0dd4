import { attend } from "#app/domain/meeting/attendance.server.ts";
import { callItem, addEntries, addMatter, openMeeting } from "#app/domain/meeting/commands.server.ts";
import { openVote, putMotion } from "#app/domain/meeting/motions.server.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { aCity, aStaffMember, JUDGING } from "./factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, contextOf } from "./judging.ts";

export const inConflict = (db: Db, accountId: string, entryId: string) =>
  db.insert(conflictDeclarations).values({ entryId, accountId, answer: "conflict", reason: "a friend", at: JUDGING });

/**
 * A meeting of a frozen round: entries Alpha, Beta and Gamma on its agenda, then a matter in words. Four judges, of
 * whom the last is in conflict with Alpha, as is the second of two chairs; two of the secretariat and a scrutineer.
 */
export async function aMeeting(db: Db, quorum: number | null = null) {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle });
  const entries = [];
  for (const title of ["Alpha", "Beta", "Gamma"])
    entries.push(await aCandidate(db, { cycle, title, city: await aCity(db) }));
  const judges = [];
  for (let at = 0; at < 4; at++) judges.push(await aJudge(db, round, { name: `Judge ${at}` }));
  const [chair, partial] = [
    await aJudge(db, round, { role: "chair", name: "Ingrid" }),
    await aJudge(db, round, { role: "chair", name: "Partial" }),
  ];
  const [lin, scrutineer] = [await aStaffMember(db), await aJudge(db, round, { role: "scrutineer" })];
  for (const { id } of [judges[3]!, partial]) await inConflict(db, id, entries[0]!.id);
  const [a, b, c] = entries.map(({ id }) => id) as [string, string, string];
  const ctx = {
    judges: await Promise.all(judges.map((each) => contextOf(db, each))),
    chair: await contextOf(db, chair),
    partial: await contextOf(db, partial),
    lin: await contextOf(db, lin),
    scrutineer: await contextOf(db, scrutineer),
  };
  await freezeRound(ctx.chair, round.id);
  const meetingId = await openMeeting(ctx.chair, round.id, quorum);
  await addEntries(ctx.chair, meetingId, { ids: [a, b, c] });
  await addMatter(ctx.chair, meetingId, "Next year’s rules");
  return { ...ctx, round, entries, ids: { a, b, c }, meetingId };
}
export type Meeting = Awaited<ReturnType<typeof aMeeting>>;

/** The id of the item about an entry, or of the matter in words. */
export async function itemOf(ctx: Context, meetingId: string, entryId: string | null): Promise<string> {
  return (await roomOf(ctx, meetingId)).items.find((item) => item.entryId === entryId)!.id;
}

export const comes = (ctx: Context, meetingId: string) =>
  attend(ctx, meetingId, { accountId: ctx.actor.id, present: true });
export const leaves = (ctx: Context, meetingId: string) =>
  attend(ctx, meetingId, { accountId: ctx.actor.id, present: false });

/** Calls Alpha up with three judges there, lets who must leave do so, opens the vote on a motion; gives its id. */
export async function aVote(
  { chair, judges, ids, meetingId }: Meeting,
  ...leaving: Context[]
): Promise<{ itemId: string; motionId: string }> {
  for (const judge of judges.slice(0, 3)) await comes(judge, meetingId);
  const itemId = await itemOf(chair, meetingId, ids.a);
  await callItem(chair, meetingId, itemId);
  for (const each of leaving) await leaves(each, meetingId);
  await putMotion(chair, meetingId, { itemId, text: "Alpha belongs on the list" });
  const motionId = (await roomOf(chair, meetingId)).motions[0]!.id;
  await openVote(chair, meetingId, motionId);
  return { itemId, motionId };
}
