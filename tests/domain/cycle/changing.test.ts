import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { changeCycle } from "#app/domain/cycle/commands.server.ts";
import { readSettings, settingsFields, settingsInput } from "#app/domain/cycle/input.ts";
import { canChangeCycle, canPublishCall } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { changesLocked, type CycleChange, keyOf, readLines, writeLines } from "#app/domain/cycle/rules.ts";
import { ANONYMOUS } from "#app/domain/context.ts";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCycle,
  aForm,
  aJudgedCycle,
  anEntry,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
  NOW,
  PASSES,
} from "#tests/support/factories.ts";

const { db } = await testDatabase();
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: NOW });

describe("changing a cycle", () => {
  it("of a draft changes everything, and records which parts", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const cycle = await getCycle(ctx, (await aCycle(tx, { publishedAt: null })).id);
      const change: CycleChange = {
        ...cycle,
        call: { en: "Enter now." },
        levels: [{ key: "winner", name: { en: "Winner" } }],
        closesAt: new Date("2027-05-01T00:00:00Z"),
      };
      await changeCycle(ctx, cycle.id, change);
      expect(await getCycle(ctx, cycle.id)).toMatchObject({
        call: { en: "Enter now." },
        levels: [{ key: "winner", position: 1 }],
        closesAt: change.closesAt,
        slug: cycle.slug,
      });
      expect((await eventsOf(ctx, cycle.id)).map(({ type }) => type)).toEqual(["cycle.changed"]);
      await expect(changeCycle(ctx, cycle.id, { ...change, opensAt: change.closesAt })).rejects.toMatchObject({
        fields: { closesDate: "wrong-order" },
      });
    }));

  it("keeps what publication, entries and checks have fixed; texts may always change", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const cycle = await getCycle(ctx, (await aJudgedCycle(tx)).id);
      await aForm(tx, cycle.id);
      await expect(
        changeCycle(ctx, cycle.id, { ...cycle, closesAt: new Date("2027-05-01T00:00:00Z") }),
      ).rejects.toMatchObject({ because: "call-published", how: "not-now" });
      await changeCycle(ctx, cycle.id, { ...cycle, themes: [] });
      const entered = await getCycle(ctx, cycle.id);
      await anEntry(tx, { cycle });
      await expect(changeCycle(ctx, cycle.id, { ...entered, themes: cycle.themes })).rejects.toMatchObject({
        because: "entries-exist",
      });
      await expect(changeCycle(ctx, cycle.id, { ...entered, levels: [] })).rejects.toMatchObject({
        because: "entries-exist",
      });
      const list = [{ key: "government", text: { en: "A government" } }];
      await changeCycle(ctx, cycle.id, { ...entered, checklist: list });
      await changeCycle(ctx, cycle.id, { ...entered, checklist: [] });
      await screenEntry({ ...ctx, now: JUDGING }, (await aValidEntry(tx, cycle.id, { screened: false })).id, PASSES);
      await expect(changeCycle(ctx, cycle.id, { ...entered, checklist: list })).rejects.toMatchObject({
        because: "checks-exist",
      });
      await changeCycle(ctx, cycle.id, { ...entered, prize: { en: "A medal" } });
      expect(await getCycle(ctx, cycle.id)).toMatchObject({
        prize: { en: "A medal" },
        checklist: [],
        levels: [{ key: "shortlisted" }, { key: "deserving" }],
      });
    }));

  it("sets an early date within the call, which may move until it has passed", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const cycle = await getCycle(ctx, (await aJudgedCycle(tx)).id);
      const at = (earlyAt: Date | null, now = ctx.now) => changeCycle({ ...ctx, now }, cycle.id, { ...cycle, earlyAt });
      const [before, after] = [
        new Date(cycle.opensAt.getTime() - 1),
        (days: number) => new Date(cycle.opensAt.getTime() + days * 86_400_000),
      ];
      for (const wrong of [cycle.opensAt, cycle.closesAt])
        await expect(at(wrong, before)).rejects.toMatchObject({ fields: { earlyDate: "not-in-the-call" } });
      await expect(at(after(3), after(3))).rejects.toMatchObject({ fields: { earlyDate: "in-the-past" } });
      await at(after(3), before);
      await at(after(5), after(2));
      for (const other of [null, after(9)])
        await expect(at(other, after(6))).rejects.toMatchObject({ because: "early-date-passed", how: "not-now" });
      await at(after(5), after(6));
      expect((await getCycle(ctx, cycle.id)).earlyAt).toEqual(after(5));
    }));

  it("does not take away a level that a round awards, nor anything from the archive", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const round = await aRound(tx);
      const cycle = await getCycle(ctx, round.cycleId);
      await expect(
        changeCycle(ctx, cycle.id, { ...cycle, levels: [{ key: "shortlisted", name: { en: "S" } }] }),
      ).rejects.toMatchObject({ fields: { levels: "level-in-use" } });
      const old = await getCycle(ctx, (await aCycle(tx, { archived: true })).id);
      await expect(changeCycle(ctx, old.id, { ...old, call: { en: "x" } })).rejects.toMatchObject({
        because: "cycle-archived",
      });
    }));
});

describe("rules", () => {
  const person = { ...ANONYMOUS, id: "p" };
  const lin = { ...person, staff: ["secretariat" as const] };
  it.each([
    [lin, { archived: false }, null, yes],
    [lin, { archived: true }, null, notNow("cycle-archived")],
    [lin, { archived: false }, "published", notNow("call-published")],
    [lin, { archived: false }, "entered", notNow("entries-exist")],
    [lin, { archived: false }, "checked", notNow("checks-exist")],
    [{ ...person, staff: ["observer" as const] }, { archived: false }, null, no("not-your-role")],
    [{ ...person, staff: ["administrator" as const] }, { archived: false }, null, hidden],
    [person, { archived: false }, null, hidden],
  ] as const)("may change %#", (actor, cycle, lock, verdict) =>
    expect(canChangeCycle(actor, cycle, lock)).toEqual(verdict),
  );

  it("publishes once, and whole", () => {
    expect([
      canPublishCall(lin, { publishedAt: null }, [], []),
      canPublishCall(lin, { publishedAt: NOW }, [], []),
      canPublishCall(lin, { publishedAt: null }, ["form"], []),
      canPublishCall(lin, { publishedAt: null }, [], ["members"]),
      canPublishCall(person, { publishedAt: null }, [], []),
    ]).toEqual([yes, notNow("call-published"), notNow("call-incomplete"), notNow("condition-tells"), hidden]);
  });

  it("knows lines by their English, so that a translation keeps the key", () => {
    const standing = [{ key: "g", name: { en: "Urban governance" } }];
    expect(readLines(" Urban governance | 城市治理 \n\nHeritage & culture\nHeritage culture|", standing)).toEqual([
      { key: "g", name: { en: "Urban governance", "zh-Hans": "城市治理" } },
      { key: "heritage-culture", name: { en: "Heritage & culture" } },
      { key: "heritage-culture-2", name: { en: "Heritage culture" } },
    ]);
    expect(readLines("A | 甲 | 乙")).toEqual([{ key: "a", name: { en: "A", "zh-Hans": "甲 | 乙" } }]);
    expect(
      writeLines([
        { name: { en: "A", "zh-Hans": "甲" }, key: "a" },
        { name: { en: "B" }, key: "b" },
      ]),
    ).toBe("A | 甲\nB");
    expect(keyOf("Smart cities & Días")).toBe("smart-cities-dias");
  });

  it("B54: a key is short enough for the names of fields, however long the words are", () => {
    expect(["a file ", "𠮷 "].map((words) => [...keyOf(words.repeat(200))].length)).toEqual([60, 59]);
  });

  it("a settings page that is sent back unchanged changes nothing", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const cycle = await getCycle(
        ctx,
        (
          await aJudgedCycle(tx, {
            checklist: [{ key: "x", text: { en: "Government", "zh-Hans": "政府" } }],
            resultsExpectedAt: new Date("2027-09-01T15:59:59Z"),
          })
        ).id,
      );
      const read = readSettings(settingsInput.parse(settingsFields(cycle)), cycle);
      expect(
        read.ok &&
          changesLocked(cycle, read.value, {
            published: true,
            opened: true,
            entered: true,
            checked: true,
            early: true,
          }),
      ).toBeNull();
      expect(
        readSettings(settingsInput.parse({ ...settingsFields(cycle), earlyDate: "2027-03-20" }), cycle),
      ).toMatchObject({ value: { earlyAt: new Date("2027-03-20T15:59:59Z") } });
      expect(readSettings(settingsInput.parse({ ...settingsFields(cycle), earlyDate: "2027-02-30" }), cycle)).toEqual({
        ok: false,
        errors: { earlyDate: "not-a-date" },
      });
      const partly = readSettings(settingsInput.parse({ name: "N", call: "C" }), cycle);
      expect(partly).toMatchObject({
        ok: true,
        value: {
          levels: [{ key: "shortlisted" }, { key: "deserving" }],
          themes: cycle.themes,
          closesAt: cycle.closesAt,
        },
      });
      expect(readSettings(settingsInput.parse({ ...settingsFields(cycle), closesDate: "2027-02-30" }), cycle)).toEqual({
        ok: false,
        errors: { closesDate: "not-a-date" },
      });
    }));
});
