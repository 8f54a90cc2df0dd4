import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agendaOf } from "#app/domain/agenda/queries.server.ts";
import { sha256 } from "#app/domain/audit/rules.ts";
import { NotFound } from "#app/domain/errors.ts";
import { stateRules } from "#app/domain/proof/commands.server.ts";
import { finishRound, saveComment, saveSheet, submitReview } from "#app/domain/review/commands.server.ts";
import { changeRound, lockScores, unlockScores } from "#app/domain/round/commands.server.ts";
import { canLockScores, canUnlockScores } from "#app/domain/round/policy.ts";
import { getRound, windowChanges } from "#app/domain/round/queries.server.ts";
import { type RoundState, windowAsTyped, windowStep } from "#app/domain/round/rules.ts";
import { recuse } from "#app/domain/assignment/commands.server.ts";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { rounds, roundWindowChanges } from "#db/schema/round.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  days,
  giveScore,
  type ScoredRound,
} from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const WHY = "A reviewer fell ill";
const moment = (milliseconds: number) => new Date(JUDGING.getTime() + milliseconds);

/** A round that is open, with a review in it, Lin of the secretariat, and the reviewer whose review it is. */
async function aScene(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const rafael = await aJudge(tx, round);
  const review = await aReview(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael, values: [3, 3] });
  const lin = await contextOf(tx, await aStaffMember(tx));
  return { cycle, round, rafael, assignmentId: review.assignment.id, lin };
}

const scoreOf = async (tx: Db, scene: Awaited<ReturnType<typeof aScene>>, now: Date) =>
  giveScore(await contextOf(tx, scene.rafael, now), {
    assignmentId: scene.assignmentId,
    criterionId: scene.round.criteria[0]!.id,
    value: 4,
    reason: "Read again",
    baseVersion: 1,
  });
const stateAt = async (scene: Awaited<ReturnType<typeof aScene>>, now: Date) =>
  (await getRound({ ...scene.lin, now }, scene.round.id)).state;
const settingsOf = async (ctx: Awaited<ReturnType<typeof contextOf>>, { id }: ScoredRound) => {
  const { state: _s, cycle: _c, frozenAt: _f, rubricName: _r, ...round } = await getRound(ctx, id);
  return round;
};

describe("who may lock and unlock scores", () => {
  const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
  const on = (role: "chair" | "reviewer") => person({ panels: [{ roundId: "round", cycleId: "cycle", role }] });
  it.each([
    ["planned", notNow("round-not-open"), notNow("round-not-open")],
    ["open", yes, notNow("round-still-open")],
    ["closed", notNow("round-closed"), yes],
    ["frozen", notNow("round-frozen"), notNow("round-frozen")],
  ] as [RoundState, unknown, unknown][])("%s", (state, lock, unlock) => {
    const secretariat = person({ staff: ["secretariat"] });
    const round = { id: "round", state, seedOpen: false };
    const both = (actor: Actor) => [canLockScores, canUnlockScores].map((may) => may(actor, round));
    expect(both(secretariat)).toEqual([lock, unlock]);
    if (unlock === yes)
      expect(canUnlockScores(secretariat, { ...round, seedOpen: true })).toEqual(notNow("seed-is-open"));
    for (const known of [on("chair"), person({ staff: ["observer"] })])
      expect(both(known)).toEqual([no("not-your-role"), no("not-your-role")]);
    for (const stranger of [on("reviewer"), person({ staff: ["administrator"] }), ANONYMOUS])
      expect(both(stranger)).toEqual([hidden, hidden]);
  });
});

it.each([
  ["an end at this moment", days(5), JUDGING, "locked"],
  ["a later end of an open round", days(5), days(6), "moved"],
  ["an earlier end of an open round", days(5), days(1), "moved"],
  ["a new end of a closed round", days(-1), days(1), "unlocked"],
] as const)("%s is told as such", (_case, was, is, step) =>
  expect(windowStep({ opensAt: days(-9), closesAt: was }, { opensAt: days(-9), closesAt: is }, JUDGING)).toBe(step),
);

it("a moment typed to the second leaves the one that stands within it", () => {
  const standing = { opensAt: days(-9), closesAt: moment(345) };
  expect(windowAsTyped(standing, { opensAt: days(-9), closesAt: JUDGING })).toEqual(standing);
  expect(windowAsTyped(standing, { opensAt: days(-9), closesAt: moment(1000) }).closesAt).toEqual(moment(1000));
});

describe("locking the scores of a round", () => {
  it("closes it at this moment, on record with the end that was promised, and waits on the agenda to be frozen", () =>
    inTransaction(db, async (tx) => {
      const scene = await aScene(tx);
      const { lin, round } = scene;
      const kinds = async (now: Date) => (await agendaOf({ ...lin, now })).map(({ kind }) => kind);
      expect(await kinds(moment(1))).not.toContain("freeze");
      await lockScores(lin, round.id, { reason: WHY, publicUrl: PUBLIC_URL });
      expect([await stateAt(scene, JUDGING), await stateAt(scene, moment(1))]).toEqual(["open", "closed"]);
      await expect(scoreOf(tx, scene, moment(1))).rejects.toMatchObject({ because: "round-closed", how: "not-now" });
      expect(await windowChanges(lin, round.id)).toMatchObject([
        { step: "locked", at: JUDGING, by: lin.actor.name, reason: WHY, from: { closesAt: round.closesAt } },
      ]);
      const [event] = await tx
        .select({ payload: auditEvents.payload })
        .from(auditEvents)
        .where(eq(auditEvents.type, "round.locked"));
      const moments = (...each: Date[]) => each.map((at) => at.toISOString());
      expect(JSON.parse(event!.payload.toString())).toMatchObject({
        subject: round.id,
        details: {
          from: moments(round.opensAt, round.closesAt),
          to: moments(round.opensAt, JUDGING),
          reasonSha256: sha256(WHY),
        },
      });
      expect(await kinds(moment(1))).toContain("freeze");
      expect(await lettersOf(tx)).toEqual([]);
      await freezeRound({ ...lin, now: moment(2) }, round.id);
      await expect(
        unlockScores({ ...lin, now: moment(3) }, round.id, { closesAt: days(2), reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
    }));

  it("refuses what arrives after it, however early its request began, until the round is unlocked", () =>
    inTransaction(db, async (tx) => {
      const scene = await aScene(tx);
      const { cycle, round, rafael, assignmentId, lin } = scene;
      const entry = await aCandidate(tx, { cycle });
      const draft = await aReview(tx, { round, entry, reviewer: rafael, values: [2, 2], submitted: false });
      const [early, later] = [await contextOf(tx, rafael, moment(-60_000)), { ...lin, now: moment(60_000) }];
      const comment = { comment: "Sound", baseVersion: 1 };
      await lockScores(lin, round.id, { reason: WHY, publicUrl: PUBLIC_URL });
      for (const write of [
        () => scoreOf(tx, scene, early.now),
        () => saveComment(early, { assignmentId, ...comment }),
        () => saveSheet(early, assignmentId, () => ({ scores: [], words: [comment] })),
        () => submitReview(early, draft.assignment.id),
        () => finishRound(early, round.id),
      ])
        await expect(write()).rejects.toMatchObject({ because: "round-closed", how: "not-now" });
      await unlockScores(later, round.id, { closesAt: days(2), reason: "Back again", publicUrl: PUBLIC_URL });
      expect(await scoreOf(tx, scene, early.now)).toMatchObject({ version: 2 });
    }));

  it("is told from an announced end: what began before that is still taken", () =>
    inTransaction(db, async (tx) => {
      const scene = await aScene(tx);
      const { lin, round } = scene;
      await changeRound(
        lin,
        round.id,
        { ...(await settingsOf(lin, round)), closesAt: days(1) },
        { reason: WHY, publicUrl: PUBLIC_URL },
      );
      const moved = { ...(await settingsOf(lin, round)), opensAt: days(-2) };
      await changeRound({ ...lin, now: days(2) }, round.id, moved, { reason: WHY, publicUrl: PUBLIC_URL });
      expect(await scoreOf(tx, scene, days(1))).toMatchObject({ version: 2 });
    }));

  it("is refused without a reason, twice, and to whoever does not set rounds up: nothing is changed", () =>
    inTransaction(db, async (tx) => {
      const { lin, round, rafael } = await aScene(tx);
      await expect(lockScores(lin, round.id, { reason: " ", publicUrl: PUBLIC_URL })).rejects.toMatchObject({
        fields: { reason: "required" },
      });
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      await expect(lockScores(chair, round.id, { reason: WHY, publicUrl: PUBLIC_URL })).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(
        lockScores(await contextOf(tx, rafael), round.id, { reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await eventsOf(lin, round.id)).toEqual([]);
      await lockScores(lin, round.id, { reason: WHY, publicUrl: PUBLIC_URL });
      await expect(
        lockScores({ ...lin, now: moment(5) }, round.id, { reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "round-closed",
        how: "not-now",
      });
      expect(await windowChanges(lin, round.id)).toHaveLength(1);
    }));
});

describe("unlocking them", () => {
  it("opens the round until a new end; finish marks stay, and the agenda asks for no freeze", () =>
    inTransaction(db, async (tx) => {
      const scene = await aScene(tx);
      const { lin, round } = scene;
      await tx
        .update(panelMembers)
        .set({ finishedAt: days(-1) })
        .where(eq(panelMembers.roundId, round.id));
      await lockScores(lin, round.id, { reason: WHY, publicUrl: PUBLIC_URL });
      const [later, until] = [{ ...lin, now: moment(60_000) }, days(2)];
      await unlockScores(later, round.id, { closesAt: until, reason: "Back again", publicUrl: PUBLIC_URL });
      expect([await stateAt(scene, until), await stateAt(scene, new Date(until.getTime() + 1))]).toEqual([
        "open",
        "closed",
      ]);
      expect(await scoreOf(tx, scene, days(1))).toMatchObject({ version: 2 });
      expect((await agendaOf({ ...lin, now: days(1) })).map(({ kind }) => kind)).not.toContain("freeze");
      expect((await windowChanges(lin, round.id)).map(({ step, reason }) => [step, reason])).toEqual([
        ["unlocked", "Back again"],
        ["locked", WHY],
      ]);
      expect(await tx.select({ at: panelMembers.finishedAt }).from(panelMembers)).toEqual([{ at: days(-1) }]);
    }));

  it("tells whoever has a review or owes one, each in their language, and nobody else", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, lin } = await aScene(tx);
      const mei = (await anAccount(tx, { name: "Mei", locale: "zh-Hans" })).id;
      const owing = await aJudge(tx, round, { accountId: mei });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: owing });
      await aJudge(tx, round, { name: "Without entries" });
      const left = await aJudge(tx, round, { name: "Stepped back" });
      const task = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: left });
      await recuse(await contextOf(tx, left), task.id, "No time");
      const gone = await aJudge(tx, round, { name: "Disabled" });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: gone });
      await tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, gone.id));
      const tied = await aJudge(tx, round, { name: "In conflict" });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: tied, declared: "conflict" });

      const now = days(6);
      await unlockScores({ ...lin, now }, round.id, { closesAt: days(8), reason: WHY, publicUrl: "https://a.example" });
      const letters = (await lettersOf(tx)).filter(({ kind }) => kind === "round-unlocked");
      expect(letters.map(({ email }) => email).sort()).toEqual([rafael.email, owing.email].sort());
      const ofMei = letters.find(({ email }) => email === owing.email);
      expect(ofMei).toMatchObject({
        locale: "zh-Hans",
        params: { round: "技术委员会", reason: WHY, link: `https://a.example/judging/rounds/${round.id}` },
      });
      expect(ofMei!.params["until"]).toContain("2027年4月23日");
    }));

  it("is refused for an end that is not to come, without a reason, and while the round is open", () =>
    inTransaction(db, async (tx) => {
      const { lin, round } = await aScene(tx);
      await expect(
        unlockScores(lin, round.id, { closesAt: days(9), reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "round-still-open",
      });
      const after = { ...lin, now: days(6) };
      await expect(
        unlockScores(after, round.id, { closesAt: days(6), reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        fields: { date: "in-the-past" },
      });
      await expect(
        unlockScores(after, round.id, { closesAt: days(7), reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        fields: { reason: "required" },
      });
      expect(await windowChanges(lin, round.id)).toEqual([]);
    }));
});

describe("the settings of a round that has begun", () => {
  it("move its window with a reason only, and never end it in the past; the rest changes without", () =>
    inTransaction(db, async (tx) => {
      const { lin, round } = await aScene(tx);
      const standing = await settingsOf(lin, round);
      for (const window of [{ closesAt: days(7) }, { opensAt: days(-9) }])
        await expect(
          changeRound(lin, round.id, { ...standing, ...window }, { reason: "", publicUrl: PUBLIC_URL }),
        ).rejects.toMatchObject({
          fields: { reason: "required" },
        });
      await expect(
        changeRound(lin, round.id, { ...standing, closesAt: days(-1) }, { reason: WHY, publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({ fields: { closesDate: "in-the-past" } });
      expect(await eventsOf(lin, round.id)).toEqual([]);
      await changeRound(lin, round.id, { ...standing, name: { en: "Panel" } }, { reason: "", publicUrl: PUBLIC_URL });
      expect(await windowChanges(lin, round.id)).toEqual([]);
      await changeRound(lin, round.id, { ...standing, closesAt: days(7) }, { reason: WHY, publicUrl: PUBLIC_URL });
      expect(await windowChanges(lin, round.id)).toMatchObject([
        { step: "moved", reason: WHY, from: { closesAt: round.closesAt } },
      ]);
      expect((await eventsOf(lin, round.id)).map(({ type }) => type)).toEqual([
        "round.changed",
        "round.changed",
        "round.moved",
      ]);
      expect(await lettersOf(tx)).toEqual([]);
    }));

  it("never let it begin again, open or closed: it would be anybody's to move without a word", () =>
    inTransaction(db, async (tx) => {
      const { lin, round } = await aScene(tx);
      const standing = await settingsOf(lin, round);
      for (const [now, closesAt] of [
        [JUDGING, round.closesAt],
        [days(6), days(9)],
      ] as const)
        await expect(
          changeRound(
            { ...lin, now },
            round.id,
            { ...standing, opensAt: new Date(now.getTime() + 1000), closesAt },
            { reason: WHY, publicUrl: PUBLIC_URL },
          ),
        ).rejects.toMatchObject({ fields: { opensDate: "has-begun" } });
      expect(await windowChanges(lin, round.id)).toEqual([]);
    }));

  it.each(["its rules are stated", "its window was moved"])(
    "hold for a round that is to open where %s: it has begun",
    (why) =>
      inTransaction(db, async (tx) => {
        const { lin, round } = await aScene(tx);
        if (why === "its rules are stated") await stateRules(lin, round.id);
        else
          await changeRound(
            lin,
            round.id,
            { ...(await settingsOf(lin, round)), closesAt: days(7) },
            { reason: WHY, publicUrl: PUBLIC_URL },
          );
        await tx
          .update(rounds)
          .set({ opensAt: days(1) })
          .where(eq(rounds.id, round.id));
        const standing = await settingsOf(lin, round);
        await expect(
          changeRound(lin, round.id, { ...standing, closesAt: days(8) }, { reason: "", publicUrl: PUBLIC_URL }),
        ).rejects.toMatchObject({
          fields: { reason: "required" },
        });
        await expect(
          changeRound(lin, round.id, { ...standing, disclosure: 2 }, { reason: "", publicUrl: PUBLIC_URL }),
        ).rejects.toMatchObject({
          because: "method-fixed",
        });
        await changeRound(lin, round.id, { ...standing, name: { en: "Panel" } }, { reason: "", publicUrl: PUBLIC_URL });
      }),
  );

  it("unlock a closed round as the page for that does, with letters; before a round begins they ask for nothing", () =>
    inTransaction(db, async (tx) => {
      const { lin, round, rafael } = await aScene(tx);
      const standing = await settingsOf(lin, round);
      await changeRound(
        { ...lin, now: days(6) },
        round.id,
        { ...standing, closesAt: days(9) },
        { reason: WHY, publicUrl: PUBLIC_URL },
      );
      expect(await windowChanges(lin, round.id)).toMatchObject([{ step: "unlocked" }]);
      expect(await lettersOf(tx)).toMatchObject([{ kind: "round-unlocked", email: rafael.email }]);

      const planned = await aScoredRound(tx, { cycle: { id: round.cycleId }, opensAt: days(2), position: 2 });
      await changeRound(
        lin,
        planned.id,
        { ...(await settingsOf(lin, planned)), opensAt: days(3), closesAt: days(4) },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      expect(await getRound(lin, planned.id)).toMatchObject({ opensAt: days(3), closesAt: days(4) });
      expect(await windowChanges(lin, planned.id)).toEqual([]);
    }));
});

it("what stands on record of a window is never changed", () =>
  inTransaction(db, async (tx) => {
    const { lin, round } = await aScene(tx);
    await lockScores(lin, round.id, { reason: WHY, publicUrl: PUBLIC_URL });
    await expect(tx.update(roundWindowChanges).set({ reason: "Another" })).rejects.toMatchObject({
      cause: { message: expect.stringContaining("append-only") },
    });
  }));
