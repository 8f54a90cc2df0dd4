import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { createCycle, moveDeadline, type NewCycle, setEntering } from "#app/domain/cycle/commands.server.ts";
import { deadlineChanges, getCycle, getCycleBySlug, publicCycles } from "#app/domain/cycle/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { createProgramme } from "#app/domain/programme/commands.server.ts";
import { allProgrammes } from "#app/domain/programme/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { recusals } from "#db/schema/assignment.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCycle,
  aForm,
  aMember,
  anAssignment,
  anEntry,
  aPanelMember,
  aProgramme,
  aRound,
  aStaffMember,
  aValidEntry,
  NOW,
} from "#tests/support/factories.ts";

const URL = "https://award.example";
const { db } = await testDatabase();
const LATER = new Date("2027-04-05T15:59:59Z");
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: NOW });

const newCycle = async (tx: Db, given: Partial<NewCycle> = {}): Promise<NewCycle> => ({
  programmeId: (await aProgramme(tx)).id,
  slug: "guangzhou-2027",
  number: 8,
  year: 2027,
  name: { en: "8th Award" },
  call: { en: "Enter." },
  codePrefix: "GZ",
  themes: [],
  levels: [
    { key: "shortlisted", name: { en: "Shortlisted" } },
    { key: "deserving", name: { en: "Deserving", "zh-Hans": "提名" } },
  ],
  opensAt: new Date("2027-03-01T00:00:00Z"),
  closesAt: new Date("2027-03-31T15:59:59Z"),
  timeZone: "Asia/Shanghai",
  ...given,
});

describe("making a cycle", () => {
  it("keeps its levels in order, and records it", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await createCycle(ctx, await newCycle(tx));
      const cycle = await getCycle(ctx, id);
      expect(cycle.levels.map(({ key, position }) => [key, position])).toEqual([
        ["shortlisted", 1],
        ["deserving", 2],
      ]);
      expect(cycle.programme.name).toEqual({ en: "Guangzhou Award" });
      expect((await getCycleBySlug(ctx, "guangzhou-2027")).id).toBe(id);
      expect((await publicCycles(ctx)).map((each) => each.id)).toEqual([id]);
      expect((await eventsOf(ctx, id)).map(({ type }) => type)).toEqual(["cycle.created"]);
    }));

  it.each([
    ["dates in the wrong order", { closesAt: new Date("2027-02-01T00:00:00Z") }, { closesAt: "wrong-order" }],
    ["an unknown zone", { timeZone: "Mars/Olympus" }, { timeZone: "not-a-zone" }],
  ])("refuses %s", (_case, given, fields) =>
    inTransaction(db, async (tx) => {
      await expect(createCycle(await secretariat(tx), await newCycle(tx, given))).rejects.toMatchObject({ fields });
    }),
  );

  it("refuses an address in use", () =>
    inTransaction(db, async (tx) => {
      const { slug } = await aCycle(tx);
      await expect(createCycle(await secretariat(tx), await newCycle(tx, { slug }))).rejects.toMatchObject({
        fields: { slug: "slug-taken" },
      });
    }));

  it("is hidden from an administrator, and so is a programme", () =>
    inTransaction(db, async (tx) => {
      const ctx = { db: tx, actor: await aStaffMember(tx, "administrator"), now: NOW };
      await expect(createCycle(ctx, await newCycle(tx))).rejects.toBeInstanceOf(NotFound);
      await expect(
        createProgramme(ctx, {
          slug: "x",
          name: { en: "X" },
          about: { en: "" },
          timeZone: "UTC",
          contactEmail: "x@x.example",
        }),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it("opens a programme and records it", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const { id } = await createProgramme(ctx, {
        slug: "guangzhou",
        name: { en: "Guangzhou Award" },
        about: { en: "" },
        timeZone: "Asia/Shanghai",
        contactEmail: "a@award.example",
      });
      expect((await allProgrammes(ctx)).map((each) => each.id)).toContain(id);
      expect((await eventsOf(ctx, id)).map(({ type }) => type)).toEqual(["programme.created"]);
    }));
});

describe("moving a deadline", () => {
  it("B93: keeps the old moment, holds for everybody at once, and tells owners and editors of every live entry, each once", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      await aForm(tx, cycle.id);
      const scene = await anEntry(tx, { cycle });
      await anEntry(tx, { cycle, city: scene.city, owner: scene.owner });
      const editor = await aMember(tx, scene.city.id, "editor");
      await aMember(tx, scene.city.id, "viewer");
      const gone = await anEntry(tx, { cycle });
      await tx.insert(withdrawals).values({ entryId: gone.entryId, reason: "", at: NOW, by: gone.owner.id });
      const elsewhere = await anEntry(tx);

      const ctx = await secretariat(tx);
      await moveDeadline(ctx, cycle.id, { closesAt: LATER, reason: "The lines were down" }, URL);
      expect((await getCycle(ctx, cycle.id)).closesAt).toEqual(LATER);
      expect(await deadlineChanges(ctx, cycle.id)).toMatchObject([
        { from: cycle.closesAt, to: LATER, reason: "The lines were down", by: ctx.actor.name },
      ]);
      expect((await eventsOf(ctx, cycle.id)).at(-1)).toMatchObject({
        type: "cycle.deadline-moved",
        actorId: ctx.actor.id,
      });
      const letters = await tx.select().from(notifications).where(eq(notifications.kind, "deadline-moved"));
      expect(letters.map(({ email }) => email).sort()).toEqual([scene.owner.email, editor.email].sort());
      expect(letters.map(({ email }) => email)).not.toContain(elsewhere.owner.email);
      expect(letters[0]?.params).toMatchObject({
        reason: "The lines were down",
        newDeadline: expect.stringContaining("23:59:59 UTC+8"),
        newDeadlineUtc: expect.stringContaining("15:59:59 UTC"),
      });
    }));

  it("tells those who enter together with another city, and those who may still answer, with the way to their entries", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      await aForm(tx, cycle.id);
      const { entryId, owner } = await anEntry(tx, { cycle });
      const ended = { endedAt: NOW, endedBy: owner.id };
      const answered = { answeredAt: NOW, answeredBy: owner.id };
      const asked = async (given: object, role: "owner" | "viewer" = "owner") => {
        const city = await aCity(tx);
        const member = await aMember(tx, city.id, role);
        const invited = { entryId, cityId: city.id, email: member.email, invitedAt: NOW, invitedBy: owner.id };
        await tx.insert(coApplicants).values({ ...invited, ...given });
        return member.email;
      };
      const told = [owner.email, await asked({ ...answered, accepted: true }), await asked({})];
      await asked({ ...answered, accepted: false });
      await asked({ ...answered, accepted: true, ...ended });
      await asked(ended);
      await asked({ email: "desk@city.example" });
      await asked({ ...answered, accepted: true }, "viewer");

      await moveDeadline(await secretariat(tx), cycle.id, { closesAt: LATER, reason: "A flood" }, URL);
      const letters = await tx.select().from(notifications).where(eq(notifications.kind, "deadline-moved"));
      expect(letters.map(({ email }) => email).sort()).toEqual(told.sort());
      expect(letters[0]?.params).toMatchObject({ link: `${URL}/entries` });
    }));

  it("that takes time away and leaves less than a day is asked for once more; more time is not", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      const ctx = await secretariat(tx);
      const soon = { closesAt: new Date(NOW.getTime() + 60_000), reason: "x" };
      await expect(moveDeadline(ctx, cycle.id, soon, URL)).rejects.toMatchObject({
        fields: { confirm: "must-accept" },
      });
      expect((await getCycle(ctx, cycle.id)).closesAt).toEqual(cycle.closesAt);
      await moveDeadline(ctx, cycle.id, { ...soon, confirmed: true }, URL);
      await moveDeadline(ctx, cycle.id, { closesAt: new Date(NOW.getTime() + 120_000), reason: "x" }, URL);
      expect((await getCycle(ctx, cycle.id)).closesAt).toEqual(new Date(NOW.getTime() + 120_000));
    }));

  it("B93: an earlier moment is a change too, but never one that has passed", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      const ctx = await secretariat(tx);
      await moveDeadline(ctx, cycle.id, { closesAt: new Date("2027-03-20T00:00:00Z"), reason: "x" }, URL);
      expect((await getCycle(ctx, cycle.id)).closesAt).toEqual(new Date("2027-03-20T00:00:00Z"));
      await expect(moveDeadline(ctx, cycle.id, { closesAt: NOW, reason: "x" }, URL)).rejects.toMatchObject({
        fields: { date: "in-the-past" },
      });
      await expect(
        moveDeadline(
          { ...ctx, now: new Date("2027-01-01T00:00:00Z") },
          cycle.id,
          {
            closesAt: new Date("2027-02-01T00:00:00Z"),
            reason: "x",
          },
          URL,
        ),
      ).rejects.toMatchObject({ fields: { date: "wrong-order" } });
    }));

  it("is refused to observers before anything is looked up: an invented cycle answers the same", () =>
    inTransaction(db, async (tx) => {
      const ctx = { db: tx, actor: await aStaffMember(tx, "observer"), now: NOW };
      await expect(
        moveDeadline(ctx, "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", { closesAt: LATER, reason: "x" }, URL),
      ).rejects.toMatchObject({ because: "not-your-role" });
    }));

  it("is refused once entries are assigned, and for everybody but the secretariat, and then records nothing", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      await expect(
        moveDeadline({ db: tx, actor: chair, now: NOW }, round.cycleId, { closesAt: LATER, reason: "x" }, URL),
      ).rejects.toMatchObject({ because: "not-your-role", how: "never" });
      const reviewer = await aPanelMember(tx, round.id);
      await expect(
        moveDeadline({ db: tx, actor: reviewer, now: NOW }, round.cycleId, { closesAt: LATER, reason: "x" }, URL),
      ).rejects.toBeInstanceOf(NotFound);
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx) });
      await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id });
      const ctx = await secretariat(tx);
      await expect(moveDeadline(ctx, round.cycleId, { closesAt: LATER, reason: "x" }, URL)).rejects.toMatchObject({
        because: "entries-given",
        how: "not-now",
      });
      expect(await deadlineChanges(ctx, round.cycleId)).toEqual([]);
      expect(await eventsOf(ctx, round.cycleId)).toEqual([]);
    }));

  it("is refused once an entry is screened, or was given to somebody who has stepped back since", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const [screened, round] = [await aRound(tx), await aRound(tx)];
      await aValidEntry(tx, screened.cycleId);
      const [rafael, entry] = [await aPanelMember(tx, round.id), await aValidEntry(tx, round.cycleId)];
      const task = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      await tx.insert(recusals).values({ assignmentId: task.id, reason: "I know them", at: NOW, by: rafael.id });
      for (const [cycleId, because] of [
        [screened.cycleId, "entries-screened"],
        [round.cycleId, "entries-given"],
      ] as const)
        await expect(moveDeadline(ctx, cycleId, { closesAt: LATER, reason: "x" }, URL)).rejects.toMatchObject({
          because,
          how: "not-now",
        });
    }));

  it("is refused once a round is frozen, though nothing in it is assigned, and only for the cycle of that round", () =>
    inTransaction(db, async (tx) => {
      const [round, other] = [await aRound(tx), await aRound(tx)];
      const ctx = await secretariat(tx);
      await tx.insert(freezes).values({ roundId: round.id, at: NOW, by: ctx.actor.id, reviews: 0, scoresSha256: "" });
      await expect(moveDeadline(ctx, round.cycleId, { closesAt: LATER, reason: "x" }, URL)).rejects.toMatchObject({
        because: "round-frozen",
        how: "not-now",
      });
      await moveDeadline(ctx, other.cycleId, { closesAt: LATER, reason: "x" }, URL);
      expect((await getCycle(ctx, other.cycleId)).closesAt).toEqual(LATER);
    }));
});

describe("how a call takes entries", () => {
  const RULES = { reminderDays: [7, 2], graceSeconds: 300, autoSubmit: true, entryLimit: 2, frameworkLimit: null };
  it.each([
    ["the secretariat before it opens", "secretariat", -1, null],
    ["the secretariat at the moment it opens", "secretariat", 0, { because: "call-opened", how: "not-now" }],
    ["an observer", "observer", -1, { because: "not-your-role", how: "never" }],
    ["an administrator", "administrator", -1, { message: "not found" }],
  ] as const)("is settled by %s", (_case, role, offset, refusal) =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx);
      const set = setEntering(
        { db: tx, actor: await aStaffMember(tx, role), now: new Date(cycle.opensAt.getTime() + offset) },
        cycle.id,
        RULES,
      );
      if (refusal) await expect(set).rejects.toMatchObject(refusal);
      else await set;
      expect(await getCycle({ db: tx }, cycle.id)).toMatchObject(
        refusal ? { reminderDays: [14, 3, 1], graceSeconds: 120, autoSubmit: false, entryLimit: null } : RULES,
      );
    }),
  );

  it("is settled as long as nobody has read the call, though the day on which it opens has come", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aCycle(tx, { publishedAt: null });
      await setEntering({ db: tx, actor: await aStaffMember(tx), now: cycle.opensAt }, cycle.id, RULES);
      expect(await getCycle({ db: tx }, cycle.id)).toMatchObject(RULES);
    }));
});
