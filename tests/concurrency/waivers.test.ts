import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { confirmWaiver, declareConflict, declineWaiver, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { kindsOf } from "#app/domain/conflict/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import {
  confirmForPanel,
  inviteToPanel,
  removeFromPanel,
  revokeInvitation,
} from "#app/domain/panel/commands.server.ts";
import { openInvitations } from "#app/domain/panel/queries.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { conflictWaivers } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aScoredRound, contextOf } from "#tests/support/judging.ts";
import { oneAfterTheOther, somebodyWaits } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });

/** A reviewer who knows the country of an entry, and two of the secretariat. */
async function aScene(countries = ["BR"]) {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId }, city: await aCity(db, { country: "BR" }) });
  const rafael = await contextOf(db, await aJudge(db, round, { countries }));
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const which = { roundId: round.id, entryId: entry.id, accountId: rafael.actor.id };
  const declare = (ctx: Context, answer: "none" | "conflict") =>
    declareConflict(ctx, { entryId: entry.id, answer, reason: answer === "none" ? "" : "A cousin" });
  const waivers = () =>
    db
      .select()
      .from(conflictWaivers)
      .where(and(eq(conflictWaivers.entryId, entry.id), eq(conflictWaivers.accountId, rafael.actor.id)));
  return { round, rafael, lin, chen, which, declare, waivers };
}

describe("the lifting of a conflict", () => {
  it("that is just being proposed does not cover a conflict declared after it", async () => {
    const { rafael, lin, which, declare, waivers } = await aScene();
    await oneAfterTheOther(
      db,
      (tx) => proposeWaiver(within(lin, tx), { ...which, reason: "left as a child" }, URL),
      () => declare(rafael, "conflict"),
    );
    expect(await waivers()).toEqual([]);
  });

  it("is not confirmed while a conflict is being declared", async () => {
    const { rafael, lin, chen, which, declare, waivers } = await aScene();
    await proposeWaiver(lin, { ...which, reason: "left as a child" }, URL);
    const confirming = oneAfterTheOther(
      db,
      (tx) => declare(within(rafael, tx), "conflict"),
      () => confirmWaiver(chen, which),
    );
    await expect(confirming).rejects.toBeInstanceOf(NotFound);
    expect(await waivers()).toEqual([]);
  });

  it("that is just being turned down is not confirmed", async () => {
    const { lin, chen, which, waivers } = await aScene();
    await proposeWaiver(lin, { ...which, reason: "left as a child" }, URL);
    const confirming = oneAfterTheOther(
      db,
      (tx) => declineWaiver(within(lin, tx), which),
      () => confirmWaiver(chen, which),
    );
    await expect(confirming).rejects.toBeInstanceOf(NotFound);
    expect(await waivers()).toEqual([]);
  });
});

it("a conflict that is just being declared is not taken back from another window", async () => {
  const { rafael, which, declare } = await aScene([]);
  const takingBack = oneAfterTheOther(
    db,
    (tx) => declare(within(rafael, tx), "conflict"),
    () => declare(rafael, "none"),
  );
  await expect(takingBack).rejects.toMatchObject({ because: "needs-second-person" });
  expect(await kindsOf({ db }, which)).toEqual(["declared"]);
});

describe("what waits for a freeze changes nobody of the panel", () => {
  const frozen = { because: "round-frozen", how: "not-now" };
  const proposed = async (roundId: string) =>
    (await db.select({ id: proposals.id }).from(proposals).where(eq(proposals.roundId, roundId)))[0]!.id;

  it("a chair to whom a second person agrees", async () => {
    const { round, lin, chen } = await aScene();
    const email = "chair@kampala.example";
    await inviteToPanel(lin, round.id, { email, role: "chair", reason: "knows the field" }, URL);
    const id = await proposed(round.id);
    const confirming = oneAfterTheOther(
      db,
      (tx) => freezeRound(within(lin, tx), round.id),
      () => confirmForPanel(chen, id, URL),
    );
    await expect(confirming).rejects.toMatchObject(frozen);
    expect(await openInvitations(lin, round.id)).toEqual([]);
  });

  it("a chair to whose end a second person agrees", async () => {
    const { round, lin, chen } = await aScene();
    const chair = await aJudge(db, round, { role: "chair" });
    await removeFromPanel(lin, round.id, chair.id, "moved", URL);
    const id = await proposed(round.id);
    const confirming = oneAfterTheOther(
      db,
      (tx) => freezeRound(within(lin, tx), round.id),
      () => confirmForPanel(chen, id, URL),
    );
    await expect(confirming).rejects.toMatchObject(frozen);
    expect(await db.select().from(panelMembers).where(eq(panelMembers.accountId, chair.id))).toHaveLength(1);
  });

  it("an invitation that is revoked", async () => {
    const { round, lin, chen } = await aScene();
    await inviteToPanel(lin, round.id, { email: "new@kampala.example", role: "reviewer" }, URL);
    const [open] = await openInvitations(lin, round.id);
    const revoking = oneAfterTheOther(
      db,
      (tx) => freezeRound(within(lin, tx), round.id),
      () => revokeInvitation(chen, round.id, open!.id),
    );
    await expect(revoking).rejects.toMatchObject(frozen);
    expect(await openInvitations(lin, round.id)).toHaveLength(1);
  });
});

it("who judges nowhere is refused a declaration at once, and holds no round for it", async () => {
  const { round, lin, chen, declare } = await aScene();
  await db.transaction(async (tx) => {
    await freezeRound(within(lin, tx), round.id);
    const refused = declare(chen, "conflict").then(
      () => "declared",
      (error: unknown) => error,
    );
    const first = await Promise.race([refused, somebodyWaits(db, refused).then(() => "waits for the round")]);
    expect(first).toMatchObject({ because: "not-your-role", how: "never" });
  });
});
