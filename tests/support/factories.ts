import { randomBytes, randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import {
  ANONYMOUS,
  type Context,
  type PanelRole,
  type Person,
  PORTAL,
  type StaffRole,
  type TeamRole,
} from "#app/domain/context.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { createForm } from "#app/domain/question/commands.server.ts";
import type { FormDefinition, QuestionDefinition } from "#app/domain/question/rules.ts";
import type { Finding } from "#app/domain/screening/rules.ts";
import type { InspectedFile } from "#app/outside/files/files.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles, levels } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { programmes } from "#db/schema/programme.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import { screenings } from "#db/schema/screening.ts";

/** The tests' usual "now": the call of `aCycle` is open. */
export const NOW = new Date("2027-03-15T08:00:00.000Z");
const word = () => randomBytes(4).toString("hex");

/**
 * An account with a confirmed address. Give it rights with `aMember` or `aPanelMember`, then read it with
 * `personOf`.
 */
export async function anAccount(
  db: Db,
  given: Partial<typeof accounts.$inferInsert> = {},
): Promise<{ id: string; name: string; email: string }> {
  const [account] = await db
    .insert(accounts)
    .values({ name: "Amara Okello", email: `${word()}@city.example`, emailConfirmedAt: NOW, createdAt: NOW, ...given })
    .returning({ id: accounts.id, name: accounts.name, email: accounts.email });
  return account!;
}

export async function aCity(db: Db, given: Partial<typeof cities.$inferInsert> = {}) {
  const name = given.name ?? `Kampala ${word()}`;
  const [city] = await db
    .insert(cities)
    .values({ name, searchName: name.toLowerCase(), country: "UG", region: "Africa", createdAt: NOW, ...given })
    .returning();
  return city!;
}

/** A city that has accepted to enter an entry together with the one whose it is. */
export async function aCoApplicant(db: Db, entryId: string, given: Partial<typeof cities.$inferInsert> = {}) {
  const city = await aCity(db, given);
  const { id: answeredBy } = await aMember(db, city.id);
  await db.insert(coApplicants).values({
    entryId,
    cityId: city.id,
    email: "desk@city.example",
    invitedAt: NOW,
    invitedBy: answeredBy,
    accepted: true,
    answeredAt: NOW,
    answeredBy,
  });
  return city;
}

export async function aMember(db: Db, cityId: string, role: TeamRole = "owner", accountId?: string): Promise<Person> {
  const id = accountId ?? (await anAccount(db)).id;
  await db.insert(cityMembers).values({ cityId, accountId: id, role, joinedAt: NOW });
  return personOf(db, id);
}

export async function aStaffMember(db: Db, role: StaffRole = "secretariat"): Promise<Person> {
  const { id } = await anAccount(db, { name: "Lin Yue" });
  await db.insert(roleGrants).values({ accountId: id, role, grantedAt: NOW });
  return personOf(db, id);
}

/** A person with the rights they have in the database now. */
export async function personOf(db: Db, accountId: string): Promise<Person> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  const staff = await db.select({ role: roleGrants.role }).from(roleGrants).where(eq(roleGrants.accountId, accountId));
  const teams = await db
    .select({ cityId: cityMembers.cityId, role: cityMembers.role })
    .from(cityMembers)
    .where(eq(cityMembers.accountId, accountId));
  const panels = await db
    .select({ roundId: panelMembers.roundId, cycleId: rounds.cycleId, role: panelMembers.role })
    .from(panelMembers)
    .innerJoin(rounds, eq(rounds.id, panelMembers.roundId))
    .where(and(eq(panelMembers.accountId, accountId)));
  return {
    ...ANONYMOUS,
    id: accountId,
    name: account!.name,
    email: account!.email,
    emailConfirmed: account!.emailConfirmedAt !== null,
    staff: staff.map(({ role }) => role),
    teams,
    panels,
  };
}

/** An open call: opened a fortnight before NOW, closes a fortnight after it. Without a form; see `aForm`. */
export async function aCycle(db: Db, given: Partial<typeof cycles.$inferInsert> = {}) {
  const programmeId = given.programmeId ?? (await aProgramme(db)).id;
  const [cycle] = await db
    .insert(cycles)
    .values({
      programmeId,
      slug: `guangzhou-${word()}`,
      number: 8,
      year: 2027,
      name: { en: "8th Guangzhou Award", "zh-Hans": "第八届广州奖" },
      call: { en: "Enter." },
      codePrefix: "GZ",
      themes: [
        { key: "governance", name: { en: "Urban governance", "zh-Hans": "城市治理" } },
        { key: "resilience", name: { en: "Environmental protection and resilience" } },
      ],
      opensAt: new Date("2027-03-01T00:00:00Z"),
      closesAt: new Date("2027-03-31T15:59:59Z"),
      timeZone: "Asia/Shanghai",
      createdAt: NOW,
      publishedAt: NOW,
      ...given,
    })
    .returning();
  return cycle!;
}

export async function aProgramme(db: Db) {
  const [programme] = await db
    .insert(programmes)
    .values({
      slug: `guangzhou-${word()}`,
      name: { en: "Guangzhou Award" },
      about: { en: "" },
      timeZone: "Asia/Shanghai",
      contactEmail: "award@guangzhou.example",
      createdAt: NOW,
    })
    .returning();
  return programme!;
}

/** A small form: what a test of entries needs. Required: title and contact. */
export const SMALL_FORM: FormDefinition = [
  {
    key: "initiative",
    title: { en: "Introduce the initiative", "zh-Hans": "介绍项目" },
    questions: [
      {
        key: "title",
        type: "short-text",
        required: true,
        public: true,
        label: { en: "Title" },
        settings: { limit: { count: 20, unit: "words" } },
      },
      {
        key: "summary",
        type: "long-text",
        label: { en: "Summary" },
        settings: { limit: { count: 10, unit: "words" } },
      },
      { key: "population", type: "number", label: { en: "Population" }, settings: { min: 1 } },
      { key: "area", type: "number", label: { en: "Area" }, settings: { min: 0.01, unit: "km²" } },
      { key: "density", type: "number", label: { en: "Density" }, settings: { min: 0.01 } },
      { key: "themes", type: "themes", label: { en: "Themes" }, settings: { max: 3 } },
      { key: "partners", type: "partners", label: { en: "Partners" } },
    ],
  },
  {
    key: "contacts",
    title: { en: "Say whom we can reach", "zh-Hans": "填写联系人" },
    questions: [
      { key: "contact-email", type: "email", required: true, confidential: true, label: { en: "E-mail address" } },
    ],
  },
  {
    key: "materials",
    title: { en: "Add documents", "zh-Hans": "上传文件" },
    questions: [
      {
        key: "documents",
        type: "files",
        label: { en: "Documents" },
        settings: { files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 2 } },
      },
      {
        key: "pictures",
        type: "files",
        label: { en: "Pictures" },
        settings: { files: { types: ["image/jpeg", "image/png"], maxBytes: 1_000_000, maxCount: 2 } },
      },
    ],
  },
];

export async function aForm(db: Db, cycleId: string, form: FormDefinition = SMALL_FORM): Promise<void> {
  await createForm({ db, actor: PORTAL, now: NOW }, cycleId, form);
}

/** Just enough of a question for a reader of answers. */
export const aQuestion = (
  type: QuestionDefinition["type"],
  settings: NonNullable<QuestionDefinition["settings"]> = {},
  key = "q",
) => ({ key, type, settings });

export type EntryScene = {
  ctx: Context;
  owner: Person;
  city: Awaited<ReturnType<typeof aCity>>;
  cycle: Awaited<ReturnType<typeof aCycle>>;
  entryId: string;
  code: string;
};

/** A draft of a city's owner in an open call with the small form; `answers` are saved through the command. */
export async function anEntry(
  db: Db,
  given: {
    cycle?: EntryScene["cycle"];
    city?: EntryScene["city"];
    owner?: Person;
    answers?: Record<string, unknown>;
    now?: Date;
  } = {},
): Promise<EntryScene> {
  const cycle = given.cycle ?? (await aCycle(db));
  if (!given.cycle) await aForm(db, cycle.id);
  const city = given.city ?? (await aCity(db));
  const owner = given.owner ?? (await aMember(db, city.id));
  const ctx: Context = { db, actor: owner, now: given.now ?? NOW };
  const { id: entryId, code } = await startEntry(ctx, { cycleId: cycle.id, cityId: city.id });
  for (const [questionKey, value] of Object.entries(given.answers ?? {}))
    await saveAnswer(ctx, { entryId, questionKey, value, baseVersion: null });
  return { ctx, owner, city, cycle, entryId, code };
}

/** Answers that make the small form complete. */
export const COMPLETE = { title: "Boda boda guides", "contact-email": "amara@kampala.example" };

/** A PDF as the file store hands it over after looking at it. */
export const aFile = (given: Partial<InspectedFile> = {}): InspectedFile => ({
  key: randomUUID(),
  store: "local",
  name: "plan.pdf",
  size: 1_234,
  sha256: "a".repeat(64),
  contentType: "application/pdf",
  problem: null,
  ...given,
});

/** When judging happens in tests: the call of `aCycle` has closed, the window of `aRound` is open. */
export const JUDGING = new Date("2027-04-15T08:00:00.000Z");

/** A cycle whose call has closed at JUDGING, with two levels: "shortlisted" and "deserving". */
export async function aJudgedCycle(db: Db, given: Partial<typeof cycles.$inferInsert> = {}) {
  const cycle = await aCycle(db, given);
  await db.insert(levels).values(
    ["shortlisted", "deserving"].map((key, index) => ({
      cycleId: cycle.id,
      key,
      name: { en: key },
      position: index + 1,
    })),
  );
  return cycle;
}

/** Two criteria of 60 and 40 per cent, one to five. */
export async function aRubric(db: Db, cycleId: string) {
  const [rubric] = await db
    .insert(rubrics)
    .values({ cycleId, name: { en: "Committee" }, createdAt: NOW })
    .returning();
  const anchors = [1, 2, 3, 4, 5].map((value) => ({ value, text: { en: `Step ${value}` } }));
  const found = await db
    .insert(criteria)
    .values(
      [
        ["Innovation", 60],
        ["Effectiveness", 40],
      ].map(([name, weight], index) => ({
        rubricId: rubric!.id,
        position: index + 1,
        name: { en: String(name) },
        description: { en: "" },
        weight: Number(weight),
        min: 1,
        max: 5,
        anchors,
      })),
    )
    .returning();
  return { ...rubric!, criteria: found.sort((a, b) => a.position - b.position) };
}

/**
 * A round that is open at JUDGING, in a judged cycle unless one is given; both conflict rules block; awards 1
 * "shortlisted" and 2 "deserving".
 */
export async function aRound(db: Db, given: Partial<typeof rounds.$inferInsert> = {}) {
  const cycleId = given.cycleId ?? (await aJudgedCycle(db)).id;
  const rubricId = given.rubricId ?? (await aRubric(db, cycleId)).id;
  const [round] = await db
    .insert(rounds)
    .values({
      cycleId,
      rubricId,
      position: 1,
      name: { en: "Committee", "zh-Hans": "委员会" },
      opensAt: new Date("2027-04-01T00:00:00Z"),
      closesAt: new Date("2027-04-30T15:59:59Z"),
      reviewsPerEntry: null,
      conflictRules: { country: "block", city: "block", organisation: "block" },
      createdAt: NOW,
      ...given,
    })
    .returning();
  const known = await db.select({ key: levels.key }).from(levels).where(eq(levels.cycleId, cycleId));
  const wanted = ["shortlisted", "deserving"].filter((key) => known.some((level) => level.key === key));
  if (wanted.length > 0)
    await db
      .insert(roundLevels)
      .values(
        wanted.map((levelKey, index) => ({ roundId: round!.id, levelKey, position: index + 1, places: index + 1 })),
      );
  return round!;
}

/** Somebody on a round's panel, from Norway and of no city unless the profile says otherwise. */
export async function aPanelMember(
  db: Db,
  roundId: string,
  given: {
    role?: PanelRole;
    accountId?: string;
    name?: string;
    profile?: Partial<typeof reviewerProfiles.$inferInsert>;
  } = {},
): Promise<Person> {
  const accountId = given.accountId ?? (await anAccount(db, { name: given.name ?? "Ingrid Solheim" })).id;
  await db.insert(panelMembers).values({ roundId, accountId, role: given.role ?? "reviewer", joinedAt: NOW });
  const profile = {
    countries: ["NO"],
    organisations: ["University of Oslo"],
    complete: true,
    updatedAt: NOW,
    ...given.profile,
  };
  await db
    .insert(reviewerProfiles)
    .values({ accountId, ...profile })
    .onConflictDoNothing();
  return personOf(db, accountId);
}

/** An entry that was sent in and found valid, without going through the form. */
export async function aValidEntry(
  db: Db,
  cycleId: string,
  given: {
    city?: Awaited<ReturnType<typeof aCity>>;
    title?: string;
    partners?: string[];
    themes?: string[];
    screened?: boolean;
  } = {},
) {
  const city = given.city ?? (await aCity(db));
  const owner = await anAccount(db);
  const code = `GZ-2027-${word().toUpperCase()}`;
  const title = given.title ?? "Boda boda guides";
  const [entry] = await db
    .insert(entries)
    .values({
      code,
      cycleId,
      cityId: city.id,
      title,
      startedAt: NOW,
      startedBy: owner.id,
      savedAt: NOW,
      partners: given.partners ?? [],
      themes: given.themes ?? [],
    })
    .returning();
  const snapshot = JSON.stringify({
    answers: { title },
    cityName: city.name,
    code,
    country: city.country,
    files: [],
    title,
  });
  await db.insert(submissions).values({
    entryId: entry!.id,
    number: 1,
    receivedAt: NOW,
    submittedBy: owner.id,
    snapshot,
    sha256: "0".repeat(64),
  });
  if (given.screened !== false)
    await db.insert(screenings).values({ entryId: entry!.id, outcome: "valid", at: JUDGING, by: owner.id });
  return { ...entry!, city };
}

/** What was found about an entry of a cycle without a checklist of its own: that it may take part, or why not. */
export const PASSES: Finding[] = [{ key: "conditions", finding: "pass", reason: "" }];
export const fails = (reason: string): Finding[] => [{ key: "conditions", finding: "fail", reason }];

/** A reviewer's entry; with `declared` the conflict question is answered. */
export async function anAssignment(
  db: Db,
  given: { roundId: string; entryId: string; reviewerId: string; declared?: "none" | "conflict" | "unsure" },
) {
  const { declared, ...pair } = given;
  const [assignment] = await db
    .insert(assignments)
    .values({ ...pair, readingOrder: 1, at: NOW })
    .returning();
  if (declared)
    await db
      .insert(conflictDeclarations)
      .values({ entryId: pair.entryId, accountId: pair.reviewerId, answer: declared, at: NOW })
      .onConflictDoNothing();
  return assignment!;
}

/** What a reviewer types of themselves who says where they work, and nothing else. */
export const typedProfile = (countries: string[]) => ({
  title: "",
  countries,
  cities: [],
  organisations: [],
  themes: [],
  languages: ["en"],
  capacity: null,
});
