import { type FileHandle, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import PDFDocument from "pdfkit";
import sharp from "sharp";
import { getMeta } from "unpdf";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { recordTaking } from "#app/domain/dossier/commands.server.ts";
import { dossierOf } from "#app/domain/dossier/queries.server.ts";
import { openLimits } from "#app/http/limits.server.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { action } from "#app/routes/reviewer/dossier-copy.ts";
import { loader } from "#app/routes/reviewer/dossier.tsx";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { attachments } from "#db/schema/attachment.ts";
import { submissions } from "#db/schema/entry.ts";
import { questions, sections } from "#db/schema/question.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  type Candidate,
  aScoredRound,
  aTask,
  contextOf,
  days,
} from "#tests/support/judging.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";
import { onDisk, sampleOffice, samplePdf, samplePng } from "#tests/support/samples.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { filesIn } from "#tests/support/zip.ts";

const { db } = await testDatabase();
const services = testServices(db);
afterAll(services.documents.close);
beforeEach(() => {
  services.limits = openLimits();
});

const CITY = "CNRY-city-Kisoro";
const AUTHOR = "CNRY-author-Amara";
const SUMMARY = "A garden on every roof. 广州市的老旧小区。 Київ будує сади.\n\nتعمل المدينة على تحسين الحياة";

const authored = () =>
  new Promise<Buffer>((resolve) => {
    const document = new PDFDocument({ info: { Author: AUTHOR, Title: CITY } });
    const parts: Buffer[] = [];
    document.on("data", (part: Buffer) => parts.push(part)).on("end", () => resolve(Buffer.concat(parts)));
    document.text("The plan");
    document.end();
  });

type Kept = { name: string; size: number; contentType: string; sha256: string; key: string };
/** A file in the store as it came, without a copy of its own. */
async function keptAs(name: string, bytes: Buffer): Promise<Kept> {
  const path = await onDisk(services.config.dataDir, bytes, sha256(name));
  const { key, size, sha256: hash, contentType } = await services.files.put({ path, name, type: "" });
  return { name, size, contentType: contentType!, sha256: hash, key };
}

/** What the city wrote, with one file of which reviewers get a copy; sealed as its last submission. */
async function sealWithFile(
  entry: Candidate & { cycleId: string; startedBy: string },
  questionId: string,
  more: Kept[] = [],
) {
  const kept = await services.files.put({
    path: await onDisk(services.config.dataDir, await authored(), "plan.pdf"),
    name: `${CITY} plan.pdf`,
    type: "application/pdf",
  });
  const copy = await services.files.copy(kept, { contentType: "application/pdf", pages: false });
  if ("problem" in copy) throw new Error(copy.problem);
  const plan = { name: `${CITY} plan.pdf`, size: kept.size, contentType: "application/pdf", sha256: kept.sha256 };
  const files = await db
    .insert(attachments)
    .values(
      [{ ...plan, key: kept.key, copyKey: copy.key }, ...more].map((file) => ({
        ...file,
        entryId: entry.id,
        questionId,
        store: "local" as const,
        uploadedAt: days(-25),
        uploadedBy: entry.startedBy,
      })),
    )
    .returning();
  const snapshot = canonical({
    code: entry.code,
    title: entry.title,
    cityName: CITY,
    country: "UG",
    answers: { title: entry.title, summary: SUMMARY, contact: "contact@canary.example" },
    files: files.map(({ id, name, size, contentType, sha256: hash }) => ({
      ...{ name, size, contentType, sha256: hash },
      ...{ attachmentId: id, questionKey: "files", caption: "" },
    })),
  });
  await db.insert(submissions).values({
    entryId: entry.id,
    number: 3,
    receivedAt: days(-19),
    submittedBy: entry.startedBy,
    snapshot,
    sha256: sha256(snapshot),
  });
}

/** Rafael may open two of four entries: of one the conflict question is unanswered, with one he is in conflict. */
async function aDossier({ files = [], ...given }: Parameters<typeof aScoredRound>[1] & { files?: Kept[] } = {}) {
  const cycle = await aContest(db);
  const [section] = await db.select({ id: sections.id }).from(sections).where(eq(sections.cycleId, cycle.id));
  const [question] = await db
    .insert(questions)
    .values({
      cycleId: cycle.id,
      sectionId: section!.id,
      key: "files",
      position: 9,
      type: "files",
      label: { en: "Files" },
      required: false,
      settings: { files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 3 } },
    })
    .returning({ id: questions.id });
  const round = await aScoredRound(db, { cycle, ...given });
  const rafael = await aJudge(db, round, { name: "Rafael Monteiro" });
  const city = await aCity(db, { name: `${CITY} ${sha256(cycle.id).slice(0, 6)}`, country: "UG" });
  const entry = async (title: string, declared: "none" | null = "none") => {
    const made = await aCandidate(db, { cycle, title, city });
    return {
      ...(made as typeof made & { cycleId: string; startedBy: string }),
      task: await aTask(db, { round, entry: made, reviewer: rafael, declared }),
    };
  };
  const [first, second, unanswered, conflicted] = [
    await entry("Roof gardens"),
    await entry("Quiet streets"),
    await entry("CNRY-unanswered", null),
    await entry("CNRY-conflicted"),
  ];
  await sealWithFile(first, question!.id, files);
  // Read in the other order than they were assigned.
  await db.update(assignments).set({ readingOrder: 2_000_000 }).where(eq(assignments.id, first.task.id));
  await declareConflict(await contextOf(db, rafael), {
    entryId: conflicted.id,
    answer: "conflict",
    reason: "a friend",
  });
  const visit = (person: { id: string } | null, form?: Record<string, string>) =>
    visitAs(db, person, "/", { services, now: JUDGING, params: { roundId: round.id }, ...(form ? { form } : {}) });
  const take = async (format: string) => {
    services.limits = openLimits();
    const response = (await action(await visit(rafael, { format }))) as Response;
    return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  return { cycle, round, rafael, first, second, unanswered, visit, take };
}

describe("the dossier as a PDF", () => {
  it("holds every entry one may open, in one's reading order, in all scripts, with criteria and room to note, and one's name and the time on each page; nothing else", async () => {
    const { take, first, second } = await aDossier();
    const { headers, bytes } = await take("pdf");
    const pdf = await readPdf(bytes);
    for (const text of [
      first.code,
      second.code,
      first.title,
      "广州市的老旧小区",
      "Київбудуєсади",
      "المدينة",
      "Criterion 1",
      "Your notes",
      `Summary of ${second.title}`,
      `${CITY} plan.pdf`,
    ])
      expect(pdf.text).toContain(squeezed(text));
    expect(pdf.text.indexOf("1.Quietstreets")).toBeLessThan(pdf.text.indexOf("3.Roofgardens"));
    expect(pdf.text).not.toMatch(/CNRY-unanswered|CNRY-conflicted|contact@canary|contact-/);
    const stamps =
      pdf.text.split(squeezed(`Confidential · Rafael Monteiro · ${formatMoment(JUDGING, "en", "UTC")}`)).length - 1;
    // In the head of each page and across it, and once below the title.
    expect([stamps, pdf.tagged]).toEqual([2 * pdf.pages + 1, true]);
    expect([headers.get("content-type"), headers.get("cache-control"), headers.get("content-disposition")]).toEqual([
      "application/pdf",
      "private, no-store",
      expect.stringMatching(/^attachment; filename="dossier Technical-Committee\.pdf"/),
    ]);
  });

  it("of a blind round gives no entrant away: not in its words, its properties, or the names and properties of its files", async () => {
    const { take, first } = await aDossier({ blind: true });
    const { bytes } = await take("zip");
    const files = filesIn(bytes);
    expect([...files.keys()]).toEqual(["dossier.pdf", `003 ${first.code}/1 Attachment 1.pdf`, "index.html"]);
    expect((await readPdf(files.get("dossier.pdf")!)).text).toContain(first.code);
    for (const [name, content] of files) {
      const isPdf = name.endsWith(".pdf");
      const told = [
        name,
        content.toString("latin1"),
        content.toString("utf16le"),
        ...(isPdf ? [(await readPdf(content)).text, JSON.stringify(await getMeta(new Uint8Array(content)))] : []),
      ].join("\n");
      for (const token of [CITY, AUTHOR, "Uganda", "contact@canary"])
        expect([name, token, told.includes(token)]).toEqual([name, token, false]);
    }
  });
});

describe("the dossier as a ZIP", () => {
  it("holds the PDF and reviewers' copies of the files, without those of entries a conflict has come up with", async () => {
    const { take, first, rafael, round } = await aDossier();
    const files = filesIn((await take("zip")).bytes);
    expect([...files.keys()]).toEqual(["dossier.pdf", `003 ${first.code}/1 ${CITY} plan.pdf`, "index.html"]);
    expect(JSON.stringify(await getMeta(new Uint8Array([...files.values()][1]!)))).not.toContain(AUTHOR);
    await db
      .update(reviewerProfiles)
      .set({ countries: ["UG"] })
      .where(eq(reviewerProfiles.accountId, rafael.id));
    await expect(take("zip")).rejects.toMatchObject({ init: { status: 409 } });
    expect(round.blind).toBe(false);
  });
});

describe("the files in the ZIP", () => {
  const line = `Confidential · Rafael Monteiro · ${formatMoment(JUDGING, "en", "UTC")} · Technical Committee`;
  const hash = async (key: string) =>
    await services.files.lend({ key, store: "local" }, async (at) => sha256(await readFile(at)));

  it("bear who took them, when and for which round: PDFs and pictures; what cannot stays as it is, and a page tells which", async () => {
    const given = [
      await keptAs("map.png", await samplePng(800, 600)),
      await keptAs("<b>budget.xlsx", sampleOffice("xlsx")),
      await keptAs("broken.pdf", await samplePdf("kept before anybody looked into papers")),
    ];
    const damaged = Buffer.from("%PDF-1.7\nnothing that could be opened");
    await services.files.lend({ key: given[2]!.key, store: "local" }, (at) => writeFile(at, damaged));
    const { take, first } = await aDossier({ files: given });
    const before = await Promise.all(given.map(({ key }) => hash(key)));
    const files = filesIn((await take("zip")).bytes);
    const folder = `003 ${first.code}`;
    const [plan, map, budget, broken] = [
      `${folder}/1 ${CITY} plan.pdf`,
      `${folder}/2 map.png`,
      `${folder}/3 _b_budget.xlsx`,
      `${folder}/4 broken.pdf`,
    ];
    expect([...files.keys()]).toEqual(["dossier.pdf", plan, map, budget, broken, "index.html"]);
    const read = await readPdf(files.get(plan)!);
    expect([read.text.includes("Theplan"), read.text.split(squeezed(line)).length - 1]).toEqual([true, read.pages]);
    expect(await sharp(files.get(map)!).metadata()).toMatchObject({
      format: "png",
      width: 800,
      height: expect.any(Number),
    });
    expect((await sharp(files.get(map)!).metadata()).height).toBeGreaterThan(600);
    expect([sha256(files.get(budget)!), files.get(broken)!.equals(damaged)]).toEqual([given[1]!.sha256, true]);
    const told = files.get("index.html")!.toString("utf8");
    const links = [...told.matchAll(/<a href="([^"]+)"><bdi>([^<]+)<\/bdi><\/a> <span class="soft">([^<]+)</g)];
    expect(links.map(([, href, , says]) => [decodeURIComponent(href!), says])).toEqual([
      [plan, "bears your name"],
      [map, "bears your name"],
      [budget, "bears no name"],
      [broken, "bears no name"],
    ]);
    expect(told).toContain(line);
    // What is stored is as it was, and nothing that was made for one reader is left behind.
    expect(await Promise.all(given.map(({ key }) => hash(key)))).toEqual(before);
    expect(await readdir(path.join(services.config.dataDir, "files-scratch"))).toEqual([]);
  });

  it("that nobody fetches any more leave nothing open and nothing behind", async () => {
    const { visit, rafael } = await aDossier({ files: [await keptAs("map.png", await samplePng(800, 600))] });
    services.limits = openLimits();
    const [stored, opened] = [services.files, [] as FileHandle[]];
    services.files = {
      ...stored,
      async lendWatermarked(file, watermark, work) {
        const lent = await stored.lendWatermarked(file, watermark, work);
        opened.push(lent as FileHandle);
        return lent;
      },
    };
    const response = (await action(await visit(rafael, { format: "zip" }))) as Response;
    const reader = response.body!.getReader();
    for (let came = ""; !came.includes("map.png"); )
      came += Buffer.from((await reader.read()).value!).toString("latin1");
    expect(opened.map(({ fd }) => fd > 0)).toEqual([false, true]);
    await reader.cancel();
    services.files = stored;
    await expect.poll(() => opened.map(({ fd }) => fd)).toEqual([-1, -1]);
    await expect.poll(() => readdir(path.join(services.config.dataDir, "files-scratch"))).toEqual([]);
  });
});

describe("taking it", () => {
  it("is nothing for who has no entry to open yet, neither to read nor to be put on record", async () => {
    const { round, second } = await aDossier();
    const newcomer = await aJudge(db, round);
    await aTask(db, { round, entry: second, reviewer: newcomer, declared: null });
    const ctx = await contextOf(db, newcomer);
    for (const act of [
      () => dossierOf(ctx, round.id),
      () => recordTaking(ctx, round.id, { format: "pdf", entries: [second.id], sha256: "" }),
    ])
      await expect(act()).rejects.toMatchObject({ because: "conflict-unanswered", how: "not-now" });
  });

  it("is on record with what it held, for the one entry too, and hidden from staff in conflict with one", async () => {
    const { take, rafael, first, second, unanswered } = await aDossier();
    await take("pdf");
    const lin = await aStaffMember(db);
    const trail = async (code: string) =>
      await auditTrail(
        await contextOf(db, lin),
        {
          subjectId: null,
          actorId: rafael.id,
          code,
          person: "",
          type: "dossier.taken",
          only: null,
          from: null,
          to: null,
        },
        { limit: 9, offset: 0 },
      );
    expect(await trail("")).toMatchObject([
      {
        subjectId: rafael.id,
        details: { format: "pdf", entries: [second.id, first.id], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    expect([(await trail(first.code)).length, (await trail(unanswered.code)).length]).toEqual([1, 0]);
    await db.insert(reviewerProfiles).values({ accountId: lin.id, countries: ["UG"], updatedAt: JUDGING });
    expect(await trail("")).toEqual([]);
  });

  it("is for a reviewer of the round, once in half a minute, and asks for a format it knows", async () => {
    const { visit, rafael, round, unanswered } = await aDossier();
    for (const other of [await aStaffMember(db), await aJudge(db, round, { role: "chair" })])
      for (const door of [() => visit(other, { format: "pdf" }).then(action), () => visit(other).then(loader)])
        expect((await answerOf(door())).status).toBe(404);
    expect((await answerOf(action(await visit(rafael, { format: "exe" })))).status).toBe(422);
    const answers = [];
    for (let time = 0; time < 2; time++)
      answers.push((await answerOf(action(await visit(rafael, { format: "pdf" })))).status);
    expect(answers).toEqual([200, 503]);
    expect(await answerOf(loader(await visit(rafael)))).toMatchObject({
      data: { opened: 2, waiting: 1, taking: { allowed: true } },
    });
    expect(unanswered.title).toContain("CNRY");
  });
});
