import fs from "node:fs";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { changeMember } from "#app/domain/team/commands.server.ts";
import { declareConflict, declareNoConflicts, proposeWaiver } from "#app/domain/conflict/commands.server.ts";
import { conflictsOf, kindsOf, noConflict, openConflicts } from "#app/domain/conflict/queries.server.ts";
import { warnedOf } from "#app/domain/conflict/warned.server.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { recusals } from "#db/schema/assignment.ts";
import { type ConflictKind, conflictDeclarations, conflictWaivers, endedTies } from "#db/schema/conflict.ts";
import { cities, cityNames } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { entryTotals } from "#db/schema/review.ts";
import { type ConflictRules, freezes, rounds } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aMember,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, aWaiver, contextOf } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const OFF: ConflictRules = { country: "off", city: "off", organisation: "off" };
const rules = (given: Partial<ConflictRules> = {}) => ({ conflictRules: { ...OFF, ...given } });
/** Somebody whom every rule could find: by country, by city and by organisation. */
const ALL_THREE = {
  country: "UG",
  countries: ["UG"],
  cities: ["kampala"],
  organisations: ["IFRC"],
  partners: ["IFRC"],
};
const secretariat = async (tx: Db) => contextOf(tx, await aStaffMember(tx));
const totalsOf = async (tx: Db, roundId: string, entryId: string) =>
  (
    await tx
      .select({ reviews: entryTotals.reviews, total: entryTotals.total })
      .from(entryTotals)
      .where(and(eq(entryTotals.roundId, roundId), eq(entryTotals.entryId, entryId)))
  )[0];

/**
 * A city that was asked to enter together: from where, whether it accepted, whether it has left since, how the entry
 * came to a later version, whether the reviewer is in its team.
 */
type Together = {
  country?: string;
  name?: string;
  accepted?: boolean;
  left?: boolean;
  resent?: boolean;
  completed?: boolean;
  team?: boolean;
};
type Case = [
  string,
  {
    rules?: Partial<ConflictRules>;
    country?: string;
    countries?: string[];
    cities?: string[];
    organisations?: string[];
    partners?: string[];
    cityName?: string;
    calledSince?: string;
    countrySince?: string;
    team?: boolean;
    together?: Together;
    answer?: "conflict" | "unsure" | "none";
    waived?: boolean;
    proposed?: boolean;
  },
  ConflictKind[],
];

async function enterTogether(
  tx: Db,
  entryId: string,
  reviewerId: string,
  {
    country = "KE",
    name = "Nakuru",
    accepted = true,
    left = false,
    resent = false,
    completed = false,
    team = false,
  }: Together,
) {
  const city = await aCity(tx, { country, name });
  const { id: by } = await aMember(tx, city.id);
  if (team) await aMember(tx, city.id, "viewer", reviewerId);
  const [answered, ended] = [
    accepted ? { accepted, answeredAt: JUDGING, answeredBy: by } : {},
    left ? { endedAt: JUDGING, endedBy: by } : {},
  ];
  await tx.insert(coApplicants).values({
    entryId,
    cityId: city.id,
    email: "a@b.example",
    invitedAt: JUDGING,
    invitedBy: by,
    ...answered,
    ...ended,
  });
  if (resent || completed)
    await tx.insert(submissions).values({
      entryId,
      number: 2,
      kind: completed ? "completed" : "sent",
      receivedAt: new Date(JUDGING.getTime() + 1),
      submittedBy: by,
      snapshot: "{}",
      sha256: "1".repeat(64),
    });
}

describe("what stands between a person and an entry", () => {
  const cases: Case[] = [
    ["nothing", { rules: { country: "block", city: "block", organisation: "block" } }, []],
    ...(["warn", "off"] as const).map(
      (setting): Case => [
        `what rules could find that are ${setting}`,
        { rules: { country: setting, city: setting, organisation: setting }, cityName: "Kampala", ...ALL_THREE },
        [],
      ],
    ),
    ...(["country", "city", "organisation"] as const).flatMap((rule) =>
      (["warn", "off"] as const).map(
        (setting): Case => [
          `the ${rule} alone, where the other rules are ${setting}`,
          {
            rules: { country: setting, city: setting, organisation: setting, [rule]: "block" },
            cityName: "Kampala",
            ...ALL_THREE,
          },
          [rule],
        ],
      ),
    ),
    [
      "what a city's rule finds among organisations",
      { rules: { city: "block" }, organisations: ["Kampala"], cityName: "Kampala" },
      [],
    ],
    [
      "what an organisation's rule finds among cities",
      { rules: { organisation: "block" }, cities: ["Kampala"], cityName: "Kampala" },
      [],
    ],
    ["another city", { rules: { city: "block" }, cities: ["Kampala North"], cityName: "Kampala" }, []],
    ...["Kampala", "Greater Kampala", " kampala "].map(
      (name): Case => [
        `the city by its name then or now: ${name}`,
        { rules: { city: "block" }, cities: ["Oslo", name], cityName: "Kampala", calledSince: "Greater Kampala" },
        ["city"],
      ],
    ),
    [
      "a government that is a partner, however it is written",
      { rules: { city: "block" }, cities: [" nairobi city county "], partners: ["Nairobi City County"] },
      ["city"],
    ],
    [
      "a city that is a co-applicant",
      { rules: { city: "block" }, cities: [" curitiba "], together: { name: "Curitiba" } },
      ["city"],
    ],
    [
      "a city that is a co-applicant which left before the entry was last sent",
      { rules: { city: "block" }, cities: ["Curitiba"], together: { name: "Curitiba", left: true, resent: true } },
      [],
    ],
    [
      "a city that only was asked",
      { rules: { city: "block" }, cities: ["Curitiba"], together: { name: "Curitiba", accepted: false } },
      [],
    ],
    [
      "a city somebody proposed to lift",
      { rules: { city: "block" }, cities: ["Kampala"], cityName: "Kampala", proposed: true },
      ["city"],
    ],
    [
      "a city that was lifted",
      { rules: { city: "block" }, cities: ["Kampala"], cityName: "Kampala", waived: true },
      [],
    ],
    ["the same country", { rules: { country: "block" }, country: "BR", countries: ["NO", "BR"] }, ["country"]],
    ["the same country where the rule is off", { country: "BR", countries: ["BR"] }, []],
    [
      "an organisation that is a partner, however it is written",
      { rules: { organisation: "block" }, organisations: ["  ifrc "], partners: ["IFRC"] },
      ["organisation"],
    ],
    [
      "an organisation that is the city itself",
      { rules: { organisation: "block" }, organisations: ["kampala"], cityName: "Kampala" },
      ["organisation"],
    ],
    ...["Kampala", "Greater Kampala", " kampala "].map(
      (name): Case => [
        `an organisation that is the city by its name then or now: ${name}`,
        {
          rules: { organisation: "block" },
          organisations: [name],
          cityName: "Kampala",
          calledSince: "Greater Kampala",
        },
        ["organisation"],
      ],
    ),
    ...["UG", "KE"].map(
      (country): Case => [
        `the country in which the city stands by what is said then or now: ${country}`,
        { rules: { country: "block" }, country: "UG", countrySince: "KE", countries: [country] },
        ["country"],
      ],
    ),
    ["a country of then where the rule is off", { country: "UG", countrySince: "KE", countries: ["UG"] }, []],
    ["an organisation where the rule is off", { organisations: ["IFRC"], partners: ["IFRC"] }, []],
    [
      "another organisation",
      { rules: { organisation: "block" }, organisations: ["IFRC Norway"], partners: ["IFRC"] },
      [],
    ],
    ["B29: one's own city, whatever the rules", { team: true }, ["team"]],
    ["B29: one's own city, waived or not", { team: true, waived: true }, ["team"]],
    ["a declared conflict", { answer: "conflict" }, ["declared"]],
    ["a doubt", { answer: "unsure" }, ["unsure"]],
    ["the word that there is none", { answer: "none" }, []],
    ["a declared conflict that was lifted", { answer: "conflict", waived: true }, []],
    ["a declared conflict somebody proposed to lift", { answer: "conflict", proposed: true }, ["declared"]],
    ["a doubt somebody proposed to lift", { answer: "unsure", proposed: true }, ["unsure"]],
    [
      "a country somebody proposed to lift",
      { rules: { country: "block" }, country: "BR", countries: ["BR"], proposed: true },
      ["country"],
    ],
    [
      "an organisation somebody proposed to lift",
      { rules: { organisation: "block" }, organisations: ["IFRC"], partners: ["IFRC"], proposed: true },
      ["organisation"],
    ],
    ["a country that was lifted", { rules: { country: "block" }, country: "BR", countries: ["BR"], waived: true }, []],
    [
      "an organisation that was lifted",
      { rules: { organisation: "block" }, organisations: ["IFRC"], partners: ["IFRC"], waived: true },
      [],
    ],
    [
      "a co-applicant of the same country",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR" } },
      ["country"],
    ],
    [
      "a co-applicant of the same country that has left since",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR", left: true } },
      ["country"],
    ],
    [
      "a co-applicant of the same country that left before the entry was last sent",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR", left: true, resent: true } },
      [],
    ],
    [
      "a co-applicant of the same country that left before a file under way completed what names it",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR", left: true, completed: true } },
      ["country"],
    ],
    [
      "a co-applicant of the same country that stood when the entry was last sent",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR", resent: true } },
      ["country"],
    ],
    [
      "an organisation that is a co-applicant which left before the entry was last sent",
      {
        rules: { organisation: "block" },
        organisations: ["Curitiba"],
        together: { name: "Curitiba", left: true, resent: true },
      },
      [],
    ],
    [
      "an organisation that is a partner, beside a co-applicant that left before the entry was last sent",
      {
        rules: { organisation: "block" },
        organisations: ["IFRC"],
        partners: ["IFRC"],
        together: { left: true, resent: true },
      },
      ["organisation"],
    ],
    [
      "a co-applicant of the same country where the rule is off",
      { countries: ["BR"], together: { country: "BR" } },
      [],
    ],
    [
      "a city of the same country that only was asked",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR", accepted: false } },
      [],
    ],
    [
      "a co-applicant of the same country that was lifted",
      { rules: { country: "block" }, countries: ["BR"], together: { country: "BR" }, waived: true },
      [],
    ],
    [
      "an organisation that is a co-applicant",
      { rules: { organisation: "block" }, organisations: [" curitiba "], together: { name: "Curitiba" } },
      ["organisation"],
    ],
    [
      "an organisation that is a co-applicant where the rule is off",
      { organisations: ["Curitiba"], together: { name: "Curitiba" } },
      [],
    ],
    ["B29: a co-applicant's own team, whatever the rules", { together: { team: true } }, ["team"]],
    [
      "B29: a co-applicant's own team, waived or not, left or not",
      { together: { team: true, left: true }, waived: true },
      ["team"],
    ],
    [
      "B29: the team of a co-applicant that left before the entry was last sent",
      { together: { team: true, left: true, resent: true } },
      ["team"],
    ],
    ["the team of a city that only was asked", { together: { team: true, accepted: false } }, []],
    [
      "a co-applicant that stands in no way",
      { rules: { country: "block", organisation: "block" }, together: { country: "BR", name: "Curitiba" } },
      [],
    ],
  ];
  it.each(cases)("%s", (_case, given, kinds) =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, rules(given.rules));
      const city = await aCity(tx, {
        country: given.country ?? "UG",
        ...(given.cityName ? { name: given.cityName } : {}),
      });
      const entry = await aValidEntry(tx, round.cycleId, { city, partners: given.partners ?? [] });
      const reviewer = await aPanelMember(tx, round.id, {
        profile: {
          countries: given.countries ?? ["NO"],
          cities: given.cities ?? [],
          organisations: given.organisations ?? ["University of Oslo"],
        },
      });
      if (given.calledSince) await tx.update(cities).set({ name: given.calledSince }).where(eq(cities.id, city.id));
      if (given.countrySince)
        await tx.update(cities).set({ country: given.countrySince }).where(eq(cities.id, city.id));
      if (given.team) await aMember(tx, city.id, "viewer", reviewer.id);
      if (given.together) await enterTogether(tx, entry.id, reviewer.id, given.together);
      if (given.answer)
        await tx
          .insert(conflictDeclarations)
          .values({ entryId: entry.id, accountId: reviewer.id, answer: given.answer, at: JUDGING });
      const second = given.waived ? { confirmedAt: JUDGING, confirmedBy: (await aStaffMember(tx)).id } : {};
      if (given.waived || given.proposed)
        await tx.insert(conflictWaivers).values({
          entryId: entry.id,
          accountId: reviewer.id,
          kinds: ["country", "city", "organisation", "declared", "unsure"],
          reason: "x",
          at: JUDGING,
          by: (await aStaffMember(tx)).id,
          ...second,
        });
      expect(
        (await kindsOf({ db: tx }, { roundId: round.id, entryId: entry.id, accountId: reviewer.id })).sort(),
      ).toEqual(kinds);

      const ctx = await contextOf(tx, reviewer);
      const seen = await tx
        .select({ id: entries.id })
        .from(entries)
        .where(noConflict(ctx, { roundId: round.id, entryId: entries.id }));
      expect(seen).toEqual(kinds.length === 0 ? [{ id: entry.id }] : []);
      const assignment = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: reviewer.id });
      if (kinds.length > 0) await expect(getSheet(ctx, assignment.id)).rejects.toBeInstanceOf(NotFound);
      else
        expect(await getSheet(ctx, assignment.id)).toMatchObject({ id: assignment.id, declared: given.answer ?? null });
    }),
  );

  it("a rule of one round says nothing about another", () =>
    inTransaction(db, async (tx) => {
      const strict = await aRound(tx, rules({ country: "block" }));
      const lax = await aRound(tx, { cycleId: strict.cycleId, ...rules() });
      const entry = await aValidEntry(tx, strict.cycleId);
      const reviewer = await aPanelMember(tx, strict.id, { profile: { countries: ["UG"] } });
      await aPanelMember(tx, lax.id, { accountId: reviewer.id });
      const ask = async (roundId?: string) =>
        kindsOf({ db: tx }, { entryId: entry.id, accountId: reviewer.id, ...(roundId ? { roundId } : {}) });
      expect([await ask(strict.id), await ask(lax.id), await ask()]).toEqual([["country"], [], ["country"]]);
    }));
});

it("what one person says of one entry, or two lift, says nothing of another entry or another person", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx, rules({ country: "block" }));
    const [one, other] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, round.cycleId)];
    const abroad = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id)] as const;
    const local = [
      await aPanelMember(tx, round.id, { profile: { countries: ["UG"] } }),
      await aPanelMember(tx, round.id, { profile: { countries: ["UG"] } }),
    ] as const;
    const of = (people: readonly [{ id: string }, { id: string }]) =>
      Promise.all(
        [[one, people[0]] as const, [other, people[0]] as const, [one, people[1]] as const].map(([entry, person]) =>
          kindsOf({ db: tx }, { roundId: round.id, entryId: entry.id, accountId: person.id }),
        ),
      );
    await declareConflict(await contextOf(tx, abroad[0]), { entryId: one.id, answer: "conflict", reason: "x" });
    expect(await of(abroad)).toEqual([["declared"], [], []]);
    await aWaiver(tx, { roundId: round.id, entryId: one.id, accountId: local[0].id });
    expect(await of(local)).toEqual([[], ["country"], ["country"]]);
  }));

describe("a conflict that its own person takes back", () => {
  const profile = {
    title: "",
    countries: ["NO"],
    cities: ["Oslo"],
    organisations: ["University of Oslo"],
    themes: [],
    languages: ["en"],
    capacity: null,
  };
  const before = (opensAt: Date) => new Date(opensAt.getTime() - 1);

  it.each([
    ["a country", { country: "BR" }, { countries: ["NO", "BR"] }, ["country"]],
    ["an organisation that is a partner", { partners: ["IFRC"] }, { organisations: ["ifrc "] }, ["organisation"]],
    ["an organisation that is the city", { name: "Kampala" }, { organisations: ["kampala"] }, ["organisation"]],
    ["a city", { name: "Kampala" }, { cities: ["Oslo", " kampala"] }, ["city"]],
    [
      "a government that is a partner",
      { partners: ["Nairobi City County"] },
      { cities: ["nairobi city county"] },
      ["city"],
    ],
  ] as [string, Parameters<typeof aCity>[1] & { partners?: string[] }, Partial<typeof profile>, ConflictKind[]][])(
    "stands when %s is taken out of the profile, until somebody else lifts it",
    (_case, { partners = [], ...of }, had, kinds) =>
      inTransaction(db, async (tx) => {
        const round = await aRound(tx);
        const city = await aCity(tx, of);
        const entry = await aValidEntry(tx, round.cycleId, { city, partners });
        const chair = await aPanelMember(tx, round.id, { role: "chair" });
        const ctx = await contextOf(tx, chair);
        const ask = () => kindsOf(ctx, { roundId: round.id, entryId: entry.id, accountId: chair.id });
        await changeProfile(ctx, { ...profile, ...had });
        await changeProfile(ctx, profile);
        expect(await ask()).toEqual(kinds);
        await changeProfile({ ...ctx, now: new Date(ctx.now.getTime() + 1000) }, profile);
        expect(await ask()).toEqual(kinds);
        await aWaiver(tx, { roundId: round.id, entryId: entry.id, accountId: chair.id });
        expect(await ask()).toEqual([]);
      }),
  );

  it("B29: stands when somebody leaves the team, and nobody lifts it", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      await aMember(tx, entry.city.id);
      const [staff, chair] = [await aStaffMember(tx), await aPanelMember(tx, round.id, { role: "chair" })];
      for (const person of [staff, chair]) {
        await aMember(tx, entry.city.id, "viewer", person.id);
        await changeMember(
          await contextOf(tx, person),
          { cityId: entry.city.id, accountId: person.id, role: "none" },
          PUBLIC_URL,
        );
        expect(await kindsOf({ db: tx }, { entryId: entry.id, accountId: person.id })).toEqual(["team"]);
      }
      await expect(
        proposeWaiver(
          await secretariat(tx),
          {
            roundId: round.id,
            entryId: entry.id,
            accountId: chair.id,
            reason: "x",
          },
          PUBLIC_URL,
        ),
      ).rejects.toMatchObject({ because: "conflict" });
    }));

  it("is over for a call that opened after it ended", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, round.cycleId));
      const entry = await aValidEntry(tx, round.cycleId, { partners: ["IFRC"] });
      await aMember(tx, entry.city.id);
      const chair = await aPanelMember(tx, round.id, {
        role: "chair",
        profile: { countries: ["UG"], organisations: ["IFRC"] },
      });
      await aMember(tx, entry.city.id, "viewer", chair.id);
      const early = await contextOf(tx, chair, before(cycle!.opensAt));
      await changeProfile(early, profile);
      await changeMember(early, { cityId: entry.city.id, accountId: chair.id, role: "none" }, PUBLIC_URL);
      expect(await kindsOf(early, { entryId: entry.id, accountId: chair.id })).toEqual([]);
    }));

  it("stands for the country in which a city stood before, where it ended after the call opened", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [cycle] = await tx.select().from(cycles).where(eq(cycles.id, round.cycleId));
      const city = await aCity(tx, { country: "BR" });
      const entry = await aValidEntry(tx, round.cycleId, { city });
      await tx.update(cities).set({ country: "AR" }).where(eq(cities.id, city.id));
      const kindsAfter = async (now?: Date) => {
        const member = await aPanelMember(tx, round.id, { profile: { countries: ["NO", "BR"] } });
        const ctx = await contextOf(tx, member, now);
        await changeProfile(ctx, profile);
        return kindsOf(ctx, { entryId: entry.id, accountId: member.id });
      };
      expect([await kindsAfter(), await kindsAfter(before(cycle!.opensAt))]).toEqual([["country"], []]);
    }));

  it("is in the record by its code, and what ended is never forgotten", () =>
    inTransaction(db, async (tx) => {
      const ctx = await contextOf(
        tx,
        await aPanelMember(tx, (await aRound(tx)).id, {
          profile: { countries: ["NO", "BR"], cities: ["Oslo", "Bergen"], organisations: ["A", "B"] },
        }),
      );
      await changeProfile(ctx, { ...profile, organisations: ["A"] });
      const [event] = await tx
        .select({ payload: auditEvents.payload })
        .from(auditEvents)
        .where(eq(auditEvents.subjectId, ctx.actor.id));
      expect(JSON.parse(event!.payload.toString())).toMatchObject({
        type: "account.profile-saved",
        details: { countriesRemoved: ["BR"], citiesRemoved: 1, organisationsRemoved: 1 },
      });
      await expect(tx.transaction((inner) => inner.delete(endedTies))).rejects.toMatchObject({
        cause: expect.objectContaining({ message: expect.stringContaining("append-only") }),
      });
    }));
});

it("rules of before keep what they did: “off” asked once more, and cities were among the organisations", () =>
  inTransaction(db, async (tx) => {
    const migration = fs
      .readFileSync("migrations/0064_conflict_settings.sql", "utf8")
      .split("--> statement-breakpoint");
    const after = async (country: string, organisation: string) => {
      const round = await aRound(tx);
      await tx.execute(sql`
        update rounds set conflict_rules = jsonb_build_object('country', ${country}::text, 'organisation', ${organisation}::text)
        where id = ${round.id}`);
      await tx.execute(sql.raw(migration.at(-1)!));
      const [read] = await tx.select({ rules: rounds.conflictRules }).from(rounds).where(eq(rounds.id, round.id));
      return read!.rules;
    };
    expect(await after("off", "block")).toEqual({ country: "warn", city: "block", organisation: "block" });
    expect(await after("block", "off")).toEqual({ country: "block", city: "warn", organisation: "warn" });
  }));

it("what the rules of one round find stands in that round alone", () =>
  inTransaction(db, async (tx) => {
    const strict = await aScoredRound(tx, rules({ country: "block" }));
    const cycle = { id: strict.cycleId };
    const lenient = await aScoredRound(tx, { cycle, position: 2, ...rules() });
    const entry = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "NO" }) });
    const ingrid = await aJudge(tx, strict, { countries: ["NO"] });
    await aJudge(tx, lenient, { accountId: ingrid.id });
    const kept = await aReview(tx, { round: strict, entry, reviewer: ingrid, values: [5, 5] });
    const counts = await aReview(tx, { round: lenient, entry, reviewer: ingrid, values: [5, 5] });
    expect([
      (await totalsOf(tx, strict.id, entry.id))?.reviews,
      (await totalsOf(tx, lenient.id, entry.id))?.reviews,
    ]).toEqual([0, 1]);
    const ctx = await contextOf(tx, ingrid);
    await expect(getSheet(ctx, kept.assignment.id)).rejects.toBeInstanceOf(NotFound);
    expect(await getSheet(ctx, counts.assignment.id)).toMatchObject({ entryId: entry.id });
  }));

describe("assignments that a rule only warns of", () => {
  const warn = rules({ country: "warn", city: "warn", organisation: "warn" });

  async function aWarnedRound(tx: Db, given: Parameters<typeof aRound>[1]) {
    const round = await aRound(tx, given);
    const entry = await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "Kampala", country: "UG" }) });
    await enterTogether(tx, entry.id, "", { name: "Curitiba", country: "BR" });
    const assigned = async (profile: Parameters<typeof aPanelMember>[2], answer?: "none") => {
      const { id } = await aPanelMember(tx, round.id, profile);
      const assignment = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: id });
      if (answer)
        await tx.insert(conflictDeclarations).values({ entryId: entry.id, accountId: id, answer, at: JUDGING });
      return assignment;
    };
    await assigned({ profile: { countries: ["UG"], cities: ["kampala"] } }, "none");
    await assigned({ profile: { cities: ["Curitiba"] } });
    await assigned({}, "none");
    const left = await assigned({ profile: { countries: ["BR"] } });
    await tx.insert(recusals).values({ assignmentId: left.id, reason: "x", at: JUDGING, by: left.reviewerId });
    return { round, entry };
  }

  it("are counted, and how many readers said “no conflict” all the same", () =>
    inTransaction(db, async (tx) => {
      const { round } = await aWarnedRound(tx, warn);
      expect(await warnedOf(await secretariat(tx), round)).toEqual({ warned: 2, cleared: 1 });
    }));

  it("are none where no rule warns, or where a blind round names nobody", () =>
    inTransaction(db, async (tx) => {
      for (const given of [rules(), rules({ organisation: "warn" }), { ...warn, blind: true }]) {
        const { round } = await aWarnedRound(tx, given);
        expect(await warnedOf(await secretariat(tx), round)).toEqual({ warned: 0, cleared: 0 });
      }
    }));

  it("are not counted for whoever is in conflict with the entry, nor told to reviewers", () =>
    inTransaction(db, async (tx) => {
      const { round, entry } = await aWarnedRound(tx, warn);
      const chair = await aPanelMember(tx, round.id, { role: "chair" });
      expect(await warnedOf(await contextOf(tx, chair), round)).toEqual({ warned: 2, cleared: 1 });
      await aMember(tx, entry.city.id, "viewer", chair.id);
      expect(await warnedOf(await contextOf(tx, chair), round)).toEqual({ warned: 0, cleared: 0 });
      const reviewer = await contextOf(tx, await aPanelMember(tx, round.id));
      await expect(warnedOf(reviewer, round)).rejects.toBeInstanceOf(NotFound);
    }));
});

it("what a city was called, and where it stood, is taken back by nobody", () =>
  inTransaction(db, async (tx) => {
    const { id } = await aCity(tx, { name: "Kampala" });
    await tx.update(cities).set({ name: "Greater Kampala" }).where(eq(cities.id, id));
    const refused = { cause: { message: "city_names is append-only" } };
    await expect(tx.transaction((inner) => inner.delete(cityNames))).rejects.toMatchObject(refused);
    await expect(tx.transaction((inner) => inner.update(cityNames).set({ name: "" }))).rejects.toMatchObject(refused);
  }));

describe("declaring a conflict", () => {
  it.each(["conflict", "unsure"] as const)(
    "B28: %s ends the assignment and takes the score out of the totals at once",
    (answer) =>
      inTransaction(db, async (tx) => {
        const round = await aScoredRound(tx);
        const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
        const [rafael, elif] = [await aJudge(tx, round), await aJudge(tx, round)];
        const review = await aReview(tx, { round, entry, reviewer: rafael, values: [5, 5] });
        await aReview(tx, { round, entry, reviewer: elif, values: [1, 1] });
        expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 2, total: 600 });

        const ctx = await contextOf(tx, rafael);
        await declareConflict(ctx, { entryId: entry.id, answer, reason: "My brother works there" });
        expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 1, total: 100 });
        expect(await tx.select().from(recusals)).toMatchObject([
          { assignmentId: review.assignment.id, reason: "My brother works there", by: rafael.id },
        ]);
        await expect(getSheet(ctx, review.assignment.id)).rejects.toBeInstanceOf(NotFound);
        expect((await eventsOf(ctx, entry.id)).map(({ type }) => type)).toContain("conflict.declared");
        expect((await eventsOf(ctx, review.assignment.id)).map(({ type }) => type)).toEqual(["assignment.recused"]);
      }),
  );

  it("none changes nothing but the answer", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(tx, round);
      const assignment = await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
      const ctx = await contextOf(tx, rafael);
      await declareConflict(ctx, { entryId: entry.id, answer: "none", reason: "" });
      expect(await getSheet(ctx, assignment.id)).toMatchObject({ declared: "none" });
    }));

  it.each([
    ["unsure", "none"],
    ["conflict", "none"],
    ["conflict", "unsure"],
  ] as const)("%s cannot be taken back to %s by oneself, chairs included", (before, after) =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      for (const role of ["reviewer", "chair"] as const) {
        const ctx = await contextOf(tx, await aPanelMember(tx, round.id, { role }));
        await declareConflict(ctx, { entryId: entry.id, answer: before, reason: "x" });
        await expect(declareConflict(ctx, { entryId: entry.id, answer: after, reason: "x" })).rejects.toMatchObject({
          because: "needs-second-person",
          how: "never",
        });
        expect((await kindsOf(ctx, { entryId: entry.id, accountId: ctx.actor.id })).length).toBe(1);
      }
    }),
  );

  it("is said for several entries at once, or for none of them where one is refused", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [a, b, c] = [
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, round.cycleId),
        await aValidEntry(tx, round.cycleId),
      ];
      const ctx = await contextOf(tx, await aPanelMember(tx, round.id));
      await declareConflict(ctx, { entryId: c.id, answer: "conflict", reason: "x" });
      const answers = async () =>
        (await tx.select().from(conflictDeclarations).where(eq(conflictDeclarations.accountId, ctx.actor.id)))
          .map(({ entryId, answer }) => [entryId, answer])
          .sort();
      await expect(declareNoConflicts(ctx, [a.id, b.id, c.id])).rejects.toMatchObject({
        because: "needs-second-person",
      });
      expect(await answers()).toEqual([[c.id, "conflict"]]);
      await declareNoConflicts(ctx, [a.id, b.id]);
      expect(await answers()).toEqual(
        [
          [a.id, "none"],
          [b.id, "none"],
          [c.id, "conflict"],
        ].sort(),
      );
      expect((await eventsOf(ctx, a.id)).map(({ type }) => type)).toEqual(["conflict.declared"]);
    }));

  it("is refused without a reason, for entries of other cycles and for people on no panel", () =>
    inTransaction(db, async (tx) => {
      const [round, other] = [await aRound(tx), await aRound(tx)];
      const [entry, foreign] = [await aValidEntry(tx, round.cycleId), await aValidEntry(tx, other.cycleId)];
      const ctx = await contextOf(tx, await aPanelMember(tx, round.id));
      await expect(declareConflict(ctx, { entryId: entry.id, answer: "conflict", reason: "" })).rejects.toMatchObject({
        fields: { reason: "reason-needed" },
      });
      await expect(
        declareConflict(ctx, { entryId: foreign.id, answer: "conflict", reason: "x" }),
      ).rejects.toBeInstanceOf(NotFound);
      await expect(
        declareConflict(await secretariat(tx), { entryId: entry.id, answer: "conflict", reason: "x" }),
      ).rejects.toMatchObject({ because: "not-your-role" });
      expect(await tx.select().from(conflictDeclarations)).toEqual([]);
    }));

  it("leaves the totals of a frozen round as they were frozen", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const rafael = await aJudge(tx, round);
      await aReview(tx, { round, entry, reviewer: rafael, values: [5, 5] });
      await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: rafael.id, reviews: 1, scoresSha256: "" });
      await declareConflict(await contextOf(tx, rafael), { entryId: entry.id, answer: "conflict", reason: "x" });
      expect(await totalsOf(tx, round.id, entry.id)).toEqual({ reviews: 1, total: 500 });
      expect(await tx.select().from(recusals)).toEqual([]);
      expect(await kindsOf({ db: tx }, { entryId: entry.id, accountId: rafael.id })).toEqual(["declared"]);
    }));
});

describe("the list of conflicts", () => {
  it("has a line a person and entry, doubts first, lifted ones too, and none of drafts", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [a, b] = [
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "Accra", country: "NO" }) }),
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "Bonn", country: "DE" }) }),
      ];
      await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { country: "NO" }), screened: false });
      const rafael = await aPanelMember(tx, round.id, { name: "Rafael Monteiro" });
      await declareConflict(await contextOf(tx, rafael), {
        entryId: b.id,
        answer: "unsure",
        reason: "I once lived there",
      });
      await declareConflict(await contextOf(tx, rafael), { entryId: a.id, answer: "conflict", reason: "My city" });
      const ctx = await secretariat(tx);
      expect(await openConflicts(ctx, round.id)).toEqual({ unsure: 1, proposed: 0, confirmable: 0 });
      const list = await conflictsOf(ctx, round, 1);
      expect(list).toMatchObject([
        { entryId: b.id, person: "Rafael Monteiro", kinds: ["unsure"], reason: "I once lived there" },
        { entryId: a.id, kinds: ["country", "declared"] },
      ]);
      await aWaiver(tx, { roundId: round.id, entryId: b.id, accountId: rafael.id, reason: "Long ago" });
      expect((await conflictsOf(ctx, round, 1)).find(({ entryId }) => entryId === b.id)).toMatchObject({
        kinds: [],
        waiverReason: "Long ago",
        proposedBy: "Lin Yue",
        confirmedBy: "Lin Yue",
      });
      expect(await openConflicts(ctx, round.id)).toEqual({ unsure: 0, proposed: 0, confirmable: 0 });
    }));

  it("names every city that ever accepted and when it ended, but not to the chair of a blind round", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { blind: true });
      const entry = await aValidEntry(tx, round.cycleId);
      const [rafael, chair] = [await aPanelMember(tx, round.id), await aPanelMember(tx, round.id, { role: "chair" })];
      await declareConflict(await contextOf(tx, rafael), { entryId: entry.id, answer: "unsure", reason: "x" });
      await enterTogether(tx, entry.id, rafael.id, { name: "Nakuru", left: true, resent: true });
      await enterTogether(tx, entry.id, rafael.id, { name: "Oslo", country: "NO", accepted: false });
      const named = async (ctx: Awaited<ReturnType<typeof contextOf>>) =>
        (await conflictsOf(ctx, round, 1)).map(({ coApplicants: cities }) => cities);
      expect(await named(await secretariat(tx))).toEqual([
        [
          {
            cityName: "Nakuru",
            country: "KE",
            acceptedAt: expect.any(String) as string,
            endedAt: expect.any(String) as string,
          },
        ],
      ]);
      expect(await named(await contextOf(tx, chair))).toEqual([[]]);
    }));

  it("B29: tells the chair of a blind round neither which fact stands against an entry nor anybody's words", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx, { blind: true, ...rules({ country: "block" }) });
      const [a, b] = [
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "Accra", country: "GH" }) }),
        await aValidEntry(tx, round.cycleId, { city: await aCity(tx, { name: "Bonn", country: "DE" }) }),
      ];
      const rafael = await aPanelMember(tx, round.id, { profile: { countries: ["GH"] } });
      const chair = await contextOf(tx, await aPanelMember(tx, round.id, { role: "chair" }));
      for (const { id } of [a, b])
        await declareConflict(await contextOf(tx, rafael), { entryId: id, answer: "unsure", reason: "CNRY-words" });
      await aWaiver(tx, { roundId: round.id, entryId: b.id, accountId: rafael.id, reason: "CNRY-lifted" });
      const lines = async (ctx: typeof chair) =>
        new Map((await conflictsOf(ctx, round, 1)).map((line) => [line.entryId, line]));
      const [hers, theirs] = [await lines(chair), await lines(await secretariat(tx))];
      expect(hers.get(a.id)).toMatchObject({ kinds: ["recorded", "unsure"], reason: null, mayWaive: false });
      expect(hers.get(b.id)).toMatchObject({ kinds: [], reason: null, waiverReason: null, confirmedBy: "Lin Yue" });
      expect(JSON.stringify([...hers])).not.toContain("CNRY");
      expect(theirs.get(a.id)).toMatchObject({ kinds: ["country", "unsure"], reason: "CNRY-words", mayWaive: true });
      expect(theirs.get(b.id)).toMatchObject({ waiverReason: "CNRY-lifted" });
    }));

  it("B30: hides from a chair what concerns an entry of their own conflict", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const secret = await aValidEntry(tx, round.cycleId, {
        city: await aCity(tx, { country: "NO" }),
        title: "CNRY-secret",
      });
      const open = await aValidEntry(tx, round.cycleId);
      const [chair, rafael] = [
        await aPanelMember(tx, round.id, { role: "chair" }),
        await aPanelMember(tx, round.id, { profile: { countries: ["BR"] } }),
      ];
      for (const { id } of [secret, open])
        await declareConflict(await contextOf(tx, rafael), { entryId: id, answer: "unsure", reason: "x" });
      const ctx = await contextOf(tx, chair);
      expect((await conflictsOf(ctx, round, 1)).map(({ entryId }) => entryId)).toEqual([open.id]);
      for (const { id } of [secret, open])
        await proposeWaiver(
          await secretariat(tx),
          {
            roundId: round.id,
            entryId: id,
            accountId: rafael.id,
            reason: "x",
          },
          PUBLIC_URL,
        );
      expect(await openConflicts(ctx, round.id)).toEqual({ unsure: 0, proposed: 1, confirmable: 0 });
      expect(await openConflicts(await secretariat(tx), round.id)).toEqual({ unsure: 0, proposed: 2, confirmable: 2 });
      expect((await conflictsOf(await secretariat(tx), round, 1)).length).toBeGreaterThan(2);
    }));

  it("is not for reviewers", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const ctx = await contextOf(tx, await aPanelMember(tx, round.id));
      await expect(conflictsOf(ctx, round, 1)).rejects.toBeInstanceOf(NotFound);
      await expect(openConflicts(ctx, round.id)).rejects.toBeInstanceOf(NotFound);
    }));
});
