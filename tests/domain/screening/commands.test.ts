import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { confirmIneligible, reopenScreening, screenEntry } from "#app/domain/screening/commands.server.ts";
import { cyclePage } from "#app/domain/round/queries.server.ts";
import { countsByCycle, screeningFacts, waitingForScreening } from "#app/domain/screening/queries.server.ts";
import { cycleProgress } from "#app/domain/screening/progress.server.ts";
import { entryState } from "#app/domain/entry/rules.ts";
import { NO_ENTRIES } from "#app/domain/screening/rules.ts";
import type { Db } from "#db/client.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { screeningReopenings } from "#db/schema/screening.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aForm,
  aJudgedCycle,
  aMember,
  anAssignment,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  fails,
  JUDGING,
  NOW,
  PASSES,
  personOf,
} from "#tests/support/factories.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;
const counting = countingDatabase(connection);
const staff = async (tx: Db, role: "secretariat" | "observer" | "administrator" = "secretariat") => ({
  db: tx,
  actor: await aStaffMember(tx, role),
  now: JUDGING,
});
const sentEntry = async (tx: Db) => aValidEntry(tx, (await aJudgedCycle(tx)).id, { screened: false });
const stateNow = async (ctx: Parameters<typeof screeningFacts>[0], id: string) =>
  entryState(await screeningFacts(ctx, id));
const seenBy = async (ctx: Parameters<typeof screeningFacts>[0], id: string) =>
  (await screeningFacts(ctx, id)).seen ?? "";
const confirm = async (ctx: Parameters<typeof confirmIneligible>[0], id: string) =>
  confirmIneligible(ctx, id, await seenBy(ctx, id));
const typesOf = async (tx: Db, id: string) => (await eventsOf({ db: tx }, id)).map(({ type }) => type);

describe("screening an entry", () => {
  it("valid stands at once", () =>
    inTransaction(db, async (tx) => {
      const [ctx, entry] = [await staff(tx), await sentEntry(tx)];
      await screenEntry(ctx, entry.id, PASSES);
      expect(await stateNow(ctx, entry.id)).toBe("valid");
      expect(await typesOf(tx, entry.id)).toEqual(["entry.screened"]);
    }));

  it("ineligible waits for a second person, who tells the team why", () =>
    inTransaction(db, async (tx) => {
      const [ctx, second, entry] = [await staff(tx), await staff(tx), await sentEntry(tx)];
      const owner = await aMember(tx, entry.city.id);
      await aMember(tx, entry.city.id, "viewer");
      await screenEntry(ctx, entry.id, fails("Not a government"));
      expect(await stateNow(ctx, entry.id)).toBe("received");
      expect(await tx.select().from(notifications)).toEqual([]);
      await expect(confirm(ctx, entry.id)).rejects.toMatchObject({
        because: "needs-second-person",
        how: "never",
      });
      await confirm(second, entry.id);
      expect(await stateNow(ctx, entry.id)).toBe("ineligible");
      expect(await typesOf(tx, entry.id)).toEqual(["entry.screened", "entry.screening-confirmed"]);
      const letters = await tx.select().from(notifications);
      expect(letters).toMatchObject([
        {
          kind: "screening-ineligible",
          email: owner.email,
          params: { code: entry.code, reason: "Meets all conditions of the call: Not a government" },
        },
      ]);
    }));

  it("what the second person confirms is what they read, and nothing that was said since", () =>
    inTransaction(db, async (tx) => {
      const [first, second, entry] = [await staff(tx), await staff(tx), await sentEntry(tx)];
      await screenEntry(first, entry.id, fails("Not a government"));
      const read = await seenBy(second, entry.id);
      await reopenScreening(first, entry.id, "Another point fails");
      const later = { ...first, now: new Date(JUDGING.getTime() + 1000) };
      await screenEntry(later, entry.id, fails("Not yet realised"));
      for (const seen of [read, ""])
        await expect(confirmIneligible(second, entry.id, seen)).rejects.toBeInstanceOf(Stale);
      expect(await stateNow(second, entry.id)).toBe("received");
      expect(await tx.select().from(notifications)).toEqual([]);
      await confirm(second, entry.id);
      expect(await stateNow(second, entry.id)).toBe("ineligible");
    }));

  it.each(WAYS_TO_LEAVE)("ineligible has to be said again once %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      const [first, second, third, entry] = [await staff(tx), await staff(tx), await staff(tx), await sentEntry(tx)];
      await screenEntry(first, entry.id, fails("Not a government"));
      await leave(tx, first.actor.id);
      await expect(confirm(second, entry.id)).rejects.toMatchObject({
        because: "proposer-left",
        how: "not-now",
      });
      await reopenScreening(second, entry.id, "Said by somebody who has left");
      await screenEntry(second, entry.id, fails("Not a government"));
      await confirm(third, entry.id);
    }),
  );

  it("ineligible without a reason is refused, and records nothing", () =>
    inTransaction(db, async (tx) => {
      const [ctx, entry] = [await staff(tx), await sentEntry(tx)];
      await expect(screenEntry(ctx, entry.id, fails(""))).rejects.toMatchObject({
        fields: { "reason-conditions": "reason-needed" },
      });
      expect(await typesOf(tx, entry.id)).toEqual([]);
    }));

  it("a question keeps the entry open, is listed as such, and the next check goes on from it", () =>
    inTransaction(db, async (tx) => {
      const [ctx, entry] = [await staff(tx), await sentEntry(tx)];
      const asked = [{ key: "conditions", finding: "ask", reason: "Who is the applicant?" }] as const;
      await screenEntry(ctx, entry.id, [...asked]);
      expect(await stateNow(ctx, entry.id)).toBe("received");
      expect((await screeningFacts(ctx, entry.id)).findings).toEqual(asked);
      expect((await cyclePage(ctx, entry.cycleId, { state: "received", search: "", page: 1 })).rows).toMatchObject([
        { asked: true, outcome: null },
      ]);
      await screenEntry({ ...ctx, now: new Date(ctx.now.getTime() + 1000) }, entry.id, PASSES);
      expect(await stateNow(ctx, entry.id)).toBe("valid");
      expect(await typesOf(tx, entry.id)).toEqual(["entry.screened", "entry.screened"]);
    }));

  it("a check of another list than the cycle's is stale", () =>
    inTransaction(db, async (tx) => {
      const [ctx, entry] = [await staff(tx), await sentEntry(tx)];
      await tx
        .update(cycles)
        .set({ checklist: [{ key: "government", text: { en: "A government" } }] })
        .where(eq(cycles.id, entry.cycleId));
      await expect(screenEntry(ctx, entry.id, PASSES)).rejects.toBeInstanceOf(Stale);
    }));

  it("keeps what was said when it is reopened", () =>
    inTransaction(db, async (tx) => {
      const [ctx, second, entry] = [await staff(tx), await staff(tx), await sentEntry(tx)];
      await screenEntry(ctx, entry.id, fails("Not a government"));
      await confirm(second, entry.id);
      await expect(reopenScreening(ctx, entry.id, " ")).rejects.toMatchObject({ fields: { reason: "reason-needed" } });
      await reopenScreening(ctx, entry.id, "They are one after all");
      expect(await stateNow(ctx, entry.id)).toBe("received");
      expect(await tx.select().from(screeningReopenings)).toMatchObject([
        {
          outcome: "ineligible",
          outcomeReason: "Not a government",
          screenedBy: ctx.actor.id,
          confirmedBy: second.actor.id,
          reason: "They are one after all",
        },
      ]);
      expect(await typesOf(tx, entry.id)).toEqual([
        "entry.screened",
        "entry.screening-confirmed",
        "entry.screening-reopened",
      ]);
    }));

  it("cannot be reopened while somebody reviews the entry", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      const reviewer = await aPanelMember(tx, round.id);
      await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id });
      await expect(reopenScreening(await staff(tx), entry.id, "x")).rejects.toMatchObject({
        because: "entries-given",
      });
    }));

  it("is 404 for administrators, chairs and drafts, 403 for observers", () =>
    inTransaction(db, async (tx) => {
      const entry = await sentEntry(tx);
      const given = PASSES;
      await expect(screenEntry(await staff(tx, "administrator"), entry.id, given)).rejects.toBeInstanceOf(NotFound);
      await expect(screenEntry(await staff(tx, "observer"), entry.id, given)).rejects.toMatchObject({
        because: "not-your-role",
      });
      const draft = await anEntry(tx);
      await expect(screenEntry(await staff(tx), draft.entryId, given)).rejects.toBeInstanceOf(NotFound);
    }));

  it("a person of the secretariat who is in the city's team never sees its entry among those to screen", () =>
    inTransaction(db, async (tx) => {
      const entry = await sentEntry(tx);
      const { actor } = await staff(tx);
      await aMember(tx, entry.city.id, "viewer", actor.id);
      const ctx = { db: tx, actor: await personOf(tx, actor.id), now: JUDGING };
      await expect(screenEntry(ctx, entry.id, PASSES)).rejects.toBeInstanceOf(NotFound);
      const { counts, rows } = await cyclePage(ctx, entry.cycleId, { state: "received", search: "", page: 1 });
      expect([counts, rows]).toEqual([NO_ENTRIES, []]);
    }));
});

describe("the list by state", () => {
  it("counts each state apart, and withdrawn drafts as never received", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aJudgedCycle(tx);
      await aForm(tx, cycle.id);
      await aValidEntry(tx, cycle.id);
      await aValidEntry(tx, cycle.id, { screened: false });
      const gone = await aValidEntry(tx, cycle.id);
      const draft = await anEntry(tx, { cycle });
      await anEntry(tx, { cycle });
      for (const entryId of [gone.id, draft.entryId])
        await tx.insert(withdrawals).values({ entryId, reason: "", at: NOW, by: draft.owner.id });
      await aValidEntry(tx, (await aJudgedCycle(tx)).id);
      const ctx = await staff(tx);
      const { counts } = await cyclePage(ctx, cycle.id, { state: "draft", search: "", page: 1 });
      expect(counts).toEqual({ draft: 1, received: 1, valid: 1, ineligible: 0, withdrawn: 2, withdrawnDrafts: 1 });
      expect((await countsByCycle(ctx)).get(cycle.id)).toEqual(counts);
      expect(await waitingForScreening(ctx, cycle.id)).toBe(1);
    }));

  it("how it is going: drafts by quarters, arrivals by the day of the call's zone, what waits; nothing of one's own city", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aJudgedCycle(tx);
      await aForm(tx, cycle.id);
      await anEntry(tx, { cycle });
      await anEntry(tx, { cycle, answers: { title: "Half of it" } });
      const [asked, second] = [
        await aValidEntry(tx, cycle.id, { screened: false }),
        await aValidEntry(tx, cycle.id, { screened: false }),
      ];
      await aValidEntry(tx, cycle.id, { screened: false });
      const ctx = await staff(tx);
      await screenEntry(ctx, asked.id, [{ key: "conditions", finding: "ask", reason: "?" }]);
      await screenEntry(ctx, second.id, fails("x"));
      const mine = await aValidEntry(tx, cycle.id, { screened: false });
      await aMember(tx, mine.city.id, "viewer", ctx.actor.id);
      const progress = await cycleProgress({ ...ctx, actor: await personOf(tx, ctx.actor.id) }, cycle);
      expect(progress).toMatchObject({
        drafts: [
          { share: 0, entries: 1 },
          { share: 2, entries: 1 },
        ],
        waiting: { screen: 1, second: 1, asked: 1 },
        closes: "2027-03-31",
      });
      expect([progress.days[0], progress.days.length]).toEqual([{ day: "2027-03-15", entries: 3 }, 17]);
    }));

  it("a draft is complete without what is asked of some only, whether they answered it or not", () =>
    inTransaction(db, async (tx) => {
      const [cycle, when] = [await aJudgedCycle(tx), { question: "scope", is: ["region"] }];
      const line = { type: "short-text" as const, required: true, label: { en: "Words" } };
      const options = ["city", "region"].map((value) => ({ value, label: { en: value } }));
      await aForm(tx, cycle.id, [
        {
          key: "initiative",
          title: { en: "Introduce it" },
          questions: [
            { ...line, key: "title" },
            { key: "scope", type: "choice", label: { en: "Scope" }, settings: { options } },
            { ...line, key: "why", settings: { when } },
          ],
        },
        { key: "regional", title: { en: "Tell of the region" }, when, questions: [{ ...line, key: "region" }] },
      ]);
      const whole = await anEntry(tx, { cycle, answers: { title: "Whole", scope: "city" } });
      const untitled = await anEntry(tx, { cycle, answers: { scope: "region", why: "It is large" } });
      const ctx = { ...(await staff(tx)), now: NOW };
      const { rows } = await cyclePage(ctx, cycle.id, { state: "draft", search: "", page: 1 });
      expect(new Map(rows.map(({ code, required, answered }) => [code, [answered, required]]))).toEqual(
        new Map([
          [whole.code, [1, 1]],
          [untitled.code, [0, 1]],
        ]),
      );
      expect((await cycleProgress(ctx, cycle)).drafts).toEqual([
        { share: 0, entries: 1 },
        { share: 4, entries: 1 },
      ]);
    }));

  it("B30, B60: shows and counts nothing that the reader is in conflict with", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const city = await aCity(tx, { country: "NO" });
      await aValidEntry(tx, round.cycleId, { city, title: "CNRY-conflict" });
      const open = await aValidEntry(tx, round.cycleId);
      const { actor } = await staff(tx);
      const ctx = { db: tx, actor: await aPanelMember(tx, round.id, { accountId: actor.id }), now: JUDGING };
      const { counts, rows } = await cyclePage(
        { ...ctx, actor: { ...ctx.actor, staff: ["secretariat"] } },
        round.cycleId,
        { state: "valid", search: "", page: 1 },
      );
      expect([counts.valid, rows.map(({ id }) => id)]).toEqual([1, [open.id]]);
    }));

  it("gives of a draft, and of what may still change, a status and never a word", () =>
    inTransaction(db, async (tx) => {
      const scene = await anEntry(tx, { answers: { title: "CNRY-title", "contact-email": "cnry@city.example" } });
      const ctx = { ...(await staff(tx)), now: NOW };
      const { rows } = await cyclePage(ctx, scene.cycle.id, { state: "draft", search: "", page: 1 });
      expect(rows).toMatchObject([
        { code: scene.code, title: null, cityName: scene.city.name, required: 2, answered: 2 },
      ]);
      expect(JSON.stringify(rows)).not.toMatch(/cnry/i);
      const sent = await aValidEntry(tx, scene.cycle.id, { title: "CNRY-sent", screened: false });
      const before = await cyclePage(ctx, scene.cycle.id, { state: "received", search: "", page: 1 });
      expect(before.rows).toMatchObject([{ id: sent.id, title: null }]);
      const afterClose = await cyclePage({ ...ctx, now: JUDGING }, scene.cycle.id, {
        state: "received",
        search: "",
        page: 1,
      });
      expect(afterClose.rows).toMatchObject([{ id: sent.id, title: "CNRY-sent" }]);
    }));

  it("finds by code and by city, whatever case and wildcards, and pages by fifty", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aJudgedCycle(tx);
      const ctx = await staff(tx);
      const la = await aValidEntry(tx, cycle.id, { city: await aCity(tx, { name: "La Paz", searchName: "la paz" }) });
      for (let count = 0; count < 50; count++) await aValidEntry(tx, cycle.id, { city: la.city });
      const other = await aValidEntry(tx, cycle.id, {
        city: await aCity(tx, { name: "Zürich", searchName: "zurich" }),
      });
      const find = async (search: string, page = 1) =>
        (await cyclePage(ctx, cycle.id, { state: "valid", search, page })).rows.map(({ id }) => id);
      expect(await find("zurich")).toEqual([other.id]);
      expect(await find(other.code.toLowerCase())).toEqual([other.id]);
      expect(await find("%")).toEqual([]);
      expect((await find("")).length).toBe(50);
      expect(await find("", 2)).toHaveLength(2);
      expect((await find("la pa")).length).toBe(50);
      const elsewhere = await cyclePage(ctx, cycle.id, { state: "received", search: "zurich", page: 1 });
      expect([elsewhere.counts.valid, elsewhere.matching.valid, elsewhere.matching.received]).toEqual([52, 1, 0]);
    }));

  it("finds the entries of one framework, and tells it, only once their content may be read", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aJudgedCycle(tx);
      const ctx = await staff(tx);
      const [one, two, open] = [
        await aValidEntry(tx, cycle.id),
        await aValidEntry(tx, cycle.id),
        await aValidEntry(tx, cycle.id),
      ];
      await tx.update(entries).set({ framework: "Green Kampala" });
      await aValidEntry(tx, cycle.id);
      await tx
        .update(entries)
        .set({ closesAt: new Date(ctx.now.getTime() + 1000) })
        .where(eq(entries.id, open.id));
      const { rows } = await cyclePage(ctx, cycle.id, { state: "valid", search: "green kampala", page: 1 });
      expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([one.id, two.id]));
      expect(rows[0]).toMatchObject({ framework: "Green Kampala" });
      const all = await cyclePage(ctx, cycle.id, { state: "valid", search: "", page: 1 });
      expect(all.rows.find(({ id }) => id === open.id)).toMatchObject({ title: null, framework: "" });
    }));

  it("asks the database as often for three rows as for one", () =>
    inTransaction(counting.db, async (tx) => {
      const cycle = await aJudgedCycle(tx);
      const ctx = await staff(tx);
      const ask = () => cyclePage(ctx, cycle.id, { state: "valid", search: "", page: 1 });
      await aValidEntry(tx, cycle.id);
      const one = await counting.during(ask);
      await aValidEntry(tx, cycle.id);
      await aValidEntry(tx, cycle.id);
      expect((await ask()).rows).toHaveLength(3);
      expect(await counting.during(ask)).toBe(one);
      expect(one).toBe(1);
    }));
});

it("nobody else lists entries", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const chair = await aPanelMember(tx, round.id, { role: "chair" });
    await expect(
      cyclePage({ db: tx, actor: chair, now: JUDGING }, round.cycleId, { state: "valid", search: "", page: 1 }),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(countsByCycle({ db: tx, actor: chair, now: JUDGING })).rejects.toBeInstanceOf(NotFound);
    expect(await waitingForScreening({ db: tx, actor: chair, now: JUDGING }, round.cycleId)).toBe(0);
    expect(await tx.select().from(notifications).where(eq(notifications.kind, "screening-ineligible"))).toEqual([]);
  }));
