import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound } from "#app/domain/errors.ts";
import { changeRound, createRound } from "#app/domain/round/commands.server.ts";
import { stateRules } from "#app/domain/proof/commands.server.ts";
import { getRound, lockRound, roundsOf } from "#app/domain/round/queries.server.ts";
import type { RoundSettings } from "#app/domain/round/rules.ts";
import type { Db } from "#db/client.server.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aJudgedCycle,
  anAssignment,
  aPanelMember,
  aRound,
  aRubric,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";

const { db } = await testDatabase();
const staff = async (tx: Db, role: "secretariat" | "observer" | "administrator" = "secretariat") => ({
  db: tx,
  actor: await aStaffMember(tx, role),
  now: JUDGING,
});

async function settings(tx: Db, cycleId: string, given: Partial<RoundSettings> = {}): Promise<RoundSettings> {
  return {
    name: { en: "Jury" },
    opensAt: new Date("2027-05-01T00:00:00Z"),
    closesAt: new Date("2027-05-31T00:00:00Z"),
    rubricId: given.rubricId ?? (await aRubric(tx, cycleId)).id,
    reviewsPerEntry: 2,
    peersVisible: "never",
    blind: true,
    method: "mean",
    conflictRules: { country: "block", city: "warn", organisation: "off" },
    levels: [{ levelKey: "deserving", places: 30 }],
    ...given,
  };
}

const keep = (round: Awaited<ReturnType<typeof getRound>>): RoundSettings => {
  const { name, opensAt, closesAt, rubricId, reviewsPerEntry, peersVisible, blind, method, conflictRules, levels } =
    round;
  return { name, opensAt, closesAt, rubricId, reviewsPerEntry, peersVisible, blind, method, conflictRules, levels };
};

describe("setting up a round", () => {
  it("puts it last, with its levels, and records it", () =>
    inTransaction(db, async (tx) => {
      const ctx = await staff(tx);
      const first = await aRound(tx);
      const { id } = await createRound(ctx, first.cycleId, await settings(tx, first.cycleId));
      expect((await roundsOf(ctx, first.cycleId)).map((round) => [round.id, round.position])).toEqual([
        [first.id, 1],
        [id, 2],
      ]);
      expect(await getRound(ctx, id)).toMatchObject({
        state: "planned",
        blind: true,
        reviewsPerEntry: 2,
        levels: [{ levelKey: "deserving", places: 30, name: { en: "deserving" } }],
      });
      expect((await eventsOf(ctx, id)).map(({ type }) => type)).toEqual(["round.created"]);
    }));

  it("refuses a rubric or a level of another cycle", () =>
    inTransaction(db, async (tx) => {
      const [ctx, cycle, other] = [await staff(tx), await aJudgedCycle(tx), await aJudgedCycle(tx)];
      await expect(createRound(ctx, cycle.id, await settings(tx, other.id))).rejects.toMatchObject({
        fields: { rubricId: "not-a-choice" },
      });
      await expect(
        createRound(ctx, cycle.id, await settings(tx, cycle.id, { levels: [{ levelKey: "gold", places: 1 }] })),
      ).rejects.toMatchObject({ fields: { "places-gold": "not-a-choice" } });
      await expect(
        createRound(ctx, cycle.id, await settings(tx, cycle.id, { closesAt: new Date("2027-05-01T00:00:00Z") })),
      ).rejects.toMatchObject({ fields: { closesDate: "wrong-order" } });
    }));

  it("refuses a window that has passed, of a new round and of one that has not begun", () =>
    inTransaction(db, async (tx) => {
      const [ctx, cycle] = [await staff(tx), await aJudgedCycle(tx)];
      const [past, over] = [new Date(JUDGING.getTime() - 86_400_000), { closesDate: "in-the-past" }];
      const wanted = await settings(tx, cycle.id);
      const before = { ...wanted, opensAt: new Date(past.getTime() - 86_400_000) };
      for (const closesAt of [past, JUDGING])
        await expect(createRound(ctx, cycle.id, { ...before, closesAt })).rejects.toMatchObject({ fields: over });
      const { id } = await createRound(ctx, cycle.id, wanted);
      await expect(
        changeRound(ctx, id, { ...before, closesAt: past }, { reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({ fields: over });
      await createRound(ctx, cycle.id, { ...before, closesAt: new Date(JUDGING.getTime() + 1) });
    }));

  it("is for the secretariat alone", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const wanted = await settings(tx, round.cycleId);
      for (const role of ["observer", "administrator"] as const)
        await expect(createRound(await staff(tx, role), round.cycleId, wanted)).rejects.toThrow();
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      await expect(
        changeRound({ db: tx, actor: chair, now: JUDGING }, round.id, wanted, { reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(
        changeRound({ db: tx, actor: await aPanelMember(tx, round.id), now: JUDGING }, round.id, wanted, {
          reason: "",
          publicUrl: PUBLIC_URL,
        }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await eventsOf({ db: tx }, round.id)).toEqual([]);
    }));
});

describe("changing a round", () => {
  it("is refused to observers before anything is looked up or held: an invented round answers the same", () =>
    inTransaction(db, async (tx) => {
      const wanted = await settings(tx, (await aJudgedCycle(tx)).id);
      await expect(
        changeRound(await staff(tx, "observer"), "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", wanted, {
          reason: "",
          publicUrl: PUBLIC_URL,
        }),
      ).rejects.toMatchObject({ because: "not-your-role" });
    }));

  it("changes anything before entries are assigned; afterwards only name, window and places", () =>
    inTransaction(db, async (tx) => {
      const [ctx, made] = [await staff(tx), await aRound(tx)];
      const wanted = await settings(tx, made.cycleId, { opensAt: made.opensAt });
      await changeRound(ctx, made.id, wanted, { reason: "More time", publicUrl: PUBLIC_URL });
      const round = await getRound(ctx, made.id);
      expect(round).toMatchObject({
        name: { en: "Jury" },
        blind: true,
        levels: [{ levelKey: "deserving", places: 30 }],
      });

      const reviewer = await aPanelMember(tx, round.id);
      await anAssignment(tx, {
        roundId: round.id,
        entryId: (await aValidEntry(tx, round.cycleId)).id,
        reviewerId: reviewer.id,
      });
      await expect(
        changeRound(ctx, round.id, { ...keep(round), blind: false }, { reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "entries-given",
      });
      await changeRound(
        ctx,
        round.id,
        {
          ...keep(round),
          name: { en: "Final" },
          levels: [{ levelKey: "shortlisted", places: 5 }],
        },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      expect(await getRound(ctx, round.id)).toMatchObject({
        name: { en: "Final" },
        levels: [{ levelKey: "shortlisted", places: 5 }],
      });
      expect((await eventsOf(ctx, round.id)).map(({ type }) => type)).toEqual([
        "round.changed",
        "round.moved",
        "round.changed",
      ]);
    }));

  it("changes which method decides until the round opens, and never after: not by moving its opening either", () =>
    inTransaction(db, async (tx) => {
      const [ctx, made] = [await staff(tx), await aRound(tx)];
      const before = { ...ctx, now: new Date(made.opensAt.getTime() - 1) };
      expect((await getRound(ctx, made.id)).method).toBe("mean");
      await changeRound(
        before,
        made.id,
        { ...keep(await getRound(ctx, made.id)), method: "adjusted" },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      const round = await getRound(ctx, made.id);
      expect(round.method).toBe("adjusted");
      await expect(
        changeRound(
          { ...ctx, now: made.opensAt },
          made.id,
          { ...keep(round), method: "mean" },
          { reason: "", publicUrl: PUBLIC_URL },
        ),
      ).rejects.toMatchObject({ because: "method-fixed", how: "not-now" });

      await anAssignment(tx, {
        roundId: round.id,
        entryId: (await aValidEntry(tx, round.cycleId)).id,
        reviewerId: (await aPanelMember(tx, round.id)).id,
      });
      const later = { ...keep(round), opensAt: new Date("2027-04-20T00:00:00Z") };
      await expect(
        changeRound(ctx, made.id, later, { reason: "Begun too early", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        fields: { opensDate: "has-begun" },
      });
      await expect(
        changeRound(ctx, made.id, { ...later, method: "mean" }, { reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "method-fixed",
        how: "not-now",
      });
      expect(await getRound(ctx, made.id)).toMatchObject({ method: "adjusted", state: "open" });
    }));

  it("fixes what is disclosed with the method, and places once they stand in the public log", () =>
    inTransaction(db, async (tx) => {
      const [ctx, made] = [await staff(tx), await aRound(tx)];
      const before = { ...ctx, now: new Date(made.opensAt.getTime() - 1) };
      await changeRound(
        before,
        made.id,
        { ...keep(await getRound(ctx, made.id)), disclosure: 2 },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      const round = await getRound(ctx, made.id);
      expect(round.disclosure).toBe(2);
      await expect(
        changeRound(ctx, made.id, { ...keep(round), disclosure: 0 }, { reason: "", publicUrl: PUBLIC_URL }),
      ).rejects.toMatchObject({
        because: "method-fixed",
        how: "not-now",
      });
      await changeRound(
        ctx,
        made.id,
        { ...keep(round), levels: [{ levelKey: "shortlisted", places: 7 }] },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      await stateRules(ctx, made.id);
      await changeRound(
        ctx,
        made.id,
        {
          ...keep(round),
          name: { en: "Final" },
          levels: [{ levelKey: "shortlisted", places: 7 }],
        },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      await expect(
        changeRound(
          ctx,
          made.id,
          { ...keep(round), levels: [{ levelKey: "shortlisted", places: 8 }] },
          { reason: "", publicUrl: PUBLIC_URL },
        ),
      ).rejects.toMatchObject({ because: "rules-stated", how: "not-now" });
    }));

  it("keeps the method in the database, whatever the code says", () =>
    inTransaction(db, async (tx) => {
      const made = await aRound(tx);
      await anAssignment(tx, {
        roundId: made.id,
        entryId: (await aValidEntry(tx, made.cycleId)).id,
        reviewerId: (await aPanelMember(tx, made.id)).id,
      });
      await expect(tx.update(rounds).set({ method: "adjusted" }).where(eq(rounds.id, made.id))).rejects.toMatchObject({
        cause: { message: expect.stringContaining("method") },
      });
    }));

  it("is over with the freeze", () =>
    inTransaction(db, async (tx) => {
      const [ctx, made] = [await staff(tx), await aRound(tx)];
      await tx
        .insert(freezes)
        .values({ roundId: made.id, at: JUDGING, by: ctx.actor.id, reviews: 0, scoresSha256: "" });
      const round = await getRound(ctx, made.id);
      expect(round.state).toBe("frozen");
      expect(await lockRound(ctx, made.id, "share")).toMatchObject({ frozen: true });
      await expect(changeRound(ctx, made.id, keep(round), { reason: "", publicUrl: PUBLIC_URL })).rejects.toMatchObject(
        {
          because: "round-frozen",
          how: "not-now",
        },
      );
    }));
});

it("a round exists for its panel, the secretariat and observers, and for nobody else", () =>
  inTransaction(db, async (tx) => {
    const [round, other] = [await aRound(tx), await aRound(tx)];
    for (const actor of [await aStaffMember(tx), await aStaffMember(tx, "observer"), await aPanelMember(tx, round.id)])
      expect((await getRound({ db: tx, actor, now: JUDGING }, round.id)).id).toBe(round.id);
    for (const actor of [await aStaffMember(tx, "administrator"), await aPanelMember(tx, other.id)])
      await expect(getRound({ db: tx, actor, now: JUDGING }, round.id)).rejects.toBeInstanceOf(NotFound);
  }));
