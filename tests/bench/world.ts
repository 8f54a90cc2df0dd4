import { sql } from "drizzle-orm";
import { canonical } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { createForm } from "#app/domain/question/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";

const TEXT =
  "The city works with residents, schools and small firms on a plan that each district can take up and change. ";
const REVIEWERS = 11;
const TYPISTS = 200;
/** Of a complete entry: what a city attaches to each question for files. */
const FILES = { documents: 4, pictures: 6 };

/** An account and a draft of its own team. */
export type Writer = { accountId: string; entryId: string };
export type BenchWorld = {
  cycleId: string;
  entryId: string;
  assignmentId: string;
  criterionId: string;
  submittedId: string;
  draftId: string;
  typists: Writer[];
  senders: Writer[];
  slug: string;
  people: { staff: string; reviewer: string; other: string; owner: string };
};

/**
 * A published and still open world of `size` entries, each sealed, screened, assigned to all reviewers and scored by
 * all but the first. Filled by SQL: nothing here is measured.
 */
export async function fillWorld(db: Db, size: number): Promise<BenchWorld> {
  const one = async <T>(statement: ReturnType<typeof sql>) => ([...(await db.execute(statement))][0] as { id: T }).id;
  const account = (name: string) =>
    one<string>(
      sql`insert into accounts(email, name, created_at, email_confirmed_at) values (${`${name}@bench.example`}, ${name}, now(), now()) returning id`,
    );
  const staff = await account("staff");
  await db.execute(sql`insert into role_grants(account_id, role, granted_at) values (${staff}, 'secretariat', now())`);
  const owner = await account("owner");
  const programme = await one<string>(
    sql`insert into programmes(slug, name, about, time_zone, contact_email, created_at) values ('bench', '{"en":"Bench"}', '{"en":"Bench"}', 'Asia/Shanghai', 'a@b.example', now()) returning id`,
  );
  const cycle = (slug: string, closes: string) =>
    one<string>(sql`insert into cycles(programme_id, slug, number, year, name, call, code_prefix, opens_at, closes_at, time_zone, created_at)
    values (${programme}, ${slug}, 1, 2027, '{"en":"Cycle"}', '{"en":"Call"}', 'GZ', now() - interval '60 days', now() + ${closes}::interval, 'Asia/Shanghai', now()) returning id`);
  const cycleId = await cycle("judged", "-5 days");
  const openId = await cycle("open", "20 days");
  for (const id of [cycleId, openId]) await createForm({ db, actor: PORTAL, now: new Date() }, id, GUANGZHOU_FORM);
  await db.execute(
    sql`insert into levels(cycle_id, key, name, position) values (${cycleId}, 'shortlisted', '{"en":"Shortlisted"}', 1)`,
  );

  await db.execute(sql`insert into cities(name, search_name, country, region, lat, lon, created_at)
    select 'City ' || n, 'city ' || n, (array['KE','PE','NO','CN','BR'])[1 + n % 5], 'Africa', (n % 120) - 60, (n % 300) - 150, now() from generate_series(1, ${size}) n`);
  await db.execute(sql`insert into entries(code, cycle_id, city_id, title, started_at, started_by, saved_at)
    select 'GZ-2027-' || c.search_name, ${cycleId}, c.id, 'Initiative of ' || c.name, now() - interval '30 days', ${owner}, now() - interval '6 days' from cities c`);
  await db.execute(sql`insert into answers(entry_id, question_id, value, version, saved_at, saved_by)
    select e.id, q.id, to_jsonb(repeat(${TEXT}, 4)), 1, now() - interval '6 days', ${owner} from entries e join questions q on q.cycle_id = e.cycle_id and q.type in ('short-text', 'long-text')`);
  const texts = Object.fromEntries(
    GUANGZHOU_FORM.flatMap(({ questions }) => questions)
      .filter(({ type }) => type.endsWith("text"))
      .map(({ key }) => [key, TEXT.repeat(4)]),
  );
  const snapshot = canonical({
    code: "GZ",
    title: "Initiative",
    cityName: "City",
    country: "KE",
    answers: texts,
    files: [],
  });
  await db.execute(
    sql`insert into submissions(entry_id, number, received_at, submitted_by, snapshot, sha256) select e.id, 1, now() - interval '6 days', ${owner}, ${snapshot}, repeat('a', 64) from entries e`,
  );
  await db.execute(
    sql`insert into screenings(entry_id, outcome, at, by) select id, 'valid', now() - interval '4 days', ${staff} from entries`,
  );

  const rubric = await one<string>(
    sql`insert into rubrics(cycle_id, name, created_at) values (${cycleId}, '{"en":"Rubric"}', now()) returning id`,
  );
  await db.execute(sql`insert into criteria(rubric_id, position, name, description, weight, min, max, anchors)
    select ${rubric}, n, '{"en":"Criterion"}', '{"en":"What it means"}', 20, 1, 5, (select jsonb_agg(jsonb_build_object('value', v, 'text', '{"en":"An anchor"}'::jsonb)) from generate_series(1, 5) v) from generate_series(1, 5) n`);
  const round =
    await one<string>(sql`insert into rounds(cycle_id, position, name, rubric_id, opens_at, closes_at, conflict_rules, created_at)
    values (${cycleId}, 1, '{"en":"Committee"}', ${rubric}, now() - interval '3 days', now() + interval '5 days', '{"country":"block","city":"block","organisation":"block"}', now()) returning id`);
  await db.execute(
    sql`insert into round_levels(round_id, level_key, position, places) values (${round}, 'shortlisted', 1, 15)`,
  );
  const reviewers: string[] = [];
  for (let n = 0; n < REVIEWERS; n++) reviewers.push(await account(`reviewer${n}`));
  const list = sql.join(
    reviewers.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  await db.execute(
    sql`insert into panel_members(round_id, account_id, role, joined_at) select ${round}, id, 'reviewer', now() from unnest(array[${list}]) id`,
  );
  await db.execute(
    sql`insert into reviewer_profiles(account_id, countries, updated_at, confidentiality_accepted_at, complete) select id, array['CA'], now(), now(), true from unnest(array[${list}]) id`,
  );
  await db.execute(
    sql`insert into assignments(round_id, entry_id, reviewer_id, reading_order, at) select ${round}, e.id, r.id, row_number() over (partition by r.id order by e.id), now() from entries e cross join unnest(array[${list}]) r(id)`,
  );
  await db.execute(
    sql`insert into conflict_declarations(entry_id, account_id, answer, at) select a.entry_id, a.reviewer_id, 'none', now() from assignments a`,
  );
  await db.execute(
    sql`insert into reviews(assignment_id, started_at, saved_at, submitted_at, total, version) select id, now(), now(), now(), 350, 1 from assignments where reviewer_id <> ${reviewers[0]}`,
  );
  await db.execute(
    sql`insert into scores(review_id, criterion_id, value, version, saved_at) select r.id, c.id, 3, 1, now() from reviews r cross join criteria c`,
  );
  await db.execute(
    sql`insert into entry_totals(round_id, entry_id, reviews, total, mean) select ${round}, id, ${REVIEWERS - 1}, ${350 * (REVIEWERS - 1)}, 350 from entries`,
  );
  const publication = await one<string>(
    sql`insert into publications(cycle_id, published_at, published_by) values (${cycleId}, now() - interval '1 hour', ${staff}) returning id`,
  );
  await db.execute(sql`insert into results(publication_id, cycle_id, entry_id, city_id, level_key, city_name, country, region, title, description, lat, lon, rank, reviews, total)
    select ${publication}, e.cycle_id, e.id, c.id, 'shortlisted', c.name, c.country, c.region, e.title, ${TEXT}, c.lat, c.lon, 1, 10, 3500 from entries e join cities c on c.id = e.city_id order by e.id limit 45`);

  const city = await one<string>(
    sql`insert into cities(name, search_name, country, region, created_at) values ('Kampala', 'kampala', 'UG', 'Africa', now()) returning id`,
  );
  await db.execute(
    sql`insert into city_members(city_id, account_id, role, joined_at) values (${city}, ${owner}, 'owner', now())`,
  );
  const draftId = await one<string>(
    sql`insert into entries(code, cycle_id, city_id, started_at, started_by, saved_at) values ('GZ-2027-DRAFT', ${openId}, ${city}, now(), ${owner}, now()) returning id`,
  );
  await db.execute(
    sql`insert into accounts(email, name, created_at, email_confirmed_at) select 'typist' || n || '@bench.example', 'Typist ' || n, now(), now() from generate_series(1, ${TYPISTS}) n`,
  );
  await db.execute(
    sql`insert into city_members(city_id, account_id, role, joined_at) select c.id, a.id, 'owner', now() from accounts a join cities c on c.name = replace(a.name, 'Typist', 'City') where a.email like 'typist%'`,
  );
  const drafts = (letter: string) =>
    db.execute<Writer>(sql`insert into entries(code, cycle_id, city_id, started_at, started_by, saved_at)
    select ${`GZ-2027-${letter}-`} || m.account_id, ${openId}, m.city_id, now(), m.account_id, now() from city_members m join accounts a on a.id = m.account_id where a.email like 'typist%' returning started_by "accountId", id "entryId"`);
  const [typists, senders] = [await drafts("T"), await drafts("S")];
  await complete(db, openId);
  await db.execute(sql`analyze`);
  return {
    cycleId,
    slug: "judged",
    draftId,
    typists: [...typists],
    senders: [...senders],
    people: { staff, reviewer: reviewers[0]!, other: reviewers[1]!, owner },
    entryId: await one(sql`select id from entries where cycle_id = ${cycleId} limit 1`),
    assignmentId: await one(sql`select id from assignments where reviewer_id = ${reviewers[0]} limit 1`),
    submittedId: await one(sql`select id from assignments where reviewer_id = ${reviewers[1]} limit 1`),
    criterionId: await one(sql`select id from criteria order by position limit 1`),
  };
}

/** Answers everything that the form asks in the drafts of those who submit, at length, and attaches files to them. */
async function complete(db: Db, cycleId: string): Promise<void> {
  const answered: Record<string, unknown> = {
    ...Object.fromEntries(
      GUANGZHOU_FORM.flatMap(({ questions }) => questions).map(({ key, type }) => [
        key,
        type === "short-text" ? "Words of a city" : type === "long-text" ? TEXT.repeat(9) : null,
      ]),
    ),
    applicant: "city",
    stage: "ongoing",
    mandate: "yes",
    period: { from: "2021-03", to: "ongoing" },
    themes: ["housing"],
    website: "https://city.example/initiative",
    location: { name: "City", country: "KE", lat: -1.28, lon: 36.82 },
    population: 1_700_000,
    growth: 2.1,
    area: 310.5,
    density: 5475,
    gdp: 2100,
    gini: 0.42,
    "contact-email": "team@city.example",
    "innovation-type": "evolutionary",
    sdgs: [3, 11, 13],
    declaration: true,
  };
  const given = JSON.stringify(Object.fromEntries(Object.entries(answered).filter(([, value]) => value !== null)));
  await db.execute(sql`insert into answers(entry_id, question_id, value, version, saved_at, saved_by)
    select e.id, q.id, g.value, 1, now(), e.started_by from entries e join questions q on q.cycle_id = e.cycle_id join jsonb_each(${given}::jsonb) g on g.key = q.key
    where e.cycle_id = ${cycleId} and e.code like 'GZ-2027-S-%'`);
  for (const [key, count] of Object.entries(FILES)) {
    await db.execute(sql`insert into attachments(entry_id, question_id, name, caption, size, content_type, sha256, store, key, position, uploaded_at, uploaded_by)
      select e.id, q.id, 'File ' || n || '.pdf', 'What it shows', 8000000, 'application/pdf', repeat('b', 64), 'local', gen_random_uuid()::text, n, now(), e.started_by
      from entries e join questions q on q.cycle_id = e.cycle_id and q.key = ${key} cross join generate_series(1, ${count}::int) n where e.cycle_id = ${cycleId} and e.code like 'GZ-2027-S-%'`);
  }
}
