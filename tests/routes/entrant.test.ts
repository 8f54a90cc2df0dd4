import { textsOf } from "#app/i18n/texts.ts";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { action as saveField } from "#app/routes/entrant/answer.ts";
import { action as sendFile } from "#app/routes/entrant/attachments.tsx";
import { loader as file } from "#app/routes/entrant/attachment.ts";
import { action as removeFile } from "#app/routes/entrant/attachment-removal.tsx";
import { loader as check } from "#app/routes/entrant/check.tsx";
import { loader as entries } from "#app/routes/entrant/entries.tsx";
import { loader as entry } from "#app/routes/entrant/entry.tsx";
import { loader as history } from "#app/routes/entrant/history.tsx";
import { action as takePlace, loader as place } from "#app/routes/entrant/place.tsx";
import { action as saveSection, loader as section } from "#app/routes/entrant/section.tsx";
import { action as start, loader as startPage } from "#app/routes/entrant/start.tsx";
import { action as submit, loader as receipt } from "#app/routes/entrant/submission.tsx";
import { action as withdraw, loader as withdrawal } from "#app/routes/entrant/withdrawal.tsx";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { attachments } from "#db/schema/attachment.ts";
import { submissionAttempts, submissions, withdrawals } from "#db/schema/entry.ts";
import { freezes } from "#db/schema/round.ts";
import { connectUploads } from "#app/http/uploads.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCycle,
  aForm,
  aMember,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
} from "#tests/support/factories.ts";
import { samplePdf as pdf, samplePng as png } from "#tests/support/samples.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
connectUploads(services, { now: () => new Date() });
const INVENTED = "3f2b1c9e-0000-4000-8000-000000000000";
const JSON_ONLY = { accept: "application/json", "x-requested-with": "autosave" };
type Handler = (args: Awaited<ReturnType<typeof visitAs>>) => Promise<unknown>;
type Scene = Awaited<ReturnType<typeof anEntry>>;

const ask = async (
  handler: Handler,
  person: { id: string } | null,
  params: Record<string, string>,
  options: Parameters<typeof visitAs>[3] = {},
  url = "/",
) => answerOf(handler(await visitAs(db, person, url, { services, now: NOW, params, ...options })));
const save = (
  scene: Pick<Scene, "entryId">,
  person: { id: string } | null,
  form: Record<string, string | string[]>,
  over: object = {},
  questionKey = "title",
) => ask(saveField, person, { entryId: scene.entryId, questionKey }, { form, headers: JSON_ONLY, ...over });
const after = ({ cycle }: Scene) => new Date(cycle.closesAt.getTime() + 1);
const before = ({ cycle }: Scene) => new Date(cycle.closesAt.getTime() - 1);

const FIELDS: FormDefinition = [
  {
    key: "who",
    title: { en: "Who" },
    questions: [
      {
        key: "applicant",
        type: "choice",
        required: true,
        label: { en: "Applicant" },
        settings: {
          options: [
            { value: "city", label: { en: "City" } },
            { value: "union", label: { en: "Union" } },
          ],
        },
      },
      {
        key: "members",
        type: "long-text",
        label: { en: "Members" },
        settings: { when: { question: "applicant", is: ["union"] } },
      },
    ],
  },
  {
    key: "union",
    title: { en: "Union" },
    when: { question: "applicant", is: ["union"] },
    questions: [{ key: "seat", type: "place", label: { en: "Seat" } }],
  },
  {
    key: "money",
    title: { en: "Money" },
    questions: [{ key: "budget", type: "budget", label: { en: "Budget" }, settings: { unit: "USD" } }],
  },
];
async function aScene() {
  const cycle = await aCycle(db);
  await aForm(db, cycle.id, FIELDS);
  return anEntry(db, { cycle });
}
const saveAll = (scene: Scene, sectionKey: string, form: Record<string, string>) =>
  ask(saveSection, scene.owner, { entryId: scene.entryId, sectionKey }, { form });

describe("18: questions that depend on another, without JavaScript", () => {
  it("come up after saving, on the same page, and the next section is the next one that is asked", async () => {
    const scene = await aScene();
    const at = (rest: string) => `/entries/${scene.entryId}/${rest}`;
    expect((await ask(section, scene.owner, { entryId: scene.entryId, sectionKey: "union" })).status).toBe(404);
    expect((await saveAll(scene, "who", { "q.applicant": "city" })).location).toBe(at("sections/money"));
    expect((await saveAll(scene, "who", { "q.applicant": "union", "version:q.applicant": "1" })).location).toBe(
      at("sections/who"),
    );
    const { data } = await ask(section, scene.owner, { entryId: scene.entryId, sectionKey: "who" });
    expect(data).toMatchObject({ unasked: [], number: 1, of: 3, next: "union" });
    expect(
      (await saveAll(scene, "who", { "q.applicant": "union", "version:q.applicant": "2", "q.members": "Ten towns" }))
        .location,
    ).toBe(at("sections/union"));
  });

  it("keep their answer out of sight when they are asked no more", async () => {
    const scene = await aScene();
    await saveAll(scene, "who", { "q.applicant": "union", "q.members": "Ten towns" });
    await saveAll(scene, "who", {
      "q.applicant": "city",
      "version:q.applicant": "1",
      "q.members": "Ten towns",
      "version:q.members": "1",
    });
    const { data } = await ask(section, scene.owner, { entryId: scene.entryId, sectionKey: "who" });
    expect(data).toMatchObject({ unasked: ["members"], answers: { members: { value: "Ten towns", version: 1 } } });
  });
});

describe("18: tables and places without JavaScript", () => {
  it("a button for more rows saves what is there and comes back with room", async () => {
    const scene = await aScene();
    const { location } = await saveAll(scene, "money", {
      "q.budget.0.name": "Radios",
      "q.budget.0.source": "",
      "q.budget.0.amount": "12,500",
      more: "budget",
    });
    expect(location).toBe(`/entries/${scene.entryId}/sections/money?more=budget#q.budget.spare`);
    expect((await getDraft(scene.ctx, scene.entryId)).answers["budget"]?.value).toEqual([
      { name: "Radios", source: "", amount: "12500" },
    ]);
  });

  it("a button to find a place saves, searches and fills it in", async () => {
    const scene = await aScene();
    await saveAll(scene, "who", { "q.applicant": "union" });
    const { location } = await saveAll(scene, "union", {
      "q.seat.name": "la paz",
      "q.seat.country": "",
      "q.seat.lat": "",
      "q.seat.lon": "",
      find: "seat",
    });
    expect(location).toBe(`/entries/${scene.entryId}/places/seat?name=la%20paz`);
    const params = { entryId: scene.entryId, questionKey: "seat" };
    const found = (await ask(place, scene.owner, params, {}, "/?name=la%20paz")).data as {
      found: { name: string; country: string }[];
      version: number;
    };
    expect([found.version, found.found[0]]).toMatchObject([1, { name: "La Paz", country: "BO" }]);
    expect((await ask(takePlace, scene.owner, params, { form: { version: "1" } }, "/?name=la%20paz")).status).toBe(422);
    expect(
      (await ask(takePlace, scene.owner, params, { form: { version: "1", place: "0" } }, "/?name=la%20paz")).location,
    ).toBe(`/entries/${scene.entryId}/sections/union#q.seat.name`);
    expect((await getDraft(scene.ctx, scene.entryId)).answers["seat"]?.value).toEqual({
      name: "La Paz",
      country: "BO",
      lat: -16.5,
      lon: -68.15,
    });
    expect((await ask(place, scene.owner, { ...params, questionKey: "budget" })).status).toBe(404);
  });

  it("a button that names no question of ours leads to an address all the same", async () => {
    const scene = await aScene();
    expect(await saveAll(scene, "money", { find: "座 ../x" })).toMatchObject({
      status: 303,
      location: `/entries/${scene.entryId}/places/%E5%BA%A7%20..%2Fx?name=`,
    });
    expect(await saveAll(scene, "money", { more: "座" })).toMatchObject({
      status: 303,
      location: `/entries/${scene.entryId}/sections/money?more=%E5%BA%A7#q.%E5%BA%A7.spare`,
    });
  });
});

describe("a field that saves itself", () => {
  it("answers its version, the reader's clock and second looks", async () => {
    const scene = await anEntry(db);
    const headers = { ...JSON_ONLY, cookie: "tz=Africa/Kampala" };
    expect(await save(scene, scene.owner, { "q.title": "Guides", version: "" }, { headers })).toMatchObject({
      status: 200,
      data: { version: 1, saved: "Saved 11:00:00", notes: [] },
    });
    const long = await save(scene, scene.owner, { "q.summary": "word ".repeat(12), version: "" }, {}, "summary");
    expect(long).toMatchObject({
      status: 200,
      data: { notes: ["12 words, 2 more than the 10 asked for. Nothing has been cut."] },
    });
  });

  it("says how a number was understood that people read in two ways", async () => {
    const scene = await anEntry(db);
    const notes = async (typed: string, version: string) =>
      ((await save(scene, scene.owner, { "q.area": typed, version }, {}, "area")).data as { notes: string[] }).notes;
    expect([
      await notes("12 345,67", ""),
      await notes("1,234", "1"),
      await notes("0,38", "2"),
      await notes("12.5", "3"),
      await notes("", "4"),
    ]).toEqual([["Understood as 12,345.67."], ["Understood as 1,234."], ["Understood as 0.38."], [], []]);
  });

  it("18: city data that cannot all be true is said at the field that was saved last", async () => {
    const scene = await anEntry(db, { answers: { area: 10_805, population: 77_108 } });
    const { data } = await save(scene, scene.owner, { "q.density": "7140", version: "" }, {}, "density");
    expect(data).toMatchObject({ version: 1, notes: [expect.stringContaining("about 7.14 people per km²")] });
  });

  it("B90: a clash is 409 with what stands now, in words and as the control holds it", async () => {
    const scene = await anEntry(db, { answers: { title: "Guides" } });
    const editor = await aMember(db, scene.city.id, "editor");
    await save(scene, editor, { "q.title": "Theirs", version: "1" });
    expect(await save(scene, scene.owner, { "q.title": "Mine", version: "1" })).toMatchObject({
      status: 409,
      data: {
        theirs: { text: "Theirs", value: "Theirs", version: 2, by: editor.name, at: "15 March 2027 at 08:00:00 UTC" },
        message: expect.any(String) as string,
      },
    });
  });

  it("B74: an ended session answers 401 as JSON and changes nothing; the same save then goes through", async () => {
    const scene = await anEntry(db);
    expect(await save(scene, null, { "q.title": "Guides", version: "" })).toMatchObject({
      status: 401,
      data: { because: "sign-in" },
    });
    expect((await getDraft(scene.ctx, scene.entryId)).answers).toEqual({});
    expect(await save(scene, scene.owner, { "q.title": "Guides", version: "" })).toMatchObject({
      status: 200,
      data: { version: 1 },
    });
  });

  it("B55: what cannot be an answer is 422 with a sentence, whatever it is", async () => {
    const scene = await anEntry(db);
    const bad: [string, Record<string, string | string[]>][] = [
      ["population", { "q.population": "1e309" }],
      ["population", { "q.population": ["1", "2"] }],
      ["population", { "q.population": "５" }],
      ["title", { "q.title": "nul\0" }],
      ["themes", { "q.themes": ["governance", "__proto__"] }],
      ["contact-email", { "q.contact-email": "a@b\r\nBcc: c@d.example" }],
      ["documents", { "q.documents": "x" }],
    ];
    for (const [key, form] of bad)
      expect(await save(scene, scene.owner, { ...form, version: "" }, {}, key)).toMatchObject({
        status: 422,
        data: { message: expect.any(String) as string },
      });
    expect((await getDraft(scene.ctx, scene.entryId)).answers).toEqual({});
  });

  it("says of what cannot be saved the same as the form does when it is sent by hand", async () => {
    const scene = await anEntry(db);
    expect(await save(scene, scene.owner, { "q.population": "many", version: "" }, {}, "population")).toMatchObject({
      status: 422,
      data: { message: textsOf("en").problemsNamed["not-a-number"]!("Population") },
    });
  });

  it("B22: fields nobody asked for change nothing", async () => {
    const scene = await anEntry(db);
    await save(scene, scene.owner, {
      "q.title": "Guides",
      version: "",
      cityId: INVENTED,
      submittedAt: "2020-01-01",
      status: "valid",
      "q.summary": "smuggled",
      savedBy: INVENTED,
    });
    const draft = await getDraft(scene.ctx, scene.entryId);
    expect(Object.keys(draft.answers)).toEqual(["title"]);
    expect(draft).toMatchObject({ cityId: scene.city.id, submission: null });
  });

  it("B20 B21: foreign, invented and malformed ids are one and the same 404", async () => {
    const [mine, theirs] = [await anEntry(db), await anEntry(db)];
    const answers = await Promise.all(
      [theirs.entryId, INVENTED, "not-an-id", `${theirs.entryId}%00`].map((entryId) =>
        save({ entryId }, mine.owner, { "q.title": "x", version: "" }),
      ),
    );
    for (const answer of answers) expect([answer.status, answer.data]).toEqual([404, answers[0]!.data]);
    expect(await save(mine, mine.owner, { "q.x": "x", version: "" }, {}, "no-such-question")).toMatchObject({
      status: 404,
    });
    expect((await getDraft(theirs.ctx, theirs.entryId)).answers).toEqual({});
  });

  it("matrix 10, 11: viewers 403, staff and strangers 404, after the deadline 409 with a sentence", async () => {
    const scene = await anEntry(db);
    const form = { "q.title": "x", version: "" };
    expect(await save(scene, await aMember(db, scene.city.id, "viewer"), form)).toMatchObject({
      status: 403,
      data: { because: "viewers-cannot-edit" },
    });
    for (const role of ["secretariat", "administrator", "observer"] as const)
      expect(await save(scene, await aStaffMember(db, role), form)).toMatchObject({ status: 404 });
    expect(await save(scene, scene.owner, form, { now: after(scene) })).toMatchObject({
      status: 409,
      data: { because: "call-closed", message: expect.stringContaining("closed") as string },
    });
    expect(await save(scene, scene.owner, form, { now: scene.cycle.closesAt })).toMatchObject({ status: 200 });
  });
});

describe("a section without JavaScript", () => {
  const send = (scene: Scene, form: Record<string, string | string[]>, over: object = {}) =>
    ask(saveSection, scene.owner, { entryId: scene.entryId, sectionKey: "initiative" }, { form, ...over });

  it("saves everything with one button and goes on to the next section", async () => {
    const scene = await anEntry(db);
    const answer = await send(scene, {
      "q.title": "Guides",
      "version:q.title": "",
      "q.themes": ["governance"],
      "q.partners.0.name": "UITP",
      "q.partners.0.role": "",
    });
    expect(answer).toMatchObject({ status: 303, location: `/entries/${scene.entryId}/sections/contacts` });
    expect(
      await send(scene, {
        "q.title": "Guides",
        "version:q.title": "1",
        "q.themes": ["governance"],
        "version:q.themes": "1",
        stay: "yes",
      }),
    ).toMatchObject({ location: `/entries/${scene.entryId}/sections/initiative` });
    const { answers } = await getDraft(scene.ctx, scene.entryId);
    expect(answers["title"]).toMatchObject({ value: "Guides", version: 1 });
    expect(answers["partners"]).toMatchObject({ value: [{ name: "UITP", role: "" }] });
  });

  it("comes back with everything typed: 422 for what cannot be, 409 with both texts for a clash", async () => {
    const scene = await anEntry(db, { answers: { title: "Guides" } });
    const typed = { "q.title": "Mine", "version:q.title": "1", "q.population": "many" };
    expect(await send(scene, { ...typed, "q.title": "Guides" })).toMatchObject({
      status: 422,
      data: { errors: { population: "not-a-number" }, clashes: {}, typed: { "q.population": ["many"] } },
    });
    await save(scene, scene.owner, { "q.title": "Theirs", version: "1" });
    expect(await send(scene, typed)).toMatchObject({
      status: 409,
      data: { clashes: { title: { value: "Theirs", version: 2 } }, typed: { "q.title": ["Mine"] } },
    });
  });

  it("keeps what was typed when the call has just closed", async () => {
    const scene = await anEntry(db);
    expect(await send(scene, { "q.title": "A minute late" }, { now: after(scene) })).toMatchObject({
      status: 409,
      data: { refused: "call-closed", typed: { "q.title": ["A minute late"] } },
    });
  });

  it("B5: shows its own section and nothing of the others", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const { data } = await ask(section, scene.owner, { entryId: scene.entryId, sectionKey: "initiative" });
    expect(JSON.stringify(data)).not.toContain(COMPLETE["contact-email"]);
    expect(Object.keys((data as { answers: object }).answers)).toEqual(["title"]);
    expect(await ask(section, scene.owner, { entryId: scene.entryId, sectionKey: "nowhere" })).toMatchObject({
      status: 404,
    });
  });
});

describe("starting", () => {
  it("shows the call to anybody and starts an entry for a city of one's own", async () => {
    const { cycle, city, owner } = await anEntry(db);
    expect(await ask(startPage, null, { slug: cycle.slug })).toMatchObject({
      status: 200,
      data: { state: "open", cities: null },
    });
    const started = await ask(start, owner, { slug: cycle.slug }, { form: { cityId: city.id } });
    expect(started).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/entries\/[0-9a-f-]{36}$/) as string,
    });
    expect(await ask(start, owner, { slug: cycle.slug }, { form: {} })).toMatchObject({ status: 422 });
    expect(await ask(start, owner, { slug: cycle.slug }, { form: { cityId: (await aCity(db)).id } })).toMatchObject({
      status: 404,
    });
    expect(await ask(start, null, { slug: cycle.slug }, { form: { cityId: city.id } })).toMatchObject({ status: 401 });
    expect(await ask(startPage, null, { slug: "no-such-call" })).toMatchObject({ status: 404 });
  });

  it("offers one's own entries of other calls to start from, and starts from none of anybody else's", async () => {
    const earlier = await anEntry(db, { answers: COMPLETE });
    const other = await anEntry(db);
    const slug = (await anEntry(db)).cycle.slug;
    const offered = async (person: { id: string }) =>
      ((await ask(startPage, person, { slug })).data as { earlier: { id: string }[] }).earlier.map(({ id }) => id);
    expect([
      await offered(earlier.owner),
      await offered(other.owner),
      await offered(await aMember(db, earlier.city.id, "viewer")),
    ]).toEqual([[earlier.entryId], [other.entryId], []]);
    const started = await ask(start, earlier.owner, { slug }, { form: { again: "yes", from: earlier.entryId } });
    expect(started).toMatchObject({ status: 303 });
    const shown = await ask(entry, earlier.owner, { entryId: started.location!.split("/").at(-1)! });
    expect(shown.data).toMatchObject({
      entry: { title: COMPLETE.title },
      from: { id: earlier.entryId, code: earlier.code },
    });
    expect(await ask(start, earlier.owner, { slug }, { form: { again: "yes" } })).toMatchObject({ status: 422 });
    expect(await ask(start, earlier.owner, { slug }, { form: { again: "yes", from: other.entryId } })).toMatchObject({
      status: 404,
    });
    expect(await ask(start, null, { slug }, { form: { again: "yes", from: other.entryId } })).toMatchObject({
      status: 401,
    });
  });

  it("offers to resume what the team has not sent, and nothing of another team", async () => {
    const scene = await anEntry(db);
    const other = await anEntry(db, { cycle: scene.cycle });
    const drafts = async (person: { id: string }) =>
      ((await ask(startPage, person, { slug: scene.cycle.slug })).data as { drafts: { id: string }[] }).drafts.map(
        ({ id }) => id,
      );
    expect([
      await drafts(scene.owner),
      await drafts(await aMember(db, scene.city.id, "viewer")),
      await drafts(other.owner),
    ]).toEqual([[scene.entryId], [scene.entryId], [other.entryId]]);
    const complete = await anEntry(db, { cycle: scene.cycle, city: scene.city, owner: scene.owner, answers: COMPLETE });
    expect((await drafts(scene.owner)).toSorted()).toEqual([scene.entryId, complete.entryId].toSorted());
    await submitEntry(complete.ctx, complete.entryId, PUBLIC_URL);
    expect(await drafts(scene.owner)).toEqual([scene.entryId]);
  });

  it("a section that lacks what kept the entry from being sent has a problem until it is filled in", async () => {
    const scene = await anEntry(db, { answers: { title: "Guides" } });
    const statuses = async () =>
      (
        (await ask(entry, scene.owner, { entryId: scene.entryId })).data as { sections: { status: string }[] }
      ).sections.map(({ status }) => status);
    expect(await statuses()).toEqual(["completed", "not-started", "not-started"]);
    await expect(submitEntry(scene.ctx, scene.entryId, PUBLIC_URL)).rejects.toMatchObject({
      because: "entry-incomplete",
    });
    expect(await statuses()).toEqual(["completed", "problem", "not-started"]);
    await save(scene, scene.owner, { "q.contact-email": "a@b.example", version: "" }, {}, "contact-email");
    expect(await statuses()).toEqual(["completed", "completed", "not-started"]);
  });

  it("matrix 5: the list is for teams and newcomers; the panel and the staff have lists of their own", async () => {
    const scene = await anEntry(db);
    const { data } = await ask(entries, scene.owner, {});
    expect((data as { entries: { id: string }[] }).entries.map(({ id }) => id)).toEqual([scene.entryId]);
    expect(await ask(entries, null, {})).toMatchObject({ status: 302, location: "/sign-in?next=%2F" });
    expect(await ask(entries, await aStaffMember(db), {})).toMatchObject({ status: 403 });
  });
});

describe("submitting", () => {
  const send = (scene: Scene, person: { id: string } | null = scene.owner, over: object = {}) =>
    ask(submit, person, { entryId: scene.entryId }, { form: {}, ...over });
  const sent = (scene: Scene) => db.select().from(submissions).where(eq(submissions.entryId, scene.entryId));

  it("leads to a receipt one can come back to, and twice to the same one", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    for (let click = 0; click < 2; click += 1)
      expect(await send(scene)).toMatchObject({ status: 303, location: `/entries/${scene.entryId}/submission` });
    const [stored] = await sent(scene);
    expect(await ask(receipt, scene.owner, { entryId: scene.entryId })).toMatchObject({
      status: 200,
      data: { number: 1, sha256: stored!.sha256, receivedAt: NOW, sealed: { code: scene.code }, unsent: false },
    });
    await save(scene, scene.owner, { "q.title": "Newer", version: "1" });
    expect(await ask(receipt, scene.owner, { entryId: scene.entryId })).toMatchObject({
      data: { unsent: true, edit: { allowed: true }, sealed: { title: COMPLETE.title } },
    });
    expect(await ask(receipt, scene.owner, { entryId: scene.entryId }, { now: after(scene) })).toMatchObject({
      data: { unsent: true, edit: { allowed: false, because: "call-closed" } },
    });
  });

  it("asks for what is missing only while it can still be sent", async () => {
    const scene = await anEntry(db, { answers: { title: "Guides" } });
    const asked = async (now: Date) => {
      const { data } = await ask(check, scene.owner, { entryId: scene.entryId }, { now });
      return (data as { missing: unknown[] }).missing.length > 0;
    };
    expect([await asked(NOW), await asked(after(scene))]).toEqual([true, false]);
  });

  it("leads back to the list of what is missing, and the attempt is in the history", async () => {
    const scene = await anEntry(db, { answers: { title: "Guides" } });
    expect(await send(scene)).toMatchObject({ status: 303, location: `/entries/${scene.entryId}/check?refused` });
    expect(await ask(check, scene.owner, { entryId: scene.entryId })).toMatchObject({
      data: { missing: [{ questionKey: "contact-email", code: "required" }] },
    });
    expect(await ask(history, scene.owner, { entryId: scene.entryId })).toMatchObject({
      data: { attempts: [{ because: "entry-incomplete", missing: ["E-mail address"], by: scene.owner.name }] },
    });
    expect(await ask(receipt, scene.owner, { entryId: scene.entryId })).toMatchObject({ status: 404 });
  });

  it.each([
    ["a millisecond before", -1, 303],
    ["at the bell", 0, 303],
    ["a millisecond after", 1, 409],
  ])("B87: %s", async (_case, offset, status) => {
    const scene = await anEntry(db, { answers: COMPLETE });
    expect(await send(scene, scene.owner, { now: new Date(scene.cycle.closesAt.getTime() + offset) })).toMatchObject({
      status,
    });
    expect(await sent(scene)).toHaveLength(status === 303 ? 1 : 0);
    expect(
      await db.select().from(submissionAttempts).where(eq(submissionAttempts.entryId, scene.entryId)),
    ).toHaveLength(status === 409 ? 1 : 0);
  });

  it("B88: the browser's clock and zone have no say", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const headers = { date: "Mon, 01 Jan 2029 00:00:00 GMT", cookie: "tz=Pacific/Kiritimati" };
    expect(await send(scene, scene.owner, { headers, now: before(scene) })).toMatchObject({ status: 303 });
  });

  it("matrix 12: B4 nobody 401, viewers 403, others 404, and nothing is written", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    expect(await send(scene, null)).toMatchObject({ status: 401 });
    expect(await send(scene, await aMember(db, scene.city.id, "viewer"))).toMatchObject({ status: 403 });
    for (const person of [
      await aMember(db, (await aCity(db)).id),
      await aStaffMember(db),
      await aStaffMember(db, "administrator"),
    ])
      expect(await send(scene, person)).toMatchObject({ status: 404 });
    expect(await sent(scene)).toEqual([]);
    expect(await db.select().from(submissionAttempts).where(eq(submissionAttempts.entryId, scene.entryId))).toEqual([]);
  });
});

describe("reading an entry", () => {
  it("matrix 6 to 9: drafts are the team's alone; what was submitted opens to the secretariat with the deadline", async () => {
    const [draft, submitted] = [await anEntry(db, { answers: COMPLETE }), await anEntry(db, { answers: COMPLETE })];
    await submitEntry(submitted.ctx, submitted.entryId, PUBLIC_URL);
    const [secretariat, observer, administrator, stranger] = [
      await aStaffMember(db),
      await aStaffMember(db, "observer"),
      await aStaffMember(db, "administrator"),
      await aMember(db, (await aCity(db)).id),
    ];
    const read = async (scene: Scene, person: { id: string } | null, now: Date) =>
      ask(entry, person, { entryId: scene.entryId }, { now });
    expect(await read(draft, draft.owner, NOW)).toMatchObject({ status: 200, data: { kind: "tasks" } });
    expect(await read(draft, null, NOW)).toMatchObject({ status: 302 });
    for (const person of [secretariat, observer, administrator, stranger]) {
      expect(await read(draft, person, after(draft))).toMatchObject({ status: 404 });
      expect(await read(submitted, person, submitted.cycle.closesAt)).toMatchObject({ status: 404 });
    }
    expect(await read(submitted, secretariat, after(submitted))).toMatchObject({
      status: 200,
      data: { kind: "reading", sealed: { answers: COMPLETE } },
    });
    const seen = await read(submitted, observer, after(submitted));
    expect(seen).toMatchObject({ status: 200, data: { kind: "reading" } });
    expect(JSON.stringify(seen.data)).not.toContain(COMPLETE["contact-email"]);
    for (const person of [administrator, stranger])
      expect(await read(submitted, person, after(submitted))).toMatchObject({ status: 404 });
  });

  it("matrix 16, 17: receipt and history are the team's", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    for (const handler of [receipt, history, check] as Handler[]) {
      expect(await ask(handler, await aMember(db, scene.city.id, "viewer"), { entryId: scene.entryId })).toMatchObject({
        status: 200,
      });
      for (const person of [await aMember(db, (await aCity(db)).id), await aStaffMember(db, "administrator")])
        expect(await ask(handler, person, { entryId: scene.entryId }, { now: after(scene) })).toMatchObject({
          status: 404,
        });
    }
  });

  it("matrix 14: withdrawal is for owners, with a reason", async () => {
    const scene = await anEntry(db);
    const send = (person: { id: string } | null, reason: string) =>
      ask(withdraw, person, { entryId: scene.entryId }, { form: { reason } });
    expect(await send(await aMember(db, scene.city.id, "editor"), "x")).toMatchObject({ status: 403 });
    expect(await send(await aStaffMember(db), "x")).toMatchObject({ status: 404 });
    expect(await send(scene.owner, " ")).toMatchObject({ status: 422, data: { errors: { reason: "required" } } });
    expect(await send(scene.owner, "Next year.")).toMatchObject({ status: 303, location: `/entries/${scene.entryId}` });
    expect(await send(scene.owner, "Again.")).toMatchObject({ status: 409 });
    expect(
      await db.select({ reason: withdrawals.reason }).from(withdrawals).where(eq(withdrawals.entryId, scene.entryId)),
    ).toEqual([{ reason: "Next year." }]);
  });
});

it("once the scores of a round of its call are frozen, an entry's withdrawal is neither offered nor shown", async () => {
  const scene = await anEntry(db);
  const offered = () => ask(entry, scene.owner, { entryId: scene.entryId });
  const page = () => ask(withdrawal, scene.owner, { entryId: scene.entryId });
  const round = await aRound(db, { cycleId: scene.cycle.id });
  expect(await offered()).toMatchObject({ data: { withdrawal: { allowed: true } } });
  expect(await page()).toMatchObject({ status: 200 });
  const chair = await aPanelMember(db, round.id, { role: "chair" });
  await db
    .insert(freezes)
    .values({ roundId: round.id, at: NOW, by: chair.id, reviews: 0, scoresSha256: "0".repeat(64) });
  expect(await offered()).toMatchObject({ data: { withdrawal: { because: "round-frozen" } } });
  expect(await page()).toMatchObject({ status: 409 });
});

describe("files sent as a plain form", () => {
  async function send(
    scene: Scene,
    person: { id: string } | null,
    part: { name: string; bytes: Uint8Array } | null,
    over: { question?: string; now?: Date } = {},
  ) {
    const body = new FormData();
    body.append("file.documents", part ? new File([part.bytes as BlobPart], part.name) : new File([], ""));
    const args = await visitAs(
      db,
      person,
      `/entries/${scene.entryId}/attachments?question=${over.question ?? "documents"}`,
      { services, now: over.now ?? NOW, params: { entryId: scene.entryId }, form: {} },
    );
    return answerOf(
      sendFile({
        ...args,
        request: new Request(args.request.url, {
          method: "POST",
          body,
          headers: { cookie: args.request.headers.get("cookie") ?? "", accept: "text/html" },
        }),
      }),
    );
  }
  const page = (scene: Scene, rest: string) => ({
    status: 303,
    location: `/entries/${scene.entryId}/sections/materials${rest}`,
  });

  it("arrive, can be read by the team and by nobody else, and can be removed", async () => {
    const scene = await anEntry(db);
    const bytes = await pdf();
    expect(await send(scene, scene.owner, { name: "Plan <b>ü.pdf", bytes })).toMatchObject(
      page(scene, "#slot.documents"),
    );
    const [stored] = await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId));
    expect(stored).toMatchObject({
      contentType: "application/pdf",
      size: bytes.length,
      name: expect.stringMatching(/^Plan .*ü\.pdf$/) as string,
    });
    const args = await visitAs(db, scene.owner, `/attachments/${stored!.id}`, {
      services,
      now: NOW,
      params: { attachmentId: stored!.id },
    });
    const served = await file(args);
    expect(Buffer.from(await served.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    for (const person of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)])
      expect(await ask(file, person, { attachmentId: stored!.id })).toMatchObject({ status: 404 });
    expect(await ask(file, null, { attachmentId: stored!.id })).toMatchObject({ status: 302 });
    expect(
      await ask(removeFile, await aMember(db, scene.city.id, "viewer"), { attachmentId: stored!.id }, { form: {} }),
    ).toMatchObject({ status: 403 });
    expect(await ask(removeFile, scene.owner, { attachmentId: stored!.id }, { form: {} })).toMatchObject(
      page(scene, "?removed#slot.documents"),
    );
    expect(await ask(file, scene.owner, { attachmentId: stored!.id })).toMatchObject({ status: 404 });
  });

  it("come along to an entry that starts from an earlier one, as files of its own", async () => {
    const scene = await anEntry(db);
    await send(scene, scene.owner, { name: "plan.pdf", bytes: await pdf() });
    const [theirs] = await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId));
    const started = await ask(
      start,
      scene.owner,
      { slug: (await anEntry(db)).cycle.slug },
      { form: { again: "yes", from: scene.entryId } },
    );
    const id = started.location!.split("/").at(-1)!;
    const [mine] = await db.select().from(attachments).where(eq(attachments.entryId, id));
    expect(mine).toMatchObject({ name: "plan.pdf", sha256: theirs!.sha256 });
    expect(mine!.key).not.toBe(theirs!.key);
    expect((await ask(file, scene.owner, { attachmentId: mine!.id })).status).toBe(200);
    expect((await ask(entry, scene.owner, { entryId: id })).data).toMatchObject({
      from: { id: scene.entryId, left: [] },
    });
  });

  it("are refused with a word about why, and leave nothing behind", async () => {
    const scene = await anEntry(db);
    const again = ({ entryId }: Scene, why: string) => ({
      status: 303,
      location: `/entries/${entryId}/attachments?question=documents&${why}`,
    });
    const html = new TextEncoder().encode("<html><script>alert(1)</script></html>");
    expect(await send(scene, scene.owner, { name: "a.pdf", bytes: html })).toMatchObject(
      again(scene, "problem=wrong-type&file=a.pdf"),
    );
    expect(await send(scene, scene.owner, { name: "a.png", bytes: await png() })).toMatchObject(
      again(scene, "problem=wrong-type&file=a.png"),
    );
    expect(await send(scene, scene.owner, { name: "a.pdf", bytes: new Uint8Array(1_000_001) })).toMatchObject(
      again(scene, "problem=too-big&file=a.pdf"),
    );
    expect(await send(scene, scene.owner, null)).toMatchObject(again(scene, "problem=missing&file="));
    expect(await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId))).toEqual([]);
  });

  it("matrix 18: are for those who may write, before the deadline", async () => {
    const scene = await anEntry(db);
    const part = { name: "a.pdf", bytes: await pdf() };
    expect(await send(scene, null, part)).toMatchObject({ status: 401 });
    expect(await send(scene, await aMember(db, scene.city.id, "viewer"), part)).toMatchObject({ status: 403 });
    expect(await send(scene, await aStaffMember(db), part)).toMatchObject({ status: 404 });
    expect(await send(scene, scene.owner, part, { question: "title" })).toMatchObject({ status: 404 });
    expect(await send(scene, scene.owner, part, { now: after(scene) })).toMatchObject({ status: 409 });
    expect(await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId))).toEqual([]);
  });
});

describe("14: the eligibility questions", () => {
  const FORM: FormDefinition = [
    {
      key: "eligibility",
      title: { en: "Check" },
      questions: [
        {
          key: "stage",
          type: "choice",
          required: true,
          label: { en: "Stage" },
          settings: {
            options: ["ongoing", "planned"].map((value) => ({ value, label: { en: value } })),
            eligible: ["ongoing"],
          },
        },
      ],
    },
    {
      key: "initiative",
      title: { en: "Introduce" },
      questions: [{ key: "title", type: "short-text", label: { en: "Title" } }],
    },
  ];
  it("end in a clear answer: yes leads on and is said there, no stays and says why, neither is an error", async () => {
    const cycle = await aCycle(db);
    await aForm(db, cycle.id, FORM);
    const scene = await anEntry(db, { cycle });
    const at = (sectionKey: string) => ({ entryId: scene.entryId, sectionKey });
    const send = (stage: string, version: string) =>
      ask(saveSection, scene.owner, at("eligibility"), { form: { "q.stage": stage, "version:q.stage": version } });
    expect(await send("planned", "")).toMatchObject({
      status: 303,
      location: `/entries/${scene.entryId}/sections/eligibility`,
    });
    expect(await ask(section, scene.owner, at("eligibility"))).toMatchObject({
      status: 200,
      data: { eligible: { verdict: "no", against: [{ key: "stage" }] } },
    });
    const yes = await send("ongoing", "1");
    expect(yes).toMatchObject({ status: 303, location: `/entries/${scene.entryId}/sections/initiative?eligible` });
    expect(await ask(section, scene.owner, at("initiative"), {}, yes.location!)).toMatchObject({
      data: { eligible: { verdict: "yes", against: [] } },
    });
    expect(await ask(section, scene.owner, at("initiative"))).toMatchObject({ data: { eligible: null } });
  });
});
