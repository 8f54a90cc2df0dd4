import { and, count, eq, isNull, max, ne, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { attestedOf } from "#app/domain/attestation/queries.server.ts";
import { signIn } from "#app/domain/sign-in/commands.server.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { verifyLog } from "#app/domain/commitment/queries.server.ts";
import { ANONYMOUS } from "#app/domain/context.ts";
import { keyOf } from "#app/domain/cycle/rules.ts";
import { allPackages, getPackage } from "#app/domain/package/queries.server.ts";
import { signedBundle } from "#app/domain/proof/commands.server.ts";
import { cycleResults } from "#app/domain/result/queries.server.ts";
import { homePage } from "#app/domain/result/home.server.ts";
import { scrutinyOf } from "#app/domain/scrutiny/queries.server.ts";
import { trustFile } from "#app/domain/witness/queries.server.ts";
import { audit } from "#app/i18n/en/audit.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { attachments } from "#db/schema/attachment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { screenings } from "#db/schema/screening.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { CAST, castMember, DEMO_PASSWORD } from "#db/seed/cast.ts";
import { COMMITTEE, JURY } from "#db/seed/reviewers.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { answersFrom, describedInitiatives } from "#db/seed/initiatives.ts";
import { LENIENCY, scoreOf } from "#db/seed/judging.ts";
import { testDatabase } from "#tests/support/database.ts";
import { changes } from "#tests/support/forged-bundle.ts";
import { personOf } from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { testServices } from "#tests/support/visit.ts";
import { verify } from "../../public/verify.mjs";

const { db } = await testDatabase();
const services = testServices(db);
const NOW = new Date("2026-11-24T08:00:00Z");
const told: string[] = [];
await seedDemo(services, { now: NOW, atMost: 8, tell: (line) => void told.push(line) });

const inCycle = (slug: string) => eq(cycles.slug, slug);

describe("the demonstration", () => {
  it("says what it has done, step by step", () => {
    expect(told.map((line) => line.split(":")[0])).toEqual([
      "Archive",
      "People",
      "Open for entries",
      "In committee review",
      "Ready to finalise",
      "Published",
    ]);
  });

  it("holds nothing in its audit trail that the page would show under a name of the code", async () => {
    const held = await db.execute<{ key: string }>(sql`
      select distinct jsonb_object_keys(convert_from(${auditEvents.payload}, 'UTF8')::jsonb -> 'details') as key
      from ${auditEvents}
    `);
    expect([...held].map(({ key }) => key).filter((key) => !(key in audit.keys))).toEqual([]);
  });

  it("has one cycle in each state", async () => {
    const found = await db
      .select({
        slug: cycles.slug,
        entries: count(sql`distinct ${entries.id}`),
        submitted: count(sql`distinct ${submissions.entryId}`),
        valid: count(sql`distinct ${screenings.entryId}`),
      })
      .from(cycles)
      .leftJoin(entries, eq(entries.cycleId, cycles.id))
      .leftJoin(submissions, eq(submissions.entryId, entries.id))
      .leftJoin(screenings, eq(screenings.entryId, entries.id))
      .where(eq(cycles.archived, false))
      .groupBy(cycles.slug)
      .orderBy(cycles.slug);
    expect(found).toEqual([
      { slug: "demo-open", entries: 3, submitted: 0, valid: 0 },
      { slug: "demo-published", entries: 2, submitted: 2, valid: 2 },
      { slug: "demo-ready", entries: 2, submitted: 2, valid: 2 },
      { slug: "demo-review", entries: 8, submitted: 7, valid: 5 },
    ]);
    const signed = await db
      .select({
        slug: cycles.slug,
        frozen: freezes.at,
        proposedBy: finalisations.proposedBy,
        approvedBy: finalisations.approvedBy,
      })
      .from(rounds)
      .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
      .leftJoin(freezes, eq(freezes.roundId, rounds.id))
      .leftJoin(finalisations, eq(finalisations.roundId, rounds.id))
      .orderBy(cycles.slug, rounds.position);
    expect(
      signed.map(({ slug, frozen, proposedBy, approvedBy }) => [
        slug,
        frozen !== null,
        proposedBy !== null,
        approvedBy !== null,
      ]),
    ).toEqual([
      ["demo-open", false, false, false],
      ["demo-published", true, true, true],
      ["demo-published", false, false, false],
      ["demo-published", false, false, false],
      ["demo-published", true, false, false],
      ["demo-ready", true, true, false],
      ["demo-review", false, false, false],
    ]);
  });

  it("has a signed package that waits for the second of the secretariat", async () => {
    const [account] = await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.email, castMember("chen").email));
    const chen = { db, actor: await personOf(db, account!.id), now: NOW };
    const [waiting, ...others] = await allPackages(chen);
    expect([waiting?.outcome, others]).toEqual([null, []]);
    expect((await getPackage(chen, services.logKey, waiting!.id)).confirmation).toEqual({ allowed: true });
  });

  it("is on the front page and says of itself that it is invented", async () => {
    const { calls, latest, archive } = await homePage({ db, now: NOW });
    expect([calls.map(({ slug }) => slug), latest?.cycle.slug, archive.results]).toEqual([
      ["demo-open"],
      "demo-published",
      107,
    ]);
    const { cycle, results } = await cycleResults({ db, now: NOW }, "demo-published");
    expect(cycle.programme.about.en).toMatch(/does not exist/);
    expect(results.map(({ level }) => level?.name.en)).toEqual(["Winner (demonstration)", "Winner (demonstration)"]);
  });

  it("has a published round whose proof is accepted, and refused after any one value in it is changed", async () => {
    const [published] = (await cycleResults({ db, now: NOW }, "demo-published")).proofs;
    const bundle = await signedBundle({ db, now: NOW }, services.logKey, published!.roundId);
    const trust = { ...(await trustFile({ db }, services.logKey)), quorum: 1 };
    const verdict = await verify(bundle, trust);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.join("\n")).toMatch(
      /scrutineer scrutineer.example\/nadia-weber.*has checked and signed[\s\S]*signed for the award by secretariat.example\/chen-rui/,
    );
    const believed: string[] = [];
    for (const [path, changed] of changes(JSON.parse(bundle)))
      if ((await verify(canonical(changed), trust)).ok) believed.push(path);
    expect(believed).toEqual([]);
    expect(await verifyLog(db)).toMatchObject({ faults: [] });
  });

  it("has a result whose reviewers have confirmed their scores, all but one", async () => {
    const [published] = (await cycleResults({ db, now: NOW }, "demo-published")).proofs;
    const { given, of } = await attestedOf({ db }, published!.roundId);
    expect([of - given, given > 1]).toEqual([1, true]);
  });

  it("has a round in which a scrutineer states a key, and one in which she opens the seed of its lots", async () => {
    const [account] = await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(eq(accounts.email, castMember("nadia").email));
    const nadia = { db, actor: await personOf(db, account!.id), now: NOW };
    const found = await Promise.all(nadia.actor.panels.map(({ roundId }) => scrutinyOf(nadia, roundId)));
    expect(found.map(({ stating, opening }) => [stating.allowed, opening.allowed]).sort()).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
  });

  it("leaves an audit trail whose every link holds", async () => {
    const report = await verifyChain(db);
    expect(report.faults).toEqual([]);
    expect(report.events).toBeGreaterThan(500);
  });

  it("owes letters whose links lead to this portal", async () => {
    const strange = (await lettersOf(db)).flatMap(({ kind, params }) =>
      Object.values(params).some((value) => /^\//m.test(value)) ? [kind] : [],
    );
    expect(new Set(strange)).toEqual(new Set());
  });

  it("has real files with each submitted entry, none above 60 kB", async () => {
    const files = await db
      .select({
        type: attachments.contentType,
        files: count(),
        largest: max(attachments.size),
        previews: count(attachments.previewKey),
      })
      .from(attachments)
      .groupBy(attachments.contentType)
      .orderBy(attachments.contentType);
    expect(files.map(({ type, files: number, previews }) => [type, number, previews])).toEqual([
      ["application/pdf", 12, 0],
      ["image/jpeg", 12, 12],
    ]);
    for (const { largest } of files) expect(largest).toBeLessThan(60_000);
  });

  it("has conflicts by rule, and nobody who scores against one", async () => {
    const rules = await db
      .select({ kind: standingConflicts.kind, n: count() })
      .from(standingConflicts)
      .groupBy(standingConflicts.kind);
    expect(rules.find(({ kind }) => kind === "country")?.n).toBeGreaterThan(0);
    const [standing] = await db
      .select({ n: count() })
      .from(assignments)
      .innerJoin(
        standingConflicts,
        and(
          eq(standingConflicts.roundId, assignments.roundId),
          eq(standingConflicts.entryId, assignments.entryId),
          eq(standingConflicts.accountId, assignments.reviewerId),
        ),
      )
      .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
      .where(isNull(recusals.assignmentId));
    expect(standing?.n).toBe(0);
  });

  it("gave every score as seeded, and left the reading half done", async () => {
    const given = await db
      .select({
        value: scores.value,
        position: criteria.position,
        scale: criteria.scale,
        min: criteria.min,
        max: criteria.max,
        step: criteria.step,
        title: entries.title,
        city: sql<string>`(select c.name from cities c where c.id = ${entries.cityId})`,
      })
      .from(scores)
      .innerJoin(criteria, eq(criteria.id, scores.criterionId))
      .innerJoin(reviews, eq(reviews.id, scores.reviewId))
      .innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
      .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
      .innerJoin(entries, eq(entries.id, assignments.entryId))
      .innerJoin(cycles, eq(cycles.id, entries.cycleId))
      .where(and(inCycle("demo-review"), eq(accounts.email, castMember("minji").email)));
    expect(given.length).toBeGreaterThan(15);
    const rows = describedInitiatives();
    for (const { value, position, title, city, ...scale } of given) {
      const { row } = rows.find((each) => each.cityName === city && each.title === title)!;
      expect(value).toBe(scoreOf("minji", row, position, scale));
    }
    const [open] = await db
      .select({ n: count() })
      .from(reviews)
      .innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
      .innerJoin(rounds, eq(rounds.id, assignments.roundId))
      .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
      .where(and(inCycle("demo-review"), isNull(reviews.submittedAt)));
    expect(open?.n).toBeGreaterThan(0);
  });

  it("lets each of the cast sign in", async () => {
    const ctx = { db, actor: ANONYMOUS, now: NOW };
    expect(
      await signIn(ctx, { email: castMember("amara").email, password: DEMO_PASSWORD }, services.passwords),
    ).not.toBeNull();
    const [known] = await db
      .select({ n: count() })
      .from(accounts)
      .where(and(ne(accounts.email, ""), sql`${accounts.email} not like 'team-%'`));
    expect(known?.n).toBe(CAST.length);
  });
});

describe("the invented panel", () => {
  it("has eleven committee members, the chair among them, and five jurors from different countries", () => {
    expect([
      COMMITTEE.length,
      JURY.length,
      COMMITTEE.filter(({ kind }) => kind === "chair").map(({ key }) => key),
    ]).toEqual([11, 5, ["ingrid"]]);
    for (const panel of [COMMITTEE, JURY])
      expect(new Set(panel.map(({ profile }) => profile?.countries[0])).size).toBe(panel.length);
  });

  it("has severities that can be found again in its scores", () => {
    const rows = describedInitiatives();
    const means = COMMITTEE.map(({ key }) => {
      const values = rows.flatMap(({ row }) =>
        [1, 2, 3, 4, 5].map((criterion) => scoreOf(key, row, criterion, { scale: "numbers", min: 1, max: 5, step: 1 })),
      );
      return { known: LENIENCY[key]!, found: values.reduce((sum, value) => sum + value, 0) / values.length };
    });
    const middle =
      means.reduce((sum, { found }) => sum + found, 0) / means.length -
      means.reduce((sum, { known }) => sum + known, 0) / means.length;
    for (const { known, found } of means) expect(Math.abs(found - middle - known)).toBeLessThan(0.15);
  });

  it("says nothing about a city that the archive does not", () => {
    const rows = describedInitiatives();
    expect(rows).toHaveLength(60);
    const known = new Set<unknown>(["Invented for the demonstration", "team@city.example", "city", "region", "union"]);
    const said = (value: unknown): unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value).flatMap(said) : [value];
    for (const row of rows) {
      const recorded = new Set<unknown>([
        row.title,
        row.description,
        row.population,
        row.cityName,
        row.country,
        row.lat,
        row.lon,
        keyOf(row.theme),
        ...row.sdgs,
        `${row.cityName} team`,
        `Described after ${row.sourceUrl}`,
      ]);
      const { declaration: _, ...answers } = answersFrom(row);
      const strange = Object.entries(answers).filter(([, value]) =>
        said(value).some((each) => !known.has(each) && !recorded.has(each)),
      );
      expect(strange).toEqual([]);
    }
  });
});
