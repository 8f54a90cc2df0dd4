import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { assign, recuse } from "#app/domain/assignment/commands.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { type Actor, ANONYMOUS, type Context, PORTAL } from "#app/domain/context.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { stateRules } from "#app/domain/proof/commands.server.ts";
import { statementAt } from "#app/domain/proof/queries.server.ts";
import { saveScore, submitReview } from "#app/domain/review/commands.server.ts";
import { lockScores, unlockScores } from "#app/domain/round/commands.server.ts";
import { openSeed, stateKey } from "#app/domain/scrutiny/commands.server.ts";
import { tellOfSeeds } from "#app/domain/scrutiny/letters.server.ts";
import { canOpenSeed } from "#app/domain/scrutiny/policy.ts";
import { scrutinyOf, unopenedSeeds } from "#app/domain/scrutiny/queries.server.ts";
import { pastedKey, pastedSeed } from "#app/domain/scrutiny/rules.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { notifications } from "#db/schema/notification.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { KEY, PORTAL_URL } from "#tests/support/proved-round.ts";
import { main } from "../../../public/scrutineer.mjs";

const { db } = await testDatabase();
const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-seed-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the scrutineer's program prints. */
async function printed(...args: string[]): Promise<string> {
  const said: string[] = [];
  const out = { log: (line: string) => said.push(line), error: (line: string) => said.push(line) };
  await main(args, { memoryFile: path.join(folder, "scrutineer.json"), out });
  return said.join("\n");
}
await printed("key", "scrutineer.example/nadia", KEY.verifier);
const later = (at: Date) => new Date(at.getTime() + 1000);

describe("who may open a seed of lots", () => {
  const person = (role: "scrutineer" | "reviewer", staff: Actor["staff"] = []): Actor => ({
    ...ANONYMOUS,
    id: "me",
    staff,
    panels: [{ roundId: "round", cycleId: "cycle", role }],
  });
  const asked = {
    roundId: "round",
    cycleId: "cycle",
    frozen: false,
    inConflict: false,
    ruled: true,
    over: true,
  } as const;
  const committed = { ...asked, seed: "committed" } as const;
  const free = person("scrutineer");
  it.each<[string, Verdict, Verdict]>([
    ["a scrutineer who committed to one, between rules and freeze", canOpenSeed(free, committed), yes],
    ["not before the rules", canOpenSeed(free, { ...committed, ruled: false }), notNow("round-not-open")],
    [
      "not while somebody may still score",
      canOpenSeed(free, { ...committed, over: false }),
      notNow("scoring-not-over"),
    ],
    ["not after the freeze", canOpenSeed(free, { ...committed, frozen: true }), notNow("round-frozen")],
    ["not twice", canOpenSeed(free, { ...asked, seed: "opened" }), notNow("seed-opened")],
    ["not without a commitment", canOpenSeed(free, { ...asked, seed: null }), notNow("seed-missing")],
    ["not in conflict", canOpenSeed(free, { ...committed, inConflict: true }), no("conflict")],
    ["not with another part", canOpenSeed(person("scrutineer", ["secretariat"]), committed), no("roles-apart")],
    ["nobody else", canOpenSeed(person("reviewer", ["secretariat"]), committed), hidden],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));
});

describe("a scrutineer's seed of lots", () => {
  const open = async (tx: Db) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle });
    const { id } = await anAccount(tx, { name: "Nadia Brandt" });
    await joinPanel({ db: tx, actor: PORTAL, now: days(-3) }, { roundId: round.id, accountId: id, role: "scrutineer" });
    return { round, ctx: await contextOf(tx, { id }), lin: await contextOf(tx, await aStaffMember(tx)) };
  };
  const rule = (ctx: Context, roundId: string) =>
    transact({ ...ctx, actor: PORTAL }, async (inside) => ({
      result: undefined,
      event: await stateRules(inside, roundId),
    }));
  const state = async (ctx: Context, roundId: string, ...of: string[]) =>
    stateKey(ctx, roundId, pastedKey(await printed("state", ...of)), KEY, PORTAL_URL);

  it("is committed to with the key before the rules, opened after them, and named by the freeze", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx, lin } = await open(tx);
      await state(ctx, round.id, round.id);
      const key = (await statementAt(ctx, "scrutineer", { roundId: round.id }))!;
      expect(key.statement).toMatchObject({ v: 2, seed: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      expect(await unopenedSeeds(ctx, round.id)).toBe(1);
      const seed = pastedSeed(await printed("seed", round.id));
      await expect(openSeed(ctx, round.id, seed)).rejects.toMatchObject({ because: "round-not-open" });
      await rule(ctx, round.id);
      const opening = notNow("scoring-not-over");
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({ seed: "committed", opening });
      await expect(openSeed(ctx, round.id, seed)).rejects.toMatchObject({ because: "scoring-not-over" });
      const after = { ...ctx, now: later(round.closesAt) };
      expect((await scrutinyOf({ ...ctx, now: round.closesAt }, round.id)).opening).toEqual(opening);
      expect((await scrutinyOf(after, round.id)).opening).toEqual(yes);
      for (const other of ["", "0".repeat(64), pastedSeed(await printed("seed", "another round"))])
        await expect(openSeed(after, round.id, other)).rejects.toMatchObject({ fields: { seed: "not-your-seed" } });
      await openSeed(after, round.id, seed);
      expect(await tellOfSeeds({ ...after, actor: PORTAL }, PORTAL_URL)).toBe(0);
      expect(await eventsOf(ctx, ctx.actor.id)).toContainEqual(
        expect.objectContaining({ type: "scrutineer.seed-opened", actorId: ctx.actor.id }),
      );
      await expect(openSeed(ctx, round.id, seed)).rejects.toMatchObject({ because: "seed-opened" });
      expect([await unopenedSeeds(ctx, round.id), (await scrutinyOf(ctx, round.id)).seed]).toEqual([0, "opened"]);
      const opened = (await statementAt(ctx, "seed", { roundId: round.id }))!;
      expect(opened.statement).toEqual({ type: "seed", v: 1, round: round.id, scrutineer: key.index, seed });
      await freezeRound(lin, round.id);
      await signLog(lin, KEY);
      expect((await statementAt(ctx, "freeze", { roundId: round.id }))!.statement).toMatchObject({
        scrutineers: [key.index],
        opened: [opened.index],
      });
    }));

  it("is not opened while the window is, though all have handed in; once it is, nobody scores again", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx, lin } = await open(tx);
      await state(ctx, round.id, round.id);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [5, 5] });
      await rule(ctx, round.id);
      const opening = async () => (await scrutinyOf(ctx, round.id)).opening;
      expect(await opening()).toEqual(notNow("scoring-not-over"));
      const why = { reason: "All have handed in", publicUrl: PUBLIC_URL };
      const at = (seconds: number, who: Context) => ({ ...who, now: new Date(who.now.getTime() + seconds * 1000) });
      const told = () => tellOfSeeds({ ...at(3, ctx), actor: PORTAL }, PORTAL_URL);
      const unlock = (seconds: number) =>
        unlockScores(at(seconds, lin), round.id, { closesAt: round.closesAt, ...why });
      await lockScores(lin, round.id, why);
      await unlock(1);
      expect(await opening()).toEqual(notNow("scoring-not-over"));
      expect(await told()).toBe(0);
      await lockScores(at(2, lin), round.id, why);
      expect([await told(), await told()]).toEqual([1, 0]);
      const letters = await tx.select().from(notifications).where(eq(notifications.kind, "seed-due"));
      const link = `${PORTAL_URL}/judging/rounds/${round.id}/scrutiny/seed`;
      expect(letters).toMatchObject([{ accountId: ctx.actor.id, params: { link } }]);
      for (const locale of LOCALES)
        expect(writeLetter("seed-due", letters[0]!.params as LetterParams["seed-due"], locale).text).toContain(link);
      await openSeed(at(3, ctx), round.id, pastedSeed(await printed("seed", round.id)));
      await expect(unlock(4)).rejects.toMatchObject({ because: "seed-is-open" });
      // Nor does anybody choose what counts, by taking a score away or bringing one back: each would be another draw.
      const [task] = await tx.select().from(assignments).where(eq(assignments.roundId, round.id));
      const pair = { roundId: round.id, entryId: task!.entryId, reviewerId: task!.reviewerId };
      const own = await contextOf(tx, { id: task!.reviewerId });
      await expect(recuse(at(4, lin), task!.id, "Not theirs.")).rejects.toMatchObject({ because: "seed-binds" });
      await recuse(at(4, own), task!.id, "I know them.");
      await expect(assign(at(5, lin), pair)).rejects.toMatchObject({ because: "scoring-over" });
    }));

  it("once opened, refuses a score whose form set out before the close, and hands in nothing", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx } = await open(tx);
      await state(ctx, round.id, round.id);
      const reviewer = await aJudge(tx, round);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const { assignment } = await aReview(tx, { round, entry, reviewer, values: [5, 4], submitted: false });
      await rule(ctx, round.id);
      const slow = { ...(await contextOf(tx, reviewer)), now: round.closesAt };
      const score = (value: number, baseVersion: number) => ({
        assignmentId: assignment.id,
        criterionId: round.criteria[0]!.id,
        read: () => ({ value, baseVersion }),
      });
      const { version } = await saveScore(slow, score(4, 1));
      await openSeed({ ...ctx, now: later(round.closesAt) }, round.id, pastedSeed(await printed("seed", round.id)));
      expect(await saveScore(slow, score(4, 1))).toMatchObject({ version });
      await expect(saveScore(slow, score(3, version))).rejects.toMatchObject({ because: "round-closed" });
      await expect(submitReview(slow, assignment.id)).rejects.toMatchObject({ because: "round-closed" });
    }));

  it.each([true, false])("that nobody opened is counted on record with the freeze (rules before it: %s)", (ruled) =>
    inTransaction(db, async (tx) => {
      const { round, ctx, lin } = await open(tx);
      await state(ctx, round.id, round.id);
      if (ruled) await rule(ctx, round.id);
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({ ruledWithFreeze: false });
      const frozen = { ...lin, now: later(lin.now) };
      await freezeRound(frozen, round.id);
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({
        seed: "committed",
        opening: notNow("round-frozen"),
        ruledWithFreeze: !ruled,
      });
      const [event] = (await tx.select().from(auditEvents).where(eq(auditEvents.type, "round.frozen"))).filter(
        ({ payload }) => payload.toString().includes(round.id),
      );
      expect(JSON.parse(event!.payload.toString()).details).toMatchObject({ seedsUnopened: 1 });
    }),
  );

  it("stands with no key that is stated after the rules, nor with one for another round", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx } = await open(tx);
      await expect(state(ctx, round.id, "another round")).rejects.toMatchObject({
        fields: { key: "not-a-scrutineer-key" },
      });
      await rule(ctx, round.id);
      await expect(state(ctx, round.id, round.id)).rejects.toMatchObject({ fields: { key: "seed-too-late" } });
      expect(await statementAt(ctx, "scrutineer", { roundId: round.id })).toBeNull();
      await state(ctx, round.id);
      expect((await statementAt(ctx, "scrutineer", { roundId: round.id }))!.statement).toMatchObject({ v: 1 });
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({ seed: null, opening: notNow("seed-missing") });
    }));

  it("follows from the key and the round alone", async () => {
    const seeds = await Promise.all(
      ["one", "one", "two"].map(async (round) => pastedSeed(await printed("seed", round))),
    );
    expect(new Set(seeds).size).toBe(2);
    expect(seeds[0]).toBe(seeds[1]);
  });
});
