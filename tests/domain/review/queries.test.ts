import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { NotFound, Refused } from "#app/domain/errors.ts";
import { getSheet, getSheetPage, openBeside } from "#app/domain/review/queries.server.ts";
import { ownScores, pairOf } from "#app/domain/review/own-scores.server.ts";
import {
  firstOpenTask,
  getJudging,
  myRounds,
  nextTask,
  reviewedTitle,
  tasksOf,
  unansweredIn,
  wasAssigned,
} from "#app/domain/review/tasks.server.ts";
import { contradictionsOf } from "#app/domain/conflict/rules.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask, contextOf, days } from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const WARN = { country: "warn", city: "warn", organisation: "warn" } as const;
const connection = await testDatabase();
const { db } = connection;

async function aPanel(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, ...given });
  const [rafael, wanjiru] = [
    await aJudge(tx, round, { name: "Rafael Monteiro" }),
    await aJudge(tx, round, { name: "Wanjiru Mwangi" }),
  ];
  return { cycle, round, rafael, wanjiru, ctx: await contextOf(tx, rafael) };
}

describe("two entries side by side", () => {
  async function twoTasks(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
    const panel = await aPanel(tx, given);
    const [one, other] = [
      await aCandidate(tx, panel),
      await aCandidate(tx, { ...panel, city: await aCity(tx, { name: "Canary-upon-Sea", country: "PE" }) }),
    ];
    const mine = await aReview(tx, {
      round: panel.round,
      entry: one,
      reviewer: panel.rafael,
      values: [4, 2],
      comment: "Mine",
    });
    const task = await aTask(tx, { round: panel.round, entry: other, reviewer: panel.rafael });
    return { ...panel, one, other, ids: [mine.assignment.id, task.id] as const };
  }

  it("hold what both say and what one gave, and nothing of what others gave", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, one, other, wanjiru, ids } = await twoTasks(tx, { blind: true });
      await aReview(tx, { round, entry: one, reviewer: wanjiru, values: [1, 1], comment: "Peer canary" });
      const { sides, criteria } = await pairOf(ctx, round.id, ids);
      expect(criteria).toHaveLength(2);
      expect(
        sides.map(({ entry, sealed, comment, total }) => [entry.title, sealed.answers["plan"], comment, total]),
      ).toEqual([
        [one.title, `Plan of ${one.title}`, "Mine", 320],
        [other.title, `Plan of ${other.title}`, null, null],
      ]);
      expect(JSON.stringify(sides)).not.toMatch(/canary|contact-|"PE"/i);
    }));

  it.each<[string, (tx: Db, made: Awaited<ReturnType<typeof twoTasks>>) => Promise<readonly [string, string]>, object]>(
    [
      [
        "one of them is in conflict",
        async (tx, { other, ctx, ids }) => {
          await tx
            .update(reviewerProfiles)
            .set({ countries: ["PE"] })
            .where(eq(reviewerProfiles.accountId, ctx.actor.id));
          expect(other.city.name).toBe("Canary-upon-Sea");
          return ids;
        },
        NotFound,
      ],
      [
        "one of them is a colleague's",
        async (tx, { round, one, wanjiru, ids }) => [
          ids[1],
          (await aTask(tx, { round, entry: one, reviewer: wanjiru })).id,
        ],
        NotFound,
      ],
      [
        "one of them is of another round",
        async (tx, { cycle, one, rafael, ids }) => [
          ids[1],
          (await aTask(tx, { round: await aScoredRound(tx, { cycle }), entry: one, reviewer: rafael })).id,
        ],
        NotFound,
      ],
      [
        "the conflict question of one is open",
        async (tx, { cycle, round, rafael, ids }) => [
          ids[0],
          (await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael, declared: null })).id,
        ],
        Refused,
      ],
    ],
  )("are not shown where %s, in either order", (_case, arrange, kind) =>
    inTransaction(db, async (tx) => {
      const made = await twoTasks(tx);
      const [first, second] = await arrange(tx, made);
      for (const ids of [
        [first, second],
        [second, first],
      ] as const)
        await expect(pairOf(made.ctx, made.round.id, ids)).rejects.toBeInstanceOf(kind);
    }),
  );
});

it("a sheet leads to the entries before and after it in one's reading order, past those that ended or are in conflict", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, rafael, wanjiru, ctx } = await aPanel(tx);
    const tasks = [];
    for (const country of ["UG", "NO", "UG", "UG"])
      tasks.push(
        await aTask(tx, {
          round,
          entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country }) }),
          reviewer: rafael,
        }),
      );
    const [first, norwegian, left, last] = tasks.map(({ id }) => id) as [string, string, string, string];
    await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: wanjiru });
    await tx.insert(recusals).values({ assignmentId: left, reason: "no time", at: JUDGING, by: rafael.id });
    const besideOf = async (id: string) => openBeside(ctx.actor, await getSheetPage(ctx, id));
    expect(await besideOf(first)).toMatchObject({ previous: null, next: last });
    expect(await besideOf(last)).toMatchObject({ previous: first, next: null });
    await tx
      .update(reviewerProfiles)
      .set({ countries: ["FR"] })
      .where(eq(reviewerProfiles.accountId, rafael.id));
    expect(await besideOf(first)).toMatchObject({ next: norwegian });
  }));

describe("the task list", () => {
  it("is in one's own reading order and says where each stands", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      const [first, second, third] = [
        await aCandidate(tx, { cycle }),
        await aCandidate(tx, { cycle }),
        await aCandidate(tx, { cycle }),
      ];
      await aTask(tx, { round, entry: second, reviewer: rafael, declared: null });
      await aReview(tx, { round, entry: first, reviewer: rafael, values: [4, 4] });
      await aReview(tx, { round, entry: third, reviewer: rafael, values: [4, null], submitted: false });
      const tasks = await tasksOf(ctx, round.id, 1);
      expect(
        tasks.map(({ title, declared, version, submittedAt }) => ({ title, declared, version, submittedAt })),
      ).toEqual([
        { title: second.title, declared: null, version: null, submittedAt: null },
        { title: first.title, declared: "none", version: 1, submittedAt: JUDGING },
        { title: third.title, declared: "none", version: 1, submittedAt: null },
      ]);
      expect(await getJudging(ctx, round.id)).toMatchObject({ assigned: 3, submitted: [JUDGING], state: "open" });
    }));

  it("B30: conflicted and recused entries are absent and not counted anywhere", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      const kept = await aCandidate(tx, { cycle });
      const own = await aTask(tx, { round, entry: kept, reviewer: rafael });
      const norwegian = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country: "NO" }) }),
        reviewer: rafael,
      });
      const declared = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle }),
        reviewer: rafael,
        declared: "unsure",
      });
      const left = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      await tx.insert(recusals).values({ assignmentId: left.id, reason: "no time", at: JUDGING, by: rafael.id });
      const unanswered = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country: "NO" }) }),
        reviewer: rafael,
        declared: null,
      });
      await tx.update(assignments).set({ readingOrder: 1_000_000 }).where(eq(assignments.id, own.id));

      expect(await unansweredIn(ctx, round)).toEqual([]);
      expect(await firstOpenTask(ctx, round.id)).toEqual({ id: own.id, place: 1 });
      expect((await tasksOf(ctx, round.id, 1)).map(({ id }) => id)).toEqual([own.id]);
      expect(await getJudging(ctx, round.id)).toMatchObject({ assigned: 1 });
      expect(await myRounds(ctx)).toMatchObject([{ assigned: 1, submitted: 0 }]);
      expect((await ownScores(ctx, round.id)).rows.map(({ id }) => id)).toEqual([own.id]);
      expect(await nextTask(ctx, round.id, own.id)).toBeNull();
      for (const { id } of [norwegian, declared, left, unanswered]) {
        await expect(getSheet(ctx, id)).rejects.toBeInstanceOf(NotFound);
        expect(await reviewedTitle(ctx, id)).toBeNull();
        expect(await wasAssigned(ctx, id)).toBe(true);
      }
    }));

  it("is empty for who has nothing, and not there for who does not review", () =>
    inTransaction(db, async (tx) => {
      const { round, ctx } = await aPanel(tx);
      expect(await tasksOf(ctx, round.id, 1)).toEqual([]);
      for (const other of [
        await aJudge(tx, round, { role: "chair" }),
        await aStaffMember(tx, "secretariat"),
        await aStaffMember(tx, "administrator"),
      ]) {
        await expect(getJudging(await contextOf(tx, other), round.id)).rejects.toBeInstanceOf(NotFound);
        await expect(ownScores(await contextOf(tx, other), round.id)).rejects.toBeInstanceOf(NotFound);
      }
    }));

  it("a blind round names no city", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx, { blind: true });
      const city = await aCity(tx, { name: "Cusco-by-the-Canary", country: "PE" });
      const entry = await aCandidate(tx, { cycle, city, partners: ["Canary Partner"] });
      const task = await aTask(tx, { round, entry, reviewer: rafael });
      await aCoApplicant(tx, entry.id, { name: "Lima-by-the-Canary", country: "PE" });
      const sheet = await getSheet(ctx, task.id);
      const { sealed } = openBeside(ctx.actor, await getSheetPage(ctx, task.id));
      const seen = JSON.stringify([await tasksOf(ctx, round.id, 1), sheet, sealed]);
      expect(seen).not.toMatch(/Canary|"PE"/);
    }));

  it("names the cities that enter together where the round is not blind, and holds a reviewer's word against them", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx, { conflictRules: WARN });
      const entry = await aCandidate(tx, { cycle });
      const task = await aTask(tx, { round, entry, reviewer: rafael });
      await aCoApplicant(tx, entry.id, { name: "Lima", country: "PE" });
      const sheet = await getSheet(ctx, task.id);
      expect(sheet.entry.coApplicants).toMatchObject([{ cityName: "Lima", country: "PE" }]);
      const profile = { countries: ["NO", "PE"], cities: ["Lima", "Oslo"], organisations: ["lima "] };
      expect(contradictionsOf(profile, sheet.entry, sheet.round.conflictRules)).toEqual([
        { kind: "country", country: "PE" },
        { kind: "city", name: "Lima" },
        { kind: "organisation", name: "lima " },
      ]);
    }));

  it("holds a reviewer's word against what the cities of an entry were called, and the countries they were in, before", () =>
    inTransaction(db, async (tx) => {
      for (const blind of [false, true]) {
        const { cycle, round, rafael, ctx } = await aPanel(tx, { conflictRules: WARN, blind });
        const entry = await aCandidate(tx, { cycle });
        const task = await aTask(tx, { round, entry, reviewer: rafael });
        await aCoApplicant(tx, entry.id, { name: "Lima", country: "PE" });
        const [{ was }] = (await tx.select({ was: cities.name }).from(cities).where(eq(cities.id, entry.city.id))) as [
          { was: string },
        ];
        await tx.update(cities).set({ name: "Kampala New Town" }).where(eq(cities.id, entry.city.id));
        await tx.update(cities).set({ name: "Rimac", country: "EC" }).where(eq(cities.name, "Lima"));
        const [profile, { entry: shown }] = [
          { countries: ["PE"], cities: [` ${was.toUpperCase()}`], organisations: [was, "Lima"] },
          await getSheet(ctx, task.id),
        ];
        expect(contradictionsOf(profile, shown, WARN)).toEqual(
          blind
            ? []
            : [
                { kind: "country", country: "PE" },
                { kind: "city", name: ` ${was.toUpperCase()}` },
                { kind: "organisation", name: was },
                { kind: "organisation", name: "Lima" },
              ],
        );
        if (blind) expect(JSON.stringify(shown)).not.toMatch(/Lima|Rimac/);
      }
    }));

  it("asks the database the same number of questions for one entry and for three", async () => {
    const counting = countingDatabase(connection);
    const { cycle, round, rafael } = await aPanel(db);
    const ctx = { ...(await contextOf(db, rafael)), db: counting.db };
    const page = async () => {
      await getJudging(ctx, round.id);
      await tasksOf(ctx, round.id, 1);
      await myRounds(ctx);
      await ownScores(ctx, round.id);
    };
    await aReview(db, { round, entry: await aCandidate(db, { cycle }), reviewer: rafael, values: [4, 4] });
    const one = await counting.during(page);
    for (const values of [
      [3, 3],
      [5, 1],
    ])
      await aReview(db, { round, entry: await aCandidate(db, { cycle }), reviewer: rafael, values });
    expect(await counting.during(page)).toBe(one);
    expect(one).toBe(4);
  });
});

describe("the next entry", () => {
  it("is the next one waiting in one's own order, and goes round to those left behind", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      const tasks = [];
      for (let count = 0; count < 3; count += 1)
        tasks.push(await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael }));
      const [a, b, c] = tasks.map(({ id }) => id) as [string, string, string];
      expect(await nextTask(ctx, round.id, b)).toBe(c);
      expect(await nextTask(ctx, round.id, c)).toBe(a);
      await aReview(tx, { round, entry: { id: tasks[0]!.entryId }, reviewer: rafael, values: [1, 1] });
      expect(await nextTask(ctx, round.id, c)).toBe(b);
    }));
});

describe("the score sheet", () => {
  it("holds one's own and nothing of the city's contacts", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx);
      const entry = await aCandidate(tx, { cycle });
      const { assignment } = await aReview(tx, { round, entry, reviewer: rafael, values: [4, 2] });
      const sheet = await getSheet(ctx, assignment.id);
      expect(sheet.criteria.map(({ weight }) => weight)).toEqual([60, 40]);
      expect(sheet).toMatchObject({ total: 320, entry: { title: entry.title } });
      const { sealed, form } = openBeside(ctx.actor, await getSheetPage(ctx, assignment.id));
      expect(sealed.answers["plan"]).toBe(`Plan of ${entry.title}`);
      expect(JSON.stringify([sealed, form])).not.toContain("contact");
    }));

  it.each([
    ["the conflict question", { declared: null }, {}],
    ["the statement", {}, { accepted: false }],
  ])("the entry does not open before %s", (_what, task, judge) =>
    inTransaction(db, async (tx) => {
      const { cycle, round } = await aPanel(tx);
      const reviewer = await aJudge(tx, round, judge);
      const ctx = await contextOf(tx, reviewer);
      const { id } = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer, ...task });
      const page = await getSheetPage(ctx, id);
      expect(() => openBeside(ctx.actor, page)).toThrow(Refused);
    }),
  );

  it("does not open before the round", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, ctx } = await aPanel(tx, { opensAt: days(1) });
      const { id } = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      const page = await getSheetPage(ctx, id);
      expect(() => openBeside(ctx.actor, page)).toThrow(expect.objectContaining({ because: "round-not-open" }));
    }));
});

describe("own score first", () => {
  async function twoReviews(tx: Db, { own, ...given }: Parameters<typeof aScoredRound>[1] & { own: boolean }) {
    const { cycle, round, rafael, wanjiru, ctx } = await aPanel(tx, given);
    const entry = await aCandidate(tx, { cycle });
    await aReview(tx, { round, entry, reviewer: wanjiru, values: [2, 5], comment: "CNRY-peer-comment" });
    const { assignment } = await aReview(tx, { round, entry, reviewer: rafael, values: [4, 4], submitted: own });
    return { entry, cycle, round, rafael, wanjiru, ctx, page: () => getSheetPage(ctx, assignment.id) };
  }

  it("peers' scores and comments are not there before one's own review is in", () =>
    inTransaction(db, async (tx) => {
      const { ctx, page } = await twoReviews(tx, { own: false });
      const read = await page();
      expect(openBeside(ctx.actor, read).peers).toEqual([]);
      expect(JSON.stringify(read)).not.toContain("CNRY");
    }));

  it("a forged claim to have submitted is checked in the database once more", () =>
    inTransaction(db, async (tx) => {
      const { ctx, page } = await twoReviews(tx, { own: false });
      const { sheet, beside } = await page();
      expect(openBeside(ctx.actor, { sheet: { ...sheet, submittedAt: JUDGING }, beside }).peers).toEqual([]);
    }));

  it("then they are, under a letter, without name or id", () =>
    inTransaction(db, async (tx) => {
      const { ctx, page, wanjiru } = await twoReviews(tx, { own: true });
      const { peers } = openBeside(ctx.actor, await page());
      expect(peers).toMatchObject([
        { letter: expect.stringMatching(/^[A-Z]$/), total: 320, comment: "CNRY-peer-comment" },
      ]);
      expect(JSON.stringify(peers)).not.toMatch(new RegExp(`${wanjiru.id}|${wanjiru.name}`));
    }));

  it("a round that shows none shows none", () =>
    inTransaction(db, async (tx) => {
      const { page } = await twoReviews(tx, { own: true, peersVisible: "never" });
      expect((await page()).beside?.peers).toEqual([]);
    }));

  it("drafts, recusals and conflicted reviews of others are never shown", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, page, wanjiru } = await twoReviews(tx, { own: true });
      await aReview(tx, {
        round,
        entry,
        reviewer: await aJudge(tx, round),
        values: [1, null],
        submitted: false,
        comment: "CNRY-draft",
      });
      const left = await aJudge(tx, round);
      const ended = await aReview(tx, { round, entry, reviewer: left, values: [1, 1], comment: "CNRY-recused" });
      await tx.insert(recusals).values({ assignmentId: ended.assignment.id, reason: "x", at: JUDGING, by: left.id });
      expect((await page()).beside?.peers.map(({ comment }) => comment)).toEqual(["CNRY-peer-comment"]);
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, wanjiru.id));
      expect((await page()).beside?.peers).toEqual([]);
    }));

  it("private notes are nobody else's", () =>
    inTransaction(db, async (tx) => {
      const { page, wanjiru } = await twoReviews(tx, { own: true });
      await tx.execute(
        `update reviews set notes = 'CNRY-notes' where assignment_id in (select id from assignments where reviewer_id = '${wanjiru.id}')`,
      );
      expect(JSON.stringify(await page())).not.toContain("CNRY-notes");
    }));
});
