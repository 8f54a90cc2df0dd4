import { describe, expect, it } from "vitest";
import { pairName } from "#app/domain/ballot/pairs.ts";
import * as approval from "#app/routes/chair/approval.ts";
import * as ballotCount from "#app/routes/chair/ballot-count.ts";
import * as ballot from "#app/routes/chair/ballot.tsx";
import * as choice from "#app/routes/chair/choice.tsx";
import * as finalisation from "#app/routes/chair/finalisation.tsx";
import * as freeze from "#app/routes/chair/freeze.tsx";
import * as publication from "#app/routes/chair/publication.tsx";
import * as rankingFile from "#app/routes/chair/ranking-file.ts";
import * as ranking from "#app/routes/chair/ranking.tsx";
import * as selection from "#app/routes/chair/selection.tsx";
import * as withdrawal from "#app/routes/chair/withdrawal.tsx";
import * as receipt from "#app/routes/reviewer/ballot-receipt.tsx";
import * as paper from "#app/routes/reviewer/ballot.tsx";
import type { Db } from "#db/client.server.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { decisions } from "#db/schema/decision.ts";
import { publications } from "#db/schema/result.ts";
import { freezes } from "#db/schema/round.ts";
import { finalisations, selections } from "#db/schema/shortlist.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  anAdjustedRound,
  aReview,
  aScoredRound,
  type Candidate,
} from "#tests/support/judging.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const connection = await testDatabase();
const { db } = connection;
const INVENTED = "00000000-0000-4000-8000-000000000000";

type Scene = Awaited<ReturnType<typeof aHall>>;

/** A round with three read entries and everybody who could knock. */
async function aHall(tx: Db, more: readonly string[] = []) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const [reviewer, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
  const entries: Candidate[] = [];
  for (const [title, values] of [
    ["=HYPERLINK(1)", [5, 5]],
    ["Second", [4, 4]],
    ["Third", [2, 2]],
    ...more.map((title) => [title, [1, 1]] as const),
  ] as const) {
    const entry = await aCandidate(tx, { cycle, title });
    await aReview(tx, { round, entry, reviewer, values: [...values] });
    entries.push(entry);
  }
  const people = {
    reviewer,
    chair,
    lin: await aStaffMember(tx),
    chen: await aStaffMember(tx),
    observer: await aStaffMember(tx, "observer"),
    admin: await aStaffMember(tx, "administrator"),
    city: await aMember(tx, (await aCity(tx)).id),
    peru: await aJudge(tx, round, { role: "chair", countries: ["UG"] }),
  };
  const visit = (who: keyof typeof people | null, form?: Record<string, string>, params: Record<string, string> = {}) =>
    visitAs(tx, who && people[who], `/rounds/${round.id}`, {
      now: JUDGING,
      ...(form ? { form } : {}),
      params: { roundId: round.id, entryId: entries[1]!.id, ...params },
    });
  const get = async (
    route: { loader: (args: never) => Promise<unknown> },
    who: keyof typeof people | null,
    params = {},
  ) => answerOf(route.loader((await visit(who, undefined, params)) as never));
  const post = async (
    route: { action: (args: never) => Promise<unknown> },
    who: keyof typeof people | null,
    form: Record<string, string> = {},
    params = {},
  ) => answerOf(route.action((await visit(who, form, params)) as never));
  return { tx, cycle, round, entries, people, get, post };
}

describe("a ballot", () => {
  it("is opened, voted in and counted, and what is typed wrongly comes back beside its field", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      const rule = {
        method: "plackett-luce",
        date: new Date(JUDGING.getTime() + 86_400_000).toISOString().slice(0, 10),
        time: "18:00",
        first: "",
      };
      expect(await scene.post(ballot, "lin", { ...rule, date: "yesterday" })).toMatchObject({
        status: 422,
        data: { errors: { date: "not-a-date" }, typed: { method: "plackett-luce" } },
      });
      expect((await scene.get(paper, "reviewer")).status).toBe(404);
      expect((await scene.post(ballot, "reviewer", rule)).status).toBe(404);
      expect(await scene.post(ballot, "lin", rule)).toMatchObject({ status: 303 });
      const [first, second] = scene.entries.map(({ id }) => `mark-${id}`) as [string, string];
      const shown = scene.entries.map(({ id }) => id).join(" ");
      expect(await scene.post(paper, "reviewer", { shown, [first]: "1", [second]: "1" })).toMatchObject({
        status: 422,
        data: { typed: { [first]: "1" } },
      });
      expect((await scene.post(paper, "reviewer", { [first]: "1" })).status).toBe(409);
      expect((await scene.get(receipt, "reviewer")).status).toBe(404);
      expect((await scene.post(paper, "peru", { [second]: "1" })).status).toBe(404);
      for (const who of ["reviewer", "chair"] as const)
        expect(await scene.post(paper, who, { shown, [second]: "1", [first]: "2" })).toMatchObject({ status: 303 });
      expect(await scene.get(receipt, "reviewer")).toMatchObject({
        status: 200,
        data: { counted: null, text: expect.stringContaining("ranked ") as string },
      });
      expect((await scene.get(receipt, "lin")).status).toBe(404);
      expect(await scene.post(ballotCount, "chair")).toMatchObject({ status: 303 });
      expect((await scene.get(ballot, "lin")).data).toMatchObject({
        outcome: {
          papers: 2,
          candidates: [{ id: scene.entries[1]!.id, place: 1 }, { id: scene.entries[0]!.id, place: 2 }, { place: null }],
        },
      });
      expect((await scene.get(ballot, "chair")).data).toMatchObject({ own: "closed" });
      expect((await scene.get(selection, "chair")).data).toMatchObject({ ballot: "plackett-luce" });
      expect((await scene.get(receipt, "reviewer")).data).toMatchObject({
        counted: { opened: false, entries: expect.any(Number) as number },
      });
    }));

  it("of pairs takes the answers that were given, keeps them for the next visit, and wants one at least", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      const date = new Date(JUDGING.getTime() + 86_400_000).toISOString().slice(0, 10);
      const rule = { method: "bradley-terry", date, time: "18:00", first: "" };
      expect(await scene.post(ballot, "lin", rule)).toMatchObject({ status: 303 });
      const asked = (await scene.get(paper, "reviewer")).data as { pages: [string, string][][] };
      const [one, other] = asked.pages[0]![0]!;
      const shown = scene.entries.map(({ id }) => id).join(" ");
      const name = pairName(one, other);
      expect((await scene.post(paper, "reviewer", { shown, [name]: "none" })).status).toBe(422);
      expect(await scene.post(paper, "reviewer", { shown, [name]: other })).toMatchObject({ status: 303 });
      expect((await scene.get(paper, "reviewer")).data).toMatchObject({ given: [[other, one]], pages: asked.pages });
      expect((await scene.get(receipt, "reviewer")).data).toMatchObject({
        named: 1,
        given: [[other, one]],
        text: expect.stringMatching(/^pairs \w+>\w+$/m) as string,
      });
      expect((await scene.post(paper, "reviewer", { shown, [name]: "none" })).status).toBe(422);
    }));

  it("of pairs keeps an answer whose pair stands on another page by the time it arrives", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx, ["Fourth", "Fifth", "Sixth"]);
      const date = new Date(JUDGING.getTime() + 86_400_000).toISOString().slice(0, 10);
      await scene.post(ballot, "lin", { method: "bradley-terry", date, time: "18:00", first: "" });
      const { pages } = (await scene.get(paper, "reviewer")).data as { pages: [string, string][][] };
      expect(pages.map((page) => page.length)).toEqual([6, 6, 3]);
      const [one, other] = pages[2]![0]!;
      const sent = { shown: scene.entries.map(({ id }) => id).join(" "), [pairName(one, other)]: other };
      expect(await scene.post(paper, "reviewer", { ...sent, page: "1" })).toMatchObject({
        status: 303,
        location: expect.stringMatching(/\?page=2#page$/) as string,
      });
      expect((await scene.get(paper, "reviewer")).data).toMatchObject({ given: [[other, one]] });
    }));
});

const statuses = async (scene: Scene, route: { loader: (args: never) => Promise<unknown> }) => {
  const found: Record<string, number> = {};
  for (const who of ["reviewer", "chair", "lin", "observer", "admin", "city"] as const)
    found[who] = (await scene.get(route, who)).status;
  return found;
};
const shut = { reviewer: 404, admin: 404, city: 404 };
const listOf = async (scene: Scene, who: "chair" | "lin" | "chen") =>
  ((await scene.get(finalisation, who)).data as { listSha256: string }).listSha256;

async function frozen(tx: Db, more?: readonly string[]) {
  const scene = await aHall(tx, more);
  expect(await scene.post(freeze, "chair", { confirm: "yes" })).toMatchObject({ status: 303 });
  return scene;
}
async function final(tx: Db) {
  const scene = await frozen(tx);
  await scene.post(finalisation, "chair", { list: await listOf(scene, "chair") });
  expect((await scene.post(approval, "lin", { list: await listOf(scene, "lin") })).status).toBe(303);
  return scene;
}

describe("the ranking", () => {
  it("before the freeze is the chair's alone, page and file alike", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      for (const route of [ranking, rankingFile])
        expect(await statuses(scene, route)).toEqual({ ...shut, chair: 200, lin: 404, observer: 404 });
      expect((await scene.get(ranking, null)).status).toBe(302);
    }));
  it("after it the secretariat's and the observer's too", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      for (const route of [ranking, rankingFile])
        expect(await statuses(scene, route)).toEqual({ ...shut, chair: 200, lin: 200, observer: 200 });
    }));
  it("a hidden round answers like an invented one", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      for (const route of [ranking, freeze, selection, finalisation, publication, withdrawal]) {
        expect(await scene.get(route, "city")).toEqual(await scene.get(route, "city", { roundId: INVENTED }));
      }
    }));
  it("the file tells how sure each place is, to whom no conflict hides an entry", () =>
    inTransaction(db, async (tx) => {
      const { round, chair, entries } = await anAdjustedRound(tx);
      const read = async () => {
        const args = await visitAs(tx, chair, "/", { now: JUDGING, params: { roundId: round.id } });
        return (await ((await rankingFile.loader(args)) as Response).text()).trimEnd().split("\r\n");
      };
      const [head, first, ...rest] = await read();
      expect(head).toMatch(
        /,"?chance to belong above line \d+"?,"best rank, 9 times in 10","worst.*",where it stands$/,
      );
      expect(first).toMatch(/,(0\.\d+|1),1,\d+,(Sure|Near-tie)$/);
      expect(rest.at(-1)).toMatch(/,Out$/);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: entries[0]!.id, accountId: chair.id, answer: "conflict", reason: "x", at: JUDGING });
      expect((await read())[0]).not.toContain("chance");
    }));
  it("the file is there where chances cannot be calculated, their columns empty", () =>
    inTransaction(db, async (tx) => {
      const { round, chair } = await anAdjustedRound(tx);
      const services = testServices(tx);
      const read = async () => {
        const args = await visitAs(tx, chair, "/", { now: JUDGING, params: { roundId: round.id }, services });
        return (await ((await rankingFile.loader(args)) as Response).text()).trimEnd().split("\r\n");
      };
      const [head, ...rows] = await read();
      services.calculation.run = () => Promise.reject(new Error("for want of memory"));
      const [same, ...unsure] = await read();
      expect(same).toBe(head);
      expect(unsure).toEqual(rows.map((row) => row.replace(/(,[^,]*){4}$/, ",,,,")));
      expect(unsure).not.toEqual(rows);
    }));
  it("B82: the file runs nothing in a spreadsheet and holds the exact means", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      const args = await visitAs(tx, scene.people.chair, "/", { now: JUDGING, params: { roundId: scene.round.id } });
      const file = (await rankingFile.loader(args)) as Response;
      const lines = (await file.text())
        .replace(/^\ufeff/, "")
        .trimEnd()
        .split("\r\n");
      expect(lines[0]).toMatch(/^rank,code,title/);
      expect(lines[1]).toMatch(/^1,[^,]+,'=HYPERLINK\(1\),.*,1,1,500,5\.00,5$/);
      expect(lines).toHaveLength(4);
      expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    }));
});

describe("the freeze", () => {
  it("asks once more and says what is missing", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      await aCandidate(tx, { cycle: scene.cycle, title: "Unread" });
      expect(await scene.get(freeze, "lin")).toMatchObject({
        status: 200,
        data: { missing: [{ title: "Unread", reviews: 0, assigned: 0 }], drafts: 0 },
      });
      expect(await scene.post(freeze, "lin", {})).toMatchObject({
        status: 422,
        data: { errors: { confirm: "must-accept" } },
      });
      expect(await tx.select().from(freezes)).toEqual([]);
      expect((await scene.post(freeze, "lin", { confirm: "yes" })).status).toBe(303);
      expect(await scene.post(freeze, "chair", { confirm: "yes" })).toMatchObject({
        status: 409,
        data: { because: "round-frozen" },
      });
    }));
  it("is for chair and secretariat", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      expect(await statuses(scene, freeze)).toEqual({ ...shut, chair: 200, lin: 200, observer: 403 });
      for (const who of ["reviewer", "admin", "city"] as const)
        expect((await scene.post(freeze, who, { confirm: "yes" })).status).toBe(404);
      expect((await scene.post(freeze, null, { confirm: "yes" })).status).toBe(401);
      expect(await tx.select().from(freezes)).toEqual([]);
    }));
});

describe("the selection", () => {
  it("waits for the freeze", () =>
    inTransaction(db, async (tx) => {
      const scene = await aHall(tx);
      for (const route of [selection, choice, finalisation])
        expect(await statuses(scene, route)).toEqual({ ...shut, chair: 409, lin: 409, observer: 409 });
    }));
  it("is read by observers and changed by chair and secretariat, with a reason", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      expect(await statuses(scene, selection)).toEqual({ ...shut, chair: 200, lin: 200, observer: 200 });
      expect(await statuses(scene, choice)).toEqual({ ...shut, chair: 200, lin: 200, observer: 403 });
      expect(await scene.post(choice, "lin", { level: "none", reason: "" })).toMatchObject({
        status: 422,
        data: { errors: { reason: "reason-needed" }, typed: { level: "none" } },
      });
      expect(await scene.post(choice, "lin", { level: "emperor", reason: "x" })).toMatchObject({
        status: 422,
        data: { errors: { level: "not-a-choice" } },
      });
      expect(await scene.post(choice, "lin", {})).toMatchObject({
        status: 422,
        data: { errors: { level: "not-a-choice" } },
      });
      expect((await scene.post(choice, "lin", { level: "none", reason: "Ended last year" })).status).toBe(303);
      expect(await tx.select({ levelKey: selections.levelKey }).from(selections)).toEqual([{ levelKey: null }]);
    }));
  it("a conflict outranks the chair: the line is not there", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      expect(await scene.get(selection, "peru")).toMatchObject({ status: 200, data: { lines: [], partial: true } });
      expect(await scene.get(choice, "peru")).toEqual(await scene.get(choice, "peru", { entryId: INVENTED }));
      expect((await scene.post(choice, "peru", { level: "none", reason: "x" })).status).toBe(404);
    }));
});

describe("two signatures", () => {
  it("make it final; the same person twice is refused", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      const list = await listOf(scene, "lin");
      expect(await scene.post(finalisation, "lin", {})).toMatchObject({ status: 422 });
      expect((await scene.get(selection, "lin")).data).toMatchObject({ voting: true });
      expect((await scene.post(finalisation, "lin", { list })).status).toBe(303);
      expect((await scene.get(selection, "lin")).data).toMatchObject({ voting: false });
      expect(await scene.post(finalisation, "chen", { list })).toMatchObject({
        status: 409,
        data: { because: "already-proposed" },
      });
      expect(await scene.post(approval, "lin", { list })).toMatchObject({
        status: 403,
        data: { because: "needs-second-person" },
      });
      expect(await scene.post(approval, "peru", { list })).toMatchObject({
        status: 403,
        data: { because: "conflict-in-list" },
      });
      expect(await scene.post(approval, "chair", {})).toMatchObject({ status: 409, data: { because: "list-changed" } });
      expect(await tx.select().from(decisions)).toEqual([]);
      expect((await scene.post(approval, "chair", { list })).status).toBe(303);
      expect(await tx.select().from(decisions)).toHaveLength(3);
      expect(await scene.post(approval, "chen", { list })).toMatchObject({
        status: 409,
        data: { because: "already-finalised" },
      });
    }));
  it("are nobody else's", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      const list = await listOf(scene, "lin");
      for (const [who, status] of [
        ["reviewer", 404],
        ["admin", 404],
        ["city", 404],
        ["observer", 403],
        [null, 401],
      ] as const) {
        expect((await scene.post(finalisation, who, { list })).status).toBe(status);
        expect((await scene.post(approval, who, { list })).status).toBe(status);
        expect((await scene.post(choice, who, { level: "none", reason: "x" })).status).toBe(status);
      }
      expect([await tx.select().from(finalisations), await tx.select().from(selections)]).toEqual([[], []]);
    }));
});

describe("publishing", () => {
  it("waits for two signatures", () =>
    inTransaction(db, async (tx) => {
      const scene = await frozen(tx);
      expect(await statuses(scene, publication)).toEqual({ ...shut, chair: 403, lin: 409, observer: 403 });
      expect(await scene.post(publication, "lin", { when: "now" })).toMatchObject({
        status: 409,
        data: { because: "not-finalised" },
      });
      expect(await tx.select().from(publications)).toEqual([]);
    }));
  it("is the secretariat's: the chair is refused, others find nothing", () =>
    inTransaction(db, async (tx) => {
      const scene = await final(tx);
      expect(await statuses(scene, publication)).toEqual({ ...shut, chair: 403, lin: 200, observer: 403 });
      for (const [who, status] of [
        ["reviewer", 404],
        ["admin", 404],
        ["city", 404],
        ["observer", 403],
        ["chair", 403],
        [null, 401],
      ] as const)
        expect((await scene.post(publication, who, { when: "now" })).status).toBe(status);
      expect(await tx.select().from(publications)).toEqual([]);
    }));
  it("now or by the programme's clock, and back again with a reason", () =>
    inTransaction(db, async (tx) => {
      const scene = await final(tx);
      expect(await scene.post(publication, "lin", {})).toMatchObject({
        status: 422,
        data: { errors: { when: "not-a-choice" } },
      });
      expect(await scene.post(publication, "lin", { when: "later", date: "2027-02-30", time: "10:00" })).toMatchObject({
        status: 422,
        data: { errors: { date: "not-a-date" }, typed: { time: "10:00" } },
      });
      expect((await scene.post(publication, "lin", { when: "later", date: "2027-06-01", time: "09:30" })).status).toBe(
        303,
      );
      expect(await tx.select({ at: publications.publishedAt }).from(publications)).toEqual([
        { at: new Date("2027-06-01T01:30:00Z") },
      ]);
      expect(await scene.get(publication, "lin")).toMatchObject({
        status: 200,
        data: { facts: { publication: "standing" } },
      });
      for (const who of ["lin", "chair", "observer"] as const)
        expect(await scene.get(finalisation, who)).toMatchObject({
          data: { published: "embargo", publishing: { allowed: who === "lin" } },
        });
      expect(await scene.post(publication, "chen", { when: "now" })).toMatchObject({
        status: 409,
        data: { because: "already-published" },
      });
      expect(await statuses(scene, withdrawal)).toEqual({ ...shut, chair: 403, lin: 200, observer: 403 });
      expect(await scene.post(withdrawal, "lin", { reason: " " })).toMatchObject({
        status: 422,
        data: { errors: { reason: "required" } },
      });
      expect((await scene.post(withdrawal, "lin", { reason: "A mistake" })).status).toBe(303);
      expect(await scene.get(withdrawal, "lin")).toMatchObject({ status: 409, data: { because: "not-published" } });
    }));
});
