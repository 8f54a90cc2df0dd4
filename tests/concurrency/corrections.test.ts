import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { PORTAL, type Context } from "#app/domain/context.ts";
import {
  approveList,
  bringOutCorrections,
  dropListCorrection,
  publishCorrection,
} from "#app/domain/correction/commands.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { signingOf } from "#app/domain/shortlist/queries.server.ts";
import { corrections } from "#db/schema/correction.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aFinalList, chooseAnew, openAgain } from "#tests/support/final-list.ts";
import { aJudge, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });

/** A published list whose correction one person has proposed and two others may approve. */
async function aProposed() {
  const { round, lin, chen, ...made } = await aFinalList(db);
  const wei = await contextOf(db, await aStaffMember(db));
  await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
  await openAgain(lin, round.id, "Found ineligible.");
  await chooseAnew({ round, lin, chen, ...made });
  await proposeShortlist(lin, round.id);
  const { listSha256 } = await signingOf(chen, round.id);
  const approve = (ctx: Context) => approveList(ctx, round.id, PUBLIC_URL, listSha256);
  return { ...made, round, lin, chen, wei, approve };
}

it("of two who approve a corrected list at once one signs, and the other hears that it is final", async () => {
  const { chen, wei, approve } = await aProposed();
  await expect(
    oneAfterTheOther(
      db,
      (tx) => approve(within(chen, tx)),
      () => approve(wei),
    ),
  ).rejects.toMatchObject({ because: "already-finalised" });
});

it("a correction that is dropped while somebody approves it is signed by nobody", async () => {
  const { round, lin, chen, approve } = await aProposed();
  await expect(
    oneAfterTheOther(
      db,
      (tx) => dropListCorrection(within(lin, tx), round.id),
      () => approve(chen),
    ),
  ).rejects.toMatchObject({ because: "already-finalised" });
});

it("the portal brings a correction out once, though it runs twice at once", async () => {
  const { round, lin, chen, approve } = await aProposed();
  await approve(chen);
  await publishCorrection(lin, { roundId: round.id, at: days(2), pictures: [], publicUrl: PUBLIC_URL });
  const portal = { db, actor: PORTAL, now: days(2) };
  expect(
    await oneAfterTheOther(
      db,
      (tx) => bringOutCorrections({ ...portal, db: tx }, PUBLIC_URL),
      () => bringOutCorrections(portal, PUBLIC_URL),
    ),
  ).toBe(0);
  expect(await db.$count(corrections, eq(corrections.publicVersion, 2))).toBe(1);
});

describe("a correction and the round that is to judge by its list", () => {
  const aRoundAfter = async () => {
    const { cycle, round, lin, first } = await aFinalList(db);
    const later = await aScoredRound(db, { cycle, position: 2 });
    const given = { roundId: later.id, entryId: first.id, reviewerId: (await aJudge(db, later)).id };
    return {
      begin: (tx: Context["db"]) => assign(within(lin, tx), given),
      open: (tx: Context["db"]) => openAgain(within(lin, tx), round.id, "Found ineligible."),
    };
  };

  it("the round that begins while the list is opened again waits, and does not begin", async () => {
    const { begin, open } = await aRoundAfter();
    await expect(oneAfterTheOther(db, open, () => begin(db))).rejects.toMatchObject({
      because: "basis-in-correction",
    });
  });

  it("a list is not opened again while a round begins to judge by it", async () => {
    const { begin, open } = await aRoundAfter();
    await expect(oneAfterTheOther(db, begin, () => open(db))).rejects.toMatchObject({ because: "later-round-begun" });
  });
});
