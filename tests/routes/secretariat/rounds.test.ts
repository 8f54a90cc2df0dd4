import { eq } from "drizzle-orm";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { action as end, loader as endPage } from "#app/routes/secretariat/assignment-recusal.tsx";
import { appendStatement } from "#app/domain/commitment/commands.server.ts";
import { action as setRules, loader as rulesPage } from "#app/routes/secretariat/assignment-rules.tsx";
import { action as assign, loader as assignmentsPage } from "#app/routes/secretariat/assignments.tsx";
import { action as carryOut, loader as plan, meta as planMeta } from "#app/routes/secretariat/balanced.tsx";
import { action as searchAgain } from "#app/routes/secretariat/balanced-search.ts";
import { loader as conflictsPage } from "#app/routes/secretariat/conflicts.tsx";
import { action as invite, loader as panelPage } from "#app/routes/secretariat/panel.tsx";
import { action as remove, loader as removalPage } from "#app/routes/secretariat/panel-removal.tsx";
import { loader as roundPage } from "#app/routes/secretariat/round.tsx";
import { action as lock } from "#app/routes/secretariat/round-lock.tsx";
import { action as create, loader as newRound } from "#app/routes/secretariat/round-new.tsx";
import { action as change, loader as settingsPage } from "#app/routes/secretariat/round-settings.tsx";
import { action as unlock, loader as unlockPage } from "#app/routes/secretariat/round-unlock.tsx";
import { action as confirmWaiver } from "#app/routes/secretariat/waiver-confirmation.ts";
import { action as refuseWaiver } from "#app/routes/secretariat/waiver-refusal.ts";
import { action as waive, loader as waiverPage } from "#app/routes/secretariat/waiver.tsx";
import { openCalculation } from "#app/outside/calculation/calculating.server.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictWaivers } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";
import { contextOf } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const at = (roundId: string, form?: Record<string, string>, more: Record<string, string> = {}) => ({
  params: { roundId, ...more },
  now: JUDGING,
  ...(form ? { form } : {}),
});
type Loader =
  | typeof unlockPage
  | typeof roundPage
  | typeof panelPage
  | typeof assignmentsPage
  | typeof plan
  | typeof conflictsPage
  | typeof settingsPage;
const statusOf = async (
  tx: Db,
  person: { id: string } | null,
  handler: Loader | typeof assign,
  visit: ReturnType<typeof at>,
) => (await answerOf(handler(await visitAs(tx, person, "/rounds/x", visit)) as Promise<unknown>)).status;

it("a round's page tells the chair and the secretariat who is behind, while it is open", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const rafael = await aPanelMember(tx, round.id, { name: "Rafael" });
    const entry = await aValidEntry(tx, round.cycleId);
    await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    await tx.update(assignments).set({ at: round.opensAt });
    const told = async (who: { id: string }, now = JUDGING) =>
      (await answerOf(roundPage(await visitAs(tx, who, "/rounds/x", { ...at(round.id), now })))).data;
    for (const who of [await aStaffMember(tx), await aPanelMember(tx, round.id, { role: "chair" })]) {
      expect(await told(who)).toMatchObject({ reviewers: [{ name: "Rafael", missed: 1 }] });
      expect(await told(who, new Date("2027-05-01"))).toMatchObject({ reviewers: [{ missed: 0 }] });
    }
  }));

it("a closed round is not offered to be unlocked once a scrutineer's seed is open, and its page says why", () =>
  inTransaction(db, async (tx) => {
    const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
    const now = new Date("2027-05-01");
    const told = async () =>
      (await answerOf(roundPage(await visitAs(tx, lin, "/rounds/x", { ...at(round.id), now })))).data;
    expect(await told()).toMatchObject({ may: { unlock: true }, locked: null });
    const statement = { type: "seed", v: 1, round: round.id, scrutineer: 0, seed: "5a".repeat(32) } as const;
    await appendStatement(await contextOf(tx, lin), statement, { roundId: round.id, cycleId: round.cycleId });
    expect(await told()).toMatchObject({ may: { unlock: false }, locked: "seed-is-open" });
    expect(await statusOf(tx, lin, unlockPage, { ...at(round.id), now })).toBe(409);
  }));

it("a round's pages are for those who run it", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const everybody = {
      secretariat: await aStaffMember(tx),
      observer: await aStaffMember(tx, "observer"),
      chair: await aPanelMember(tx, round.id, { role: "chair" }),
      reviewer: await aPanelMember(tx, round.id),
      administrator: await aStaffMember(tx, "administrator"),
      nobody: null,
    };
    const read = { secretariat: 200, observer: 200, chair: 200, reviewer: 404, administrator: 404, nobody: 302 };
    const pages: [Loader, typeof read][] = [
      [roundPage, read],
      [panelPage, read],
      [assignmentsPage, read],
      [conflictsPage, read],
      [plan, { ...read, observer: 403 }],
      [settingsPage, { ...read, observer: 403, chair: 403 }],
    ];
    for (const [page, expected] of pages)
      for (const [who, status] of Object.entries(expected))
        expect([who, await statusOf(tx, everybody[who as keyof typeof read], page, at(round.id))]).toEqual([
          who,
          status,
        ]);
    for (const page of [roundPage, panelPage])
      expect(await statusOf(tx, everybody.secretariat, page, at("6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10"))).toBe(404);

    const acts: [typeof assign, typeof read][] = [
      [invite, { ...read, secretariat: 422, observer: 403, chair: 403, nobody: 401 }],
      [assign, { ...read, secretariat: 422, observer: 403, chair: 422, nobody: 401 }],
      [carryOut, { ...read, secretariat: 422, observer: 403, chair: 422, nobody: 401 }],
      [change, { ...read, secretariat: 422, observer: 403, chair: 403, nobody: 401 }],
    ] as never;
    for (const [act, expected] of acts)
      for (const [who, status] of Object.entries(expected))
        expect([who, await statusOf(tx, everybody[who as keyof typeof read], act, at(round.id, {}))]).toEqual([
          who,
          status,
        ]);
  }));

describe("setting up", () => {
  const FORM = {
    name: "Jury",
    "name-zh": "评审团",
    opensDate: "2027-05-01",
    opensTime: "00:00",
    closesDate: "2027-05-31",
    closesTime: "23:59:59",
    reading: "some",
    reviewsPerEntry: "2",
    peersVisible: "never",
    blind: "yes",
    method: "adjusted",
    country: "block",
    city: "warn",
    organisation: "off",
    "places-shortlisted": "15",
  };
  it("makes a round from the page, in the zone of the call, and shows it again as typed", () =>
    inTransaction(db, async (tx) => {
      const [first, lin] = [await aRound(tx), await aStaffMember(tx)];
      expect(
        (await answerOf(newRound(await visitAs(tx, lin, "/x", { params: { cycleId: first.cycleId } })))).data,
      ).toMatchObject({ rubrics: [{ id: first.rubricId }] });
      const made = await answerOf(
        create(
          await visitAs(tx, lin, "/x", {
            params: { cycleId: first.cycleId },
            form: { ...FORM, rubricId: first.rubricId },
          }),
        ),
      );
      expect(made.status).toBe(303);
      const roundId = made.location!.split("/").at(-1)!;
      expect((await tx.select().from(rounds).where(eq(rounds.id, roundId)))[0]).toMatchObject({
        closesAt: new Date("2027-05-31T15:59:59Z"),
        blind: true,
        reviewsPerEntry: 2,
        name: { en: "Jury", "zh-Hans": "评审团" },
      });
      const shown = await answerOf(settingsPage(await visitAs(tx, lin, "/x", at(roundId))));
      expect(shown.data).toMatchObject({ fields: { ...FORM, opensTime: "00:00:00", rubricId: first.rubricId } });
      expect(
        await answerOf(
          change(await visitAs(tx, lin, "/x", at(roundId, { ...FORM, rubricId: first.rubricId, name: "Final" }))),
        ),
      ).toMatchObject({ status: 303, location: `/rounds/${roundId}?saved` });
    }));

  it("asks why where the window of a round that has begun is changed, keeps what was typed, and leaves alone the second in which it was locked", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const visit = async (form?: Record<string, string>, now = JUDGING) =>
        visitAs(tx, lin, "/x", { ...at(round.id, form), now });
      const shown = await answerOf(settingsPage(await visit()));
      expect(shown.data).toMatchObject({ begun: true });
      const { fields } = shown.data as { fields: Record<string, string> };
      const later = { ...fields, closesDate: "2027-05-09" };
      expect(await answerOf(change(await visit(later)))).toMatchObject({
        status: 422,
        data: { errors: { reason: "required" }, typed: { closesDate: "2027-05-09" } },
      });
      expect(await answerOf(change(await visit({ ...later, reason: "Two fell ill" })))).toMatchObject({ status: 303 });

      const locking = new Date(JUDGING.getTime() + 345);
      const form = (reason: string) => visit({ reason }, locking);
      expect(await answerOf(lock(await form("")))).toMatchObject({
        status: 422,
        data: { errors: { reason: "required" } },
      });
      expect(await answerOf(lock(await form("Early")))).toMatchObject({ status: 303, location: `/rounds/${round.id}` });
      const after = new Date(JUDGING.getTime() + 60_000);
      const locked = (await answerOf(settingsPage(await visit(undefined, after)))).data as typeof shown.data;
      expect(
        await answerOf(change(await visit({ ...(locked as { fields: Record<string, string> }).fields }, after))),
      ).toMatchObject({ status: 303 });
      expect((await tx.select().from(rounds).where(eq(rounds.id, round.id)))[0]!.closesAt).toEqual(locking);
      expect((await answerOf(roundPage(await visit(undefined, after)))).data).toMatchObject({
        may: { lock: false, unlock: true },
        changes: [
          { step: "locked", reason: "Early" },
          { step: "moved", reason: "Two fell ill" },
        ],
      });
    }));

  it("unlocks a closed round until a moment in the zone of the call, and tells its reviewers where", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const rafael = await aPanelMember(tx, round.id);
      const entry = await aValidEntry(tx, round.cycleId);
      await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      const after = new Date(round.closesAt.getTime() + 60_000);
      const send = async (form?: Record<string, string>, now = after) =>
        visitAs(tx, lin, "/x", { ...at(round.id, form), now });
      const until = { date: "2027-05-05", time: "23:59:59", reason: "Two fell ill" };
      expect((await answerOf(unlockPage(await send(undefined, JUDGING)))).status).toBe(409);
      expect((await answerOf(unlockPage(await send()))).status).toBe(200);
      expect(await answerOf(unlock(await send({ ...until, reason: "" })))).toMatchObject({
        status: 422,
        data: { errors: { reason: "required" }, typed: { date: "2027-05-05" } },
      });
      expect(await answerOf(unlock(await send({ ...until, date: "2027-04-02" })))).toMatchObject({
        status: 422,
        data: { errors: { date: "in-the-past" } },
      });
      expect(await answerOf(unlock(await send(until)))).toMatchObject({ status: 303 });
      expect((await tx.select().from(rounds).where(eq(rounds.id, round.id)))[0]!.closesAt).toEqual(
        new Date("2027-05-05T15:59:59Z"),
      );
      expect(await lettersOf(tx)).toMatchObject([
        { email: rafael.email, params: { link: `${PUBLIC_URL}/judging/rounds/${round.id}`, reason: "Two fell ill" } },
      ]);
    }));

  it("refuses beside the fields and keeps what was typed", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const form = {
        ...FORM,
        rubricId: round.rubricId,
        closesDate: "2027-04-01",
        reviewsPerEntry: "two",
        "places-shortlisted": "-1",
      };
      const answer = await answerOf(create(await visitAs(tx, lin, "/x", { params: { cycleId: round.cycleId }, form })));
      expect(answer).toMatchObject({
        status: 422,
        data: {
          errors: { closesDate: "wrong-order", reviewsPerEntry: "not-whole", "places-shortlisted": "too-small" },
          typed: form,
        },
      });
    }));
});

describe("the panel", () => {
  it("is invited by mail, with the configured address", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      expect(
        (
          await answerOf(
            invite(
              await visitAs(tx, lin, "/x", at(round.id, { email: "Rafael@University.example ", role: "reviewer" })),
            ),
          )
        ).status,
      ).toBe(303);
      expect(await lettersOf(tx)).toMatchObject([
        { email: "rafael@university.example", params: { link: expect.stringContaining(`${PUBLIC_URL}/invitations/`) } },
      ]);
      expect(
        (
          await answerOf(
            invite(await visitAs(tx, lin, "/x", at(round.id, { email: "a@b.c\r\nBcc: x@y.z", role: "administrator" }))),
          )
        ).data,
      ).toMatchObject({ errors: { email: "not-an-email", role: "not-a-choice" } });
    }));

  it("somebody leaves it by a page that asks first", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const rafael = await aPanelMember(tx, round.id, { name: "Rafael Monteiro" });
      const visit = (person: { id: string }, form?: Record<string, string>) =>
        visitAs(tx, person, "/x", at(round.id, form, { accountId: rafael.id }));
      expect((await answerOf(removalPage(await visit(lin)))).data).toMatchObject({
        title: "Remove Rafael Monteiro from the panel",
      });
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      expect((await answerOf(removalPage(await visit(chair)))).status).toBe(403);
      expect((await answerOf(remove(await visit(chair, {})))).status).toBe(403);
      expect(await answerOf(remove(await visit(lin, {})))).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/panel`,
      });
      expect((await tx.select().from(panelMembers)).map(({ accountId }) => accountId)).toEqual([chair.id]);
      expect((await answerOf(remove(await visit(lin, {})))).status).toBe(404);
    }));
});

describe("assignments", () => {
  it("are made by hand, refused for a conflict with everything typed kept, and ended with a reason", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const [entry, norwegian] = [
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }) }),
      ];
      const rafael = await aPanelMember(tx, round.id);
      const pair = (id: string) => ({ entryId: id, reviewerId: rafael.id });
      expect(await answerOf(assign(await visitAs(tx, lin, "/x", at(round.id, pair(entry.id)))))).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/assignments`,
      });
      expect(await answerOf(assign(await visitAs(tx, lin, "/x", at(round.id, pair(norwegian.id)))))).toMatchObject({
        status: 409,
        data: { refused: "conflict", typed: pair(norwegian.id) },
      });
      const [assignment] = await tx.select().from(assignments);
      const ending = (form?: Record<string, string>, roundId = round.id) =>
        visitAs(tx, lin, "/x", at(roundId, form, { assignmentId: assignment!.id }));
      expect((await answerOf(endPage(await ending()))).data).toMatchObject({ code: entry.code, submitted: false });
      expect((await answerOf(end(await ending({ reason: "" })))).data).toMatchObject({
        errors: { reason: "required" },
      });
      expect((await answerOf(end(await ending({ reason: "x" }, (await aRound(tx)).id)))).status).toBe(404);
      expect((await answerOf(end(await ending({ reason: "no time" })))).status).toBe(303);
      expect(await tx.select().from(recusals)).toMatchObject([{ reason: "no time", by: lin.id }]);
    }));

  it("in balance: a preview, then exactly that", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      for (let count = 0; count < 3; count++) await aValidEntry(tx, round.cycleId);
      await aPanelMember(tx, round.id, { name: "Rafael" });
      const shown = (await answerOf(plan(await visitAs(tx, lin, "/x", at(round.id))))).data as { sha256: string };
      expect(shown).toMatchObject({
        pairs: 3,
        parts: [{ reviewers: [{ name: "Rafael", load: 3 }], unserved: [] }],
      });
      await aPanelMember(tx, round.id, { name: "Elif" });
      expect(
        await answerOf(carryOut(await visitAs(tx, lin, "/x", at(round.id, { plan: shown.sha256 })))),
      ).toMatchObject({ status: 409, data: { because: "stale" } });
      const again = (await answerOf(plan(await visitAs(tx, lin, "/x", at(round.id))))).data as { sha256: string };
      expect(
        (await answerOf(carryOut(await visitAs(tx, lin, "/x", at(round.id, { plan: again.sha256 }))))).status,
      ).toBe(303);
      expect(await tx.select().from(assignments)).toHaveLength(6);
    }));
});

it("side rules are set on a page that shows them again, and refused beside the fields with everything typed kept", () =>
  inTransaction(db, async (tx) => {
    const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
    const [rafael, elif] = [
      await aPanelMember(tx, round.id, { name: "Rafael" }),
      await aPanelMember(tx, round.id, { name: "Elif" }),
    ];
    const send = async (form: Record<string, string>) =>
      answerOf(setRules(await visitAs(tx, lin, "/x", at(round.id, form))));
    const form = {
      expert: "yes",
      regionLimit: "2",
      breadth: "40",
      calibration: "3",
      first: rafael.id,
      second: elif.id,
      soft: "apart",
    };
    expect(await send({ ...form, second: rafael.id, breadth: "40" })).toMatchObject({
      status: 422,
      data: { errors: { second: "not-a-choice" }, typed: { regionLimit: "2", first: rafael.id } },
    });
    expect(await send({ ...form, regionLimit: "none" })).toMatchObject({
      status: 422,
      data: { errors: { regionLimit: "not-whole" } },
    });
    expect(await send(form)).toMatchObject({ status: 303, location: `/rounds/${round.id}/assignments/rules` });
    expect((await answerOf(rulesPage(await visitAs(tx, lin, "/x", at(round.id))))).data).toMatchObject({
      rules: {
        expert: true,
        regionLimit: 2,
        breadth: 40,
        calibration: 3,
        apart: [[rafael.id, elif.id].sort()],
        soft: ["apart"],
      },
      reviewers: [{ name: "Elif" }, { name: "Rafael" }],
    });
  }));

describe("a search for a plan", () => {
  it("has a page that looks again by itself unless it is asked not to, and sends a confirmation that came too early back to it", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const found = { total: 3, totalBound: 4, floor: 1, floorBound: 2 };
      let stopped = false;
      const searching = async (address: string, form?: Record<string, string>) => {
        const visit = await visitAs(tx, lin, address, at(round.id, form));
        visit.context.services.calculation.within = async () =>
          (stopped ? { stopped: true } : { told: { step: "floor", found }, milliseconds: 4000 }) as never;
        visit.context.services.calculation.beginning = () => () => {
          stopped = false;
        };
        return visit;
      };
      const page = async (address: string) =>
        (await answerOf(plan(await searching(address)))).data as { search: unknown; looks: boolean };
      const refreshes = (data: unknown) => JSON.stringify(planMeta({ data, matches: [] } as never)).includes("refresh");
      const [looking, still] = [
        await page("/rounds/x/assignments/balanced"),
        await page("/rounds/x/assignments/balanced?still=yes"),
      ];
      expect(looking).toMatchObject({ search: { step: "floor", found, seconds: 4 }, looks: true });
      expect([refreshes(looking), refreshes(still)]).toEqual([true, false]);
      expect(await answerOf(carryOut(await searching("/x", { plan: "f" })))).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/assignments/balanced`,
      });
      stopped = true;
      const held = await page("/rounds/x/assignments/balanced");
      expect([held, refreshes(held)]).toMatchObject([{ search: { ended: "stopped" }, looks: false }, false]);
      expect(await answerOf(searchAgain(await searching("/x", { again: "yes" })))).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/assignments/balanced?again=yes`,
      });
      expect(await page("/rounds/x/assignments/balanced")).toMatchObject({ search: { ended: null } });
    }));

  it("that failed is told as that by each look and begun by none, reported once; asked again it begins anew", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const calculation = openCalculation();
      onTestFinished(() => calculation.close());
      const ask = vi.spyOn(calculation, "run");
      const searching = async (address: string, form?: Record<string, string>) => {
        const visit = await visitAs(tx, lin, address, at(round.id, form));
        const { beginning } = calculation;
        // What no page can ask for: the solver fails.
        visit.context.services.calculation = {
          ...calculation,
          within: (patience, what, input) => calculation.within(patience, what, { ...input, rules: null } as never),
          beginning: (what, input) => beginning(what, { ...input, rules: null } as never),
        };
        return visit;
      };
      const log = vi.spyOn(console, "error").mockImplementation(() => {});
      const look = async () => (await answerOf(plan(await searching("/rounds/x/assignments/balanced")))).data as object;
      expect(await look()).toMatchObject({ search: { ended: "unbegun" }, looks: false });
      const begin = async () => answerOf(searchAgain(await searching("/x", {})));
      for (const times of [1, 2]) {
        expect(await begin()).toMatchObject({ status: 303, location: `/rounds/${round.id}/assignments/balanced` });
        for (const _look of ["first", "second", "third"])
          await expect.poll(look, { timeout: 20_000 }).toMatchObject({ search: { ended: "failed", why: "fault" } });
        expect(log.mock.calls.filter((call) => call.join().includes("/rounds/x/assignments/balanced"))).toHaveLength(
          times,
        );
      }
      expect(await answerOf(carryOut(await searching("/x", { plan: "f" })))).toMatchObject({ status: 303 });
      expect(await look()).toMatchObject({ search: { ended: "failed" } });
      expect(ask).not.toHaveBeenCalled();
      expect(log).toHaveBeenCalledTimes(2);
      log.mockRestore();
      const begun = (await eventsOf(await contextOf(tx, lin), round.id)).filter(
        ({ type }) => type === "assignment.search-begun",
      );
      expect(begun).toHaveLength(2);
    }));
});

describe("conflicts", () => {
  it("are listed and lifted by the secretariat, and only shown to the chair", () =>
    inTransaction(db, async (tx) => {
      const [round, lin] = [await aRound(tx), await aStaffMember(tx)];
      const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "BR" }) });
      const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } });
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      const rowsFor = async (person: { id: string }) =>
        ((await answerOf(conflictsPage(await visitAs(tx, person, "/x", at(round.id))))).data as { rows: unknown[] })
          .rows;
      expect(await rowsFor(lin)).toMatchObject([
        { entryId: entry.id, accountId: rafael.id, kinds: ["country"], mayWaive: true },
      ]);
      expect(await rowsFor(chair)).toMatchObject([{ mayWaive: false }]);
      const lifting = (person: { id: string }, form?: Record<string, string>) =>
        visitAs(tx, person, "/x", at(round.id, form, { entryId: entry.id, accountId: rafael.id }));
      expect((await answerOf(waiverPage(await lifting(chair)))).status).toBe(403);
      expect((await answerOf(waive(await lifting(rafael, { reason: "x" })))).status).toBe(403);
      expect((await answerOf(waiverPage(await lifting(lin)))).data).toMatchObject({ code: entry.code });
      expect((await answerOf(waive(await lifting(lin, {})))).data).toMatchObject({ errors: { reason: "required" } });
      expect((await answerOf(waive(await lifting(lin, { reason: "Left as a child" })))).status).toBe(303);
      expect(await tx.select().from(conflictWaivers)).toMatchObject([
        { reason: "Left as a child", by: lin.id, confirmedBy: null },
      ]);
      const chen = await aStaffMember(tx);
      expect((await answerOf(waiverPage(await lifting(lin)))).data).toMatchObject({
        proposal: { reason: "Left as a child" },
        confirmation: { allowed: false },
      });
      expect((await answerOf(waiverPage(await lifting(chen)))).data).toMatchObject({ confirmation: { allowed: true } });
      const { proposal } = (await answerOf(waiverPage(await lifting(chen)))).data as { proposal: { sha256: string } };
      const seen = { proposal: proposal.sha256 };
      expect((await answerOf(confirmWaiver(await lifting(lin, seen)))).status).toBe(403);
      expect((await answerOf(confirmWaiver(await lifting(chen, {})))).status).toBe(409);
      expect(await answerOf(confirmWaiver(await lifting(chen, seen)))).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/conflicts`,
      });
      expect((await answerOf(waiverPage(await lifting(lin)))).status).toBe(404);
      expect((await answerOf(refuseWaiver(await lifting(chen, {})))).status).toBe(404);
      expect(await rowsFor(chen)).toMatchObject([
        { kinds: [], waiverReason: "Left as a child", proposedBy: lin.name, confirmedBy: chen.name, mayWaive: false },
      ]);
    }));
});
