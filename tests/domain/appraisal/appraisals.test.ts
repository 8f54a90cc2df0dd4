import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { moderateAppraisal, prepareAppraisals, releaseAppraisals } from "#app/domain/appraisal/commands.server.ts";
import { readModerated } from "#app/domain/appraisal/input.ts";
import { appraisalLetter } from "#app/domain/appraisal/letter.ts";
import type { Context } from "#app/domain/context.ts";
import { appraisalsOf, getAppraisal, hasAppraisal, ownAppraisals } from "#app/domain/appraisal/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { LONGEST_COMMENT } from "#app/domain/review/rules.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { Form } from "#app/http/form.server.ts";
import type { Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { appraisalComments } from "#db/schema/appraisal.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aMember, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { readPdf } from "#tests/support/pdf.ts";

const connection = await testDatabase();
const { db } = connection;
const counting = countingDatabase(connection);
const documents = openDocuments();
afterAll(documents.close);
const URL = "https://award.example";

/**
 * A frozen, finalised round: one entry read by three named reviewers, another by one, and a draft review that does not
 * count.
 */
async function aJudgedRound(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, places: { shortlisted: 1 } });
  const panel = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
  for (const [index, { id }] of panel.entries())
    await tx
      .update(accounts)
      .set({ name: `CNRY Reviewer ${index}` })
      .where(eq(accounts.id, id));
  const ingrid = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
  const [lin, chen] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, await aStaffMember(tx))];
  const [here, there] = [await aCity(tx, { name: "Kampala" }), await aCity(tx, { name: "La Paz" })];
  const [much, few] = [
    await aCandidate(tx, { cycle, city: here, title: "Guides" }),
    await aCandidate(tx, { cycle, city: there, title: "Zebras" }),
  ];
  for (const [index, values] of [
    [5, 1],
    [5, 2],
    [4, 1],
  ].entries())
    await aReview(tx, { round, entry: much, reviewer: panel[index]!, values, comment: `Overall ${index}` });
  await aReview(tx, {
    round,
    entry: much,
    reviewer: panel[3]!,
    values: [1, 5],
    comment: "CNRY-unsubmitted",
    submitted: false,
  });
  await aReview(tx, { round, entry: few, reviewer: panel[0]!, values: [5, 5], comment: "Alone" });
  const [amara, lucia] = [await aMember(tx, here.id), await aMember(tx, there.id, "viewer")];
  const freeze = () => freezeRound(ingrid, round.id);
  const publish = async (at = JUDGING) => {
    await proposeShortlist(ingrid, round.id);
    await approveList(lin, round.id, URL);
    await publishResults(lin, { roundId: round.id, at, publicUrl: URL });
  };
  return {
    cycle,
    round,
    panel,
    ingrid,
    lin,
    chen,
    much,
    few,
    amara: await contextOf(tx, amara),
    lucia: await contextOf(tx, lucia),
    freeze,
    publish,
  };
}

describe("copying", () => {
  it("takes the comments of reviews that count and bands of their means; nothing of it names or joins reviewers, or holds a score", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, panel, much, few, freeze } = await aJudgedRound(tx);
      await freeze();
      await prepareAppraisals(lin, round.id);
      const { entry, comments, criteria } = await getAppraisal(lin, { roundId: round.id, entryId: much.id });
      expect(criteria.map(({ id }) => entry.bands[id])).toEqual(["upper", "lower"]);
      expect(
        comments
          .filter(({ criterionId }) => criterionId === null)
          .map(({ text }) => text)
          .sort(),
      ).toEqual(["Overall 0", "Overall 1", "Overall 2"]);
      expect(comments.map(({ id }) => id)).toEqual(comments.map(({ id }) => id).sort());
      const alone = await getAppraisal(lin, { roundId: round.id, entryId: few.id });
      expect([alone.entry.few, Object.values(alone.entry.bands)]).toEqual([true, [null, null]]);
      const stored = JSON.stringify([
        await tx.select().from(appraisalComments),
        entry,
        comments,
        await appraisalsOf(lin, round.id),
      ]);
      expect(stored).not.toContain("CNRY");
      for (const { id } of panel) expect(stored).not.toContain(id);
      expect(stored).not.toMatch(/"(value|total|mean|reviewer|reviewerId|reviewId)":/);
      expect(
        (await appraisalsOf(lin, round.id)).rows.map((row) => [row.title, row.comments, row.omitted, row.few]),
      ).toEqual([
        ["Guides", 9, 0, false],
        ["Zebras", 3, 0, true],
      ]);
      expect((await eventsOf(lin, round.id)).map(({ type }) => type)).toContain("appraisals.prepared");
    }));

  it("is done once, after the freeze, by the secretariat", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, panel, much, amara, freeze } = await aJudgedRound(tx);
      await expect(prepareAppraisals(lin, round.id)).rejects.toMatchObject({
        because: "round-not-frozen",
        how: "not-now",
      });
      await freeze();
      await expect(prepareAppraisals(ingrid, round.id)).rejects.toMatchObject({ because: "not-your-role" });
      for (const who of [amara, await contextOf(tx, panel[0]!)])
        for (const act of [prepareAppraisals, releaseAppraisals])
          await expect(act(who, round.id, URL)).rejects.toThrow(/not found/);
      await prepareAppraisals(lin, round.id);
      const readings = (who: Context) => [
        appraisalsOf(who, round.id),
        getAppraisal(who, { roundId: round.id, entryId: much.id }),
      ];
      for (const who of [amara, await contextOf(tx, panel[0]!)])
        for (const reading of readings(who)) await expect(reading).rejects.toThrow(/not found/);
      for (const reading of readings(ingrid)) await expect(reading).rejects.toMatchObject({ because: "not-your-role" });
      await expect(prepareAppraisals(lin, round.id)).rejects.toMatchObject({ because: "appraisals-made" });
    }));
});

describe("many comments", () => {
  it("are copied, however many a round holds", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, much, freeze } = await aJudgedRound(tx);
      await tx.execute(sql`
        with readers as (
          insert into accounts (email, name, created_at)
          select 'reader' || n || '@panel.example', 'Reader', ${JUDGING.toISOString()}::timestamptz
          from generate_series(1, 4500) n
          returning id
        ),
        tasks as (
          insert into assignments (round_id, entry_id, reviewer_id, reading_order, at)
          select ${round.id}, ${much.id}, id, 1, ${JUDGING.toISOString()}::timestamptz
          from readers
          returning id
        ),
        given as (
          insert into reviews (assignment_id, started_at, saved_at, submitted_at, total, version, comment)
          select id, ${JUDGING.toISOString()}::timestamptz, ${JUDGING.toISOString()}::timestamptz,
            ${JUDGING.toISOString()}::timestamptz, 400, 1, 'Overall'
          from tasks
          returning id
        )
        insert into scores (review_id, criterion_id, value, comment, version, saved_at)
        select g.id, c.id, 4, 'On it', 1, ${JUDGING.toISOString()}::timestamptz
        from given g
        cross join criteria c
        where c.rubric_id = ${round.rubricId}`);
      await freeze();
      await prepareAppraisals(lin, round.id);
      expect(await tx.$count(appraisalComments)).toBe(3 * 4500 + 12);
    }));

  it("can be kept as long as a reviewer may write, and are changed by one statement", () =>
    inTransaction(counting.db, async (tx) => {
      const { round, lin, much, freeze } = await aJudgedRound(tx);
      await freeze();
      await prepareAppraisals(lin, round.id);
      const about = { roundId: round.id, entryId: much.id };
      const { comments } = await getAppraisal(lin, about);
      const changed = (words: string, most: number) =>
        counting.during(() =>
          moderateAppraisal(lin, about, (standing) =>
            standing.slice(0, most).map((comment) => ({ ...comment, text: words })),
          ),
        );
      expect(await changed("More", 3)).toBe(await changed("One", 1));
      const { id } = comments[0]!;
      const long = "x".repeat(LONGEST_COMMENT);
      const sent = new Form(new URLSearchParams({ [`text.${id}`]: long }));
      expect(readModerated(sent, comments)).toMatchObject({ ok: true, value: [{ text: long }] });
    }));
});

describe("moderating", () => {
  it("changes and leaves out comments of that entry alone, until teams read; B29: never of an entry one is in conflict with", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, chen, ingrid, much, few, freeze, publish } = await aJudgedRound(tx);
      await freeze();
      const about = { roundId: round.id, entryId: much.id };
      await expect(moderateAppraisal(lin, about, () => [])).rejects.toThrow(NotFound);
      await prepareAppraisals(lin, round.id);
      const { comments } = await getAppraisal(lin, about);
      const [first, second] = comments;
      const foreign = (await getAppraisal(lin, { ...about, entryId: few.id })).comments[0]!;
      await moderateAppraisal(lin, about, () => [
        { id: first!.id, text: "Milder", omitted: false },
        { id: second!.id, text: second!.text, omitted: true },
        { id: foreign.id, text: "Stolen", omitted: false },
      ]);
      expect((await getAppraisal(lin, about)).comments.slice(0, 2)).toMatchObject([
        { text: "Milder", omitted: false },
        { omitted: true },
      ]);
      expect(JSON.stringify(await tx.select().from(appraisalComments))).not.toContain("Stolen");
      expect((await eventsOf(lin, much.id)).map(({ type }) => type)).toContain("appraisal.moderated");
      await expect(moderateAppraisal(ingrid, about, () => [])).rejects.toMatchObject({
        because: "not-your-role",
      });
      await aMember(tx, much.city.id, "viewer", chen.actor.id);
      const conflicted = await contextOf(tx, chen.actor);
      await expect(
        moderateAppraisal(conflicted, about, () => [{ id: first!.id, text: "Praise", omitted: false }]),
      ).rejects.toThrow(NotFound);
      expect((await appraisalsOf(conflicted, round.id)).rows.map(({ title }) => title)).toEqual(["Zebras"]);
      await publish();
      await releaseAppraisals(lin, round.id, URL);
      await expect(
        moderateAppraisal(lin, about, () => [{ id: first!.id, text: "Later", omitted: false }]),
      ).rejects.toMatchObject({ because: "appraisals-out", how: "not-now" });
    }));
});

describe("what teams read", () => {
  it("their own entry's, once it was released and while the result is public; nobody else, and nothing before", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, ingrid, panel, much, few, amara, lucia, freeze, publish } = await aJudgedRound(tx);
      await freeze();
      await prepareAppraisals(lin, round.id);
      const nothing = async (ctx = amara) => {
        await expect(ownAppraisals(ctx, much.id)).rejects.toThrow(NotFound);
        expect(await hasAppraisal(ctx, much.id)).toBe(false);
      };
      await nothing();
      await expect(releaseAppraisals(lin, round.id, URL)).rejects.toMatchObject({
        because: "not-published",
        how: "not-now",
      });
      await publish(days(1));
      await expect(releaseAppraisals(lin, round.id, URL)).rejects.toMatchObject({ because: "not-published" });
      await nothing();
      const later = <C extends typeof lin>(ctx: C, count = 1) => ({ ...ctx, now: days(count) });
      const omitted = (await getAppraisal(lin, { roundId: round.id, entryId: much.id })).comments.find(
        ({ text }) => text === "Overall 1",
      )!;
      await moderateAppraisal(lin, { roundId: round.id, entryId: much.id }, () => [{ ...omitted, omitted: true }]);
      await releaseAppraisals(later(lin), round.id, URL);
      await expect(releaseAppraisals(later(lin), round.id, URL)).rejects.toMatchObject({ because: "appraisals-out" });
      const own = await ownAppraisals(later(amara), much.id);
      expect(
        own.appraisals.map(({ comments, criteria }) => [
          comments.toSorted(),
          criteria.map(({ band, comments: said }) => [band, said.length]),
        ]),
      ).toEqual([
        [
          ["Overall 0", "Overall 2"],
          [
            ["upper", 3],
            ["lower", 3],
          ],
        ],
      ]);
      expect(await hasAppraisal(later(amara), much.id)).toBe(true);
      expect((await ownAppraisals(later(lucia), few.id)).appraisals[0]!.criteria.map(({ band }) => band)).toEqual([
        null,
        null,
      ]);
      for (const who of [lucia, lin, ingrid, await contextOf(tx, panel[0]!)])
        await expect(ownAppraisals(later(who), much.id)).rejects.toThrow(NotFound);
      const nakuru = await aCoApplicant(tx, much.id, { name: "Nakuru" });
      const wanjiru = later(await contextOf(tx, await aMember(tx, nakuru.id, "viewer")));
      expect(await ownAppraisals(wanjiru, much.id)).toEqual(own);
      await tx.update(coApplicants).set({ endedAt: JUDGING, endedBy: amara.actor.id });
      await expect(ownAppraisals(wanjiru, much.id)).rejects.toThrow(NotFound);
      await unpublishResults(later(lin, 2), { roundId: round.id, reason: "A mistake." });
      await expect(ownAppraisals(later(amara, 3), much.id)).rejects.toThrow(NotFound);
    }));

  it("canaries: neither page, PDF nor letter holds a reviewer's name, a score or what was left out; everybody of the team is told once", () =>
    inTransaction(db, async (tx) => {
      const { round, lin, panel, much, amara, lucia, freeze, publish } = await aJudgedRound(tx);
      await freeze();
      await prepareAppraisals(lin, round.id);
      await publish();
      const left = (await getAppraisal(lin, { roundId: round.id, entryId: much.id })).comments.find(
        ({ text }) => text === "Overall 2",
      )!;
      await moderateAppraisal(lin, { roundId: round.id, entryId: much.id }, () => [
        { ...left, text: "CNRY-omitted", omitted: true },
      ]);
      const nakuru = await aCoApplicant(tx, much.id, { name: "Nakuru" });
      const [wanjiru] = await tx
        .select({ email: accounts.email })
        .from(cityMembers)
        .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
        .where(eq(cityMembers.cityId, nakuru.id));
      await aMember(tx, nakuru.id, "viewer", amara.actor.id);
      await releaseAppraisals(lin, round.id, URL);
      const own = await ownAppraisals(amara, much.id);
      const pdf = await readPdf(await documents.pdf(appraisalLetter(own, "en")));
      const letters = (await lettersOf(tx)).filter(({ kind }) => kind === "appraisal-released");
      const everything = JSON.stringify([own, pdf, letters]);
      expect(everything).not.toContain("CNRY");
      for (const { id } of panel) expect(everything).not.toContain(id);
      expect(JSON.stringify(own)).not.toMatch(/"(value|total|mean|reviewer\w*|few)":/);
      expect(pdf).toMatchObject({ tagged: true, text: expect.stringContaining("Upperthird") });
      expect(letters.map(({ email }) => email).sort()).toEqual(
        [amara.actor.email, lucia.actor.email, wanjiru!.email].sort(),
      );
      expect(letters.find(({ email }) => email === amara.actor.email)?.params).toMatchObject({
        code: much.code,
        link: `${URL}/entries/${much.id}/appraisal`,
      });
    }));
});
