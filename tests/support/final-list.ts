import { signLog } from "#app/domain/commitment/commands.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { approveList, openListCorrection } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "./address.ts";
import { aCity, aMember, aStaffMember } from "./factories.ts";
import { KEY } from "./proved-round.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf } from "./judging.ts";

/**
 * A frozen round of three entries, one of which has a place; who decides there, one of them in conflict with every
 * entry; and the owners of the first two.
 */
export async function aFrozenRound(db: Db) {
  const cycle = await aContest(db);
  const round = await aScoredRound(db, { cycle, places: { shortlisted: 1 } });
  const [reviewer, chair, peer] = [
    await aJudge(db, round),
    await aJudge(db, round, { role: "chair" }),
    await aJudge(db, round, { role: "chair", countries: ["UG"] }),
  ];
  const [lin, chen, ingrid, conflicted] = [
    await contextOf(db, await aStaffMember(db)),
    await contextOf(db, await aStaffMember(db)),
    await contextOf(db, chair),
    await contextOf(db, peer),
  ];
  const candidate = async (title: string, value: number) => {
    const entry = await aCandidate(db, { cycle, city: await aCity(db, { name: `City of ${title}` }), title });
    await aReview(db, { round, entry, reviewer, values: [value, value] });
    return entry;
  };
  const [first, second, third] = [
    await candidate("First", 5),
    await candidate("Second", 3),
    await candidate("Third", 1),
  ];
  const [amara, lucia] = [await aMember(db, first.city.id), await aMember(db, second.city.id)];
  await freezeRound(ingrid, round.id);
  const finalise = async () => {
    await proposeShortlist(ingrid, round.id);
    await approveList(lin, round.id, PUBLIC_URL);
  };
  return { cycle, round, lin, chen, ingrid, conflicted, first, second, third, amara, lucia, finalise };
}
export type FrozenRound = Awaited<ReturnType<typeof aFrozenRound>>;

/** As `aFrozenRound`, with a list that two people have signed. */
export async function aFinalList(db: Db): Promise<FrozenRound> {
  const made = await aFrozenRound(db);
  await made.finalise();
  return made;
}

/** Opens a list again as it may be once the log is signed up to it. */
export async function openAgain(ctx: Context, roundId: string, reason: string): Promise<void> {
  await signLog({ ...ctx, actor: PORTAL }, KEY);
  await openListCorrection(ctx, roundId, reason);
}

/** The first entry off the list and the second on it, in a correction that is open; not yet signed. */
export async function chooseAnew({ lin, round, first, second }: FrozenRound): Promise<void> {
  await select(lin, { roundId: round.id, entryId: first.id, levelKey: null, reason: "Found ineligible." });
  await select(lin, { roundId: round.id, entryId: second.id, levelKey: "shortlisted", reason: "Next in the ranking." });
}

/** Both signatures under a correction that is open. */
export async function signAnew({ lin, chen, round }: FrozenRound): Promise<void> {
  await proposeShortlist(lin, round.id);
  await approveList(chen, round.id, PUBLIC_URL, (await signingOf(chen, round.id)).listSha256);
}
