import { afterAll, describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { readSignedCopy } from "#app/domain/proof/rules.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { loader as copy } from "#app/routes/entrant/copy.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aFile,
  aMember,
  anAssignment,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
} from "#tests/support/factories.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
afterAll(services.documents.close);

type Person = { id: string } | null;
type Scene = Awaited<ReturnType<typeof anEntry>>;
const after = ({ cycle }: Scene) => new Date(cycle.closesAt.getTime() + 1);

async function copyOf(scene: Pick<Scene, "entryId">, person: Person, { url = "/", now = NOW, language = "en" } = {}) {
  const response = (await copy(
    await visitAs(db, person, url, {
      services,
      now,
      params: { entryId: scene.entryId },
      headers: { "accept-language": language },
    }),
  )) as Response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    headers: response.headers,
    size: bytes.length,
    signed: readSignedCopy(bytes, services.logKey),
    ...(await readPdf(bytes)),
  };
}
const refusal = async (scene: Pick<Scene, "entryId">, person: Person, now = NOW) =>
  (await answerOf(copy(await visitAs(db, person, "/", { services, now, params: { entryId: scene.entryId } })))).status;

const ANSWERS = {
  title: "Lucía’s streets",
  summary: '广州市的老旧小区\n\nتعمل المدينة على تحسين الحياة\n#panic("no") *bold*',
  population: 1_680_600,
  "contact-email": "amara@kampala.example",
  partners: [
    { name: "KCCA", role: "Roads" },
    { name: "Đà Nẵng", role: "" },
  ],
};

describe("the copy of an entry", () => {
  it("holds every question, answered or not, the files, the receipt and both clocks", async () => {
    const scene = await anEntry(db, { answers: ANSWERS });
    await addAttachment(scene.ctx, {
      entryId: scene.entryId,
      questionKey: "documents",
      file: aFile({ name: "plan für alle.pdf", size: 340_000 }),
      caption: "The plan",
    });
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    const pdf = await copyOf(scene, scene.owner);
    const { sha256 } = await getLastSubmission(scene.ctx, scene.entryId);
    for (const text of [
      "Title",
      ANSWERS.title,
      "Summary",
      "广州市的老旧小区",
      "تعمل",
      "المدينة",
      '#panic("no") *bold*',
      "Population",
      "1,680,600",
      "What they contributed",
      "KCCA",
      "Roads",
      "Đà Nẵng",
      "amara@kampala.example",
      "plan für alle.pdf (340 kB)",
      "The plan",
      "a".repeat(64),
      sha256,
      scene.code,
      scene.city.name,
      scene.owner.name,
      "UTC+8",
      "Received (UTC)",
    ])
      expect(pdf.text).toContain(squeezed(text));
    // Area, density, themes and pictures were skipped.
    expect(pdf.text.match(/Notprovided/g)).toHaveLength(4);
    expect(pdf.text).not.toContain("Draft");
    expect(pdf).toMatchObject({ title: ANSWERS.title, language: "en", tagged: true });
    expect(pdf.headers.get("content-disposition")).toBe(
      `attachment; filename="${scene.code} Lucia-s-streets.pdf"; filename*=UTF-8''${scene.code}%20Luc%C3%ADa-s-streets.pdf`,
    );
    expect(pdf.size).toBeLessThan(200_000);
    expect(pdf.signed).toMatchObject({
      unchanged: true,
      text: expect.stringContaining(`for entry ${scene.code}\nversion 1\n`) as string,
    });
  });

  it("speaks the reader's language around the city's own words", async () => {
    const scene = await anEntry(db, { answers: ANSWERS });
    const pdf = await copyOf(scene, scene.owner, { language: "zh-CN" });
    for (const text of ["介绍项目", "未填写", "草稿 – 尚未提交", "第 1 页", ANSWERS.title])
      expect(pdf.text).toContain(squeezed(text));
    expect(pdf.language).toBe("zh");
  });

  it("is marked as a draft until something was sent, and is what was sent from then on", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const draft = await copyOf(scene, scene.owner);
    expect(draft.text).toContain(squeezed("Draft – not sent"));
    expect(draft.text).toContain(squeezed("It has not been sent"));
    expect(draft.text).not.toContain(squeezed("SHA-256 of what was sealed"));
    expect(draft.text).toContain(squeezed("SHA-256 of what is signed"));
    expect(draft.signed).toBeNull();
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    await saveAnswer(scene.ctx, { entryId: scene.entryId, questionKey: "title", value: "Newer words", baseVersion: 1 });
    expect((await copyOf(scene, scene.owner)).text).not.toContain("Newerwords");
    const newer = await copyOf(scene, scene.owner, { url: "/?draft" });
    expect(newer.text).toContain("Newerwords");
    expect(newer.text).toContain(squeezed("Draft – not sent"));
    await withdrawEntry(scene.ctx, scene.entryId, "No money");
    expect((await copyOf(scene, scene.owner)).text).toContain(squeezed("This entry was withdrawn"));
  });

  it("is for those who may read the entry, and shows each only what they may know", async () => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const [stranger, secretariat] = [await aMember(db, (await aCity(db)).id), await aStaffMember(db, "secretariat")];
    expect(await refusal(scene, stranger)).toBe(404);
    expect(await refusal(scene, secretariat)).toBe(404);
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    expect(await refusal(scene, secretariat)).toBe(404);
    const late = after(scene);
    expect(await refusal(scene, stranger, late)).toBe(404);
    expect((await copyOf(scene, secretariat, { now: late })).text).toContain(squeezed(COMPLETE["contact-email"]));

    const round = await aRound(db, { cycleId: scene.cycle.id, blind: true, opensAt: late });
    const reviewer = await aPanelMember(db, round.id, { profile: { confidentialityAcceptedAt: NOW } });
    await anAssignment(db, { roundId: round.id, entryId: scene.entryId, reviewerId: reviewer.id });
    expect(await refusal(scene, reviewer, late)).toBe(404);
    await db
      .insert(conflictDeclarations)
      .values({ entryId: scene.entryId, accountId: reviewer.id, answer: "none", at: NOW });
    const blind = await copyOf(scene, reviewer, { now: late });
    expect(blind.text).toContain(squeezed(COMPLETE.title));
    for (const secret of [COMPLETE["contact-email"], "E-mail address", scene.city.name, scene.owner.name])
      expect(blind.text).not.toContain(squeezed(secret));
  });
});
