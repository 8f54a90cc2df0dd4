import { afterAll, describe, expect, it } from "vitest";
import { createForm } from "#app/domain/question/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { openLimits } from "#app/http/limits.server.ts";
import { loader as docx } from "#app/routes/public/form-docx.ts";
import { loader as pdf } from "#app/routes/public/form-pdf.ts";
import { GUANGZHOU_FORM } from "#db/seed/guangzhou-form.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCycle, NOW } from "#tests/support/factories.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { readWord } from "#tests/support/word.ts";

const { db } = await testDatabase();
const services = testServices(db);
afterAll(services.documents.close);

async function aCall() {
  const cycle = await aCycle(db);
  await createForm({ db, actor: PORTAL, now: NOW }, cycle.id, GUANGZHOU_FORM);
  return cycle;
}
const ask = async (loader: typeof pdf, slug: string, language = "en") =>
  (await loader(
    await visitAs(db, null, "/", { services, params: { slug }, headers: { "accept-language": language } }),
  )) as Response;
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const QUESTIONS = GUANGZHOU_FORM.flatMap(({ questions }) => questions).filter(({ type }) => type !== "declaration");

describe("the blank form", () => {
  it("is made twice a second for one place, and as often for another", async () => {
    const [cycle, limits] = [await aCall(), openLimits()];
    const asked: string[] = [];
    const documents = {
      ...services.documents,
      pdf: async (_: unknown, lane?: string) => {
        asked.push(String(lane));
        return new Uint8Array([1]);
      },
    };
    const knock = async (ip: string) =>
      (
        await answerOf(
          pdf(
            await visitAs(db, null, "/", {
              services: { ...services, limits, documents },
              params: { slug: cycle.slug },
              ip,
            }),
          ),
        )
      ).status;
    const statuses = [];
    for (let each = 0; each < 121; each += 1) statuses.push(await knock("203.0.113.1"));
    expect(statuses).toEqual([...Array(120).fill(200), 503]);
    expect(await knock("203.0.113.2")).toBe(200);
    expect([...new Set(asked)]).toEqual(["anybody"]);
  });

  it("has every question with its hint, its limit and room to write, as a PDF for anybody", async () => {
    const cycle = await aCall();
    const response = await ask(pdf, cycle.slug);
    expect(response.headers.get("content-disposition")).toContain(`${cycle.slug} form.pdf`);
    const read = await readPdf(await bytesOf(response));
    for (const { label, hint } of QUESTIONS)
      for (const text of [label.en, hint?.en ?? ""]) expect(read.text).toContain(squeezed(text));
    for (const text of [
      "A city or municipality",
      "17. Partnerships for the goals",
      "words.",
      "Required.",
      "Optional.",
      "UTC+8",
      "In UTC",
      `/cycles/${cycle.slug}/start`,
      "Seen by the secretariat only",
      "A number (km²).",
      "PDF, DOCX, XLSX, and PPTX. Up to 50 MB each",
    ])
      expect(read.text).toContain(squeezed(text));
    expect(read).toMatchObject({ tagged: true, language: "en", title: expect.stringContaining("Entry form: ") });
  });

  it("is a Word document too, with boxes to tick and frames to type in", async () => {
    const cycle = await aCall();
    const response = await ask(docx, cycle.slug);
    expect(response.headers.get("content-type")).toBe(
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    );
    const word = readWord(await bytesOf(response));
    for (const { label, hint } of QUESTIONS)
      for (const text of [label.en, hint?.en ?? ""]) expect(word.text).toContain(text);
    expect(word.headings.slice(0, 3)).toEqual(["Title", "Heading1", "Heading2"]);
    expect(word.boxes).toBeGreaterThan(17);
    expect(word.frames).toBeGreaterThan(10);
  });

  it("is in the reader's language", async () => {
    const { slug } = await aCall();
    const words = QUESTIONS.map(({ label }) => label["zh-Hans"]!);
    const read = await readPdf(await bytesOf(await ask(pdf, slug, "zh-CN")));
    const word = readWord(await bytesOf(await ask(docx, slug, "zh-CN")));
    for (const text of words) {
      expect(read.text).toContain(squeezed(text));
      expect(word.text).toContain(text);
    }
  });

  it.each([
    ["an invented call", async () => "no-such-call"],
    ["a call without a form", async () => (await aCycle(db)).slug],
    ["an archived cycle", async () => (await aCycle(db, { archived: true })).slug],
  ])("is not there for %s", async (_what, slugOf) => {
    const slug = await slugOf();
    for (const loader of [pdf, docx])
      expect((await answerOf(loader(await visitAs(db, null, "/", { services, params: { slug } })))).status).toBe(404);
  });
});
