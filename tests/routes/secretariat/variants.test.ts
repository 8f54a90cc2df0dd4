import { afterAll, describe, expect, it } from "vitest";
import { createForm } from "#app/domain/question/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { readiness } from "#app/domain/entry/rules.ts";
import type { FormDefinition } from "#app/domain/question/rules.ts";
import { loader as blank } from "#app/routes/public/form-pdf.ts";
import { loader as check } from "#app/routes/entrant/check.tsx";
import { loader as entryPage } from "#app/routes/entrant/entry.tsx";
import { action as save } from "#app/routes/entrant/section.tsx";
import { action as submit } from "#app/routes/entrant/submission.tsx";
import { action as setSection, loader as sectionPage } from "#app/routes/secretariat/form-section.tsx";
import { action as setQuestion, loader as questionPage } from "#app/routes/secretariat/question.tsx";
import { testDatabase } from "#tests/support/database.ts";
import { aCycle, anEntry, aStaffMember, NOW } from "#tests/support/factories.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
afterAll(services.documents.close);

const BEFORE = new Date("2027-02-01T00:00:00Z");
const option = (value: string) => ({ value, label: { en: value } });
const FORM: FormDefinition = [
  {
    key: "eligibility",
    title: { en: "Check" },
    questions: [
      {
        key: "applicant",
        type: "choice",
        required: true,
        label: { en: "Who is entering?" },
        settings: { options: ["City", "District", "Region", "Union"].map(option) },
      },
      { key: "stage", type: "choices", label: { en: "Stage" }, settings: { options: ["Old", "New"].map(option) } },
    ],
  },
  {
    key: "initiative",
    title: { en: "Introduce the initiative" },
    questions: [
      { key: "title", type: "short-text", required: true, label: { en: "Title" } },
      { key: "county", type: "short-text", required: true, label: { en: "Which city is the district of?" } },
    ],
  },
  {
    key: "union",
    title: { en: "Describe the union" },
    questions: [{ key: "members", type: "long-text", required: true, label: { en: "Members of the union" } }],
  },
];

/** A call that has not opened, and somebody of the secretariat who sets up its form. */
async function aCall() {
  const cycle = await aCycle(db);
  await createForm({ db, actor: PORTAL, now: NOW }, cycle.id, FORM);
  const office = await aStaffMember(db);
  const set = async (action: typeof setSection, params: Record<string, string>, form: Record<string, string[]>) =>
    answerOf(
      action(
        await visitAs(db, office, "/x", {
          services,
          now: BEFORE,
          params: { cycleId: cycle.id, ...params },
          form: { label: ["Which city is the district of?"], required: ["yes"], ...form },
        }),
      ),
    );
  return {
    cycle,
    office,
    question: (form: Record<string, string[]>) => set(setQuestion, { questionKey: "county" }, form),
    section: (form: Record<string, string[]>) => set(setSection, { sectionKey: "union" }, form),
  };
}

/** A team that answers who it is, as a browser without JavaScript sends it, and what it is asked then. */
async function aTeam(cycle: Awaited<ReturnType<typeof aCycle>>, applicant: string) {
  const scene = await anEntry(db, { cycle });
  const { entryId } = scene;
  const ask = async <Result>(work: (args: never) => Promise<Result>, form?: Record<string, string>, sectionKey = "") =>
    answerOf(
      work(
        (await visitAs(db, scene.owner, "/x", {
          services,
          now: NOW,
          params: { entryId, sectionKey },
          ...(form ? { form } : {}),
        })) as never,
      ),
    );
  await ask(save, { "q.applicant": applicant }, "eligibility");
  const tasks = (await ask(entryPage)).data as { sections: { key: string }[] };
  const left = (await ask(check)).data as { missing: { questionKey: string }[] };
  return {
    scene,
    ask,
    sections: tasks.sections.map(({ key }) => key),
    missing: left.missing.map(({ questionKey }) => questionKey),
  };
}

describe("5: a form has variants by type of applicant", () => {
  it("from the editor through the form to the submission", async () => {
    const call = await aCall();
    expect((await call.question({ "when.applicant": ["District"] })).status).toBe(303);
    expect((await call.section({ "when.applicant": ["Region", "Union"] })).status).toBe(303);

    const city = await aTeam(call.cycle, "City");
    expect([city.sections, city.missing]).toEqual([["eligibility", "initiative"], ["title"]]);
    const district = await aTeam(call.cycle, "District");
    expect([district.sections, district.missing]).toEqual([
      ["eligibility", "initiative"],
      ["title", "county"],
    ]);
    const union = await aTeam(call.cycle, "Union");
    expect([union.sections, union.missing]).toEqual([
      ["eligibility", "initiative", "union"],
      ["title", "members"],
    ]);

    await city.ask(save, { "q.title": "Guides" }, "initiative");
    expect((await city.ask(submit, {})).location).toBe(`/entries/${city.scene.entryId}/submission`);
    await union.ask(save, { "q.title": "Guides" }, "initiative");
    expect((await union.ask(submit, {})).location).toContain("refused");
    await union.ask(save, { "q.members": "Ten towns" }, "union");
    expect((await union.ask(submit, {})).location).toBe(`/entries/${union.scene.entryId}/submission`);
    expect(readiness(await getDraft(union.scene.ctx, union.scene.entryId))).toEqual([]);
  });

  it("shows in the editor what is ticked, and in the blank form who is asked", async () => {
    const call = await aCall();
    await call.question({ "when.applicant": ["District"] });
    await call.section({ "when.applicant": ["Region", "Union"] });
    const page = async (loader: typeof sectionPage | typeof questionPage, params: Record<string, string>) =>
      (
        await answerOf(
          loader(
            await visitAs(db, call.office, "/x", {
              services,
              now: BEFORE,
              params: { cycleId: call.cycle.id, ...params },
            }),
          ),
        )
      ).data as { ticked: object; deciding: { key: string }[] };
    expect(await page(sectionPage, { sectionKey: "union" })).toMatchObject({
      ticked: { "when.applicant": ["Region", "Union"] },
      deciding: [{ key: "applicant" }, { key: "stage" }],
    });
    expect(await page(questionPage, { questionKey: "county" })).toMatchObject({
      ticked: { "when.applicant": ["District"] },
    });
    expect((await page(questionPage, { questionKey: "title" })).deciding).toEqual([]);
    expect((await page(questionPage, { questionKey: "stage" })).deciding).toMatchObject([{ key: "applicant" }]);

    const sheet = (await blank(
      await visitAs(db, null, "/", { services, params: { slug: call.cycle.slug } }),
    )) as Response;
    const text = squeezed((await readPdf(new Uint8Array(await sheet.arrayBuffer()))).text);
    expect(text).toContain(squeezed("Only if you answered “District” to “Who is entering?”."));
    expect(text).toContain(squeezed("Only if you answered “Region or Union” to “Who is entering?”."));
  });

  it("asks everybody again where nothing is ticked, and refuses answers of two questions and of none", async () => {
    const call = await aCall();
    await call.section({ "when.applicant": ["Union"] });
    expect(await call.section({ "when.applicant": ["Union"], "when.stage": ["Old"] })).toMatchObject({
      status: 422,
      data: { errors: { "when.stage": "one-question" } },
    });
    await call.section({ "when.applicant": ["Nobody"], "when.title": ["x"] });
    const [, , section] = await formOf({ db }, call.cycle.id);
    expect(section!.when).toBeNull();
  });

  it("stands still once somebody has begun an entry: it stays with the form that entry was made with", async () => {
    const call = await aCall();
    await anEntry(db, { cycle: call.cycle });
    expect(await call.section({ "when.applicant": ["Union"] })).toMatchObject({ status: 409 });
  });
});
