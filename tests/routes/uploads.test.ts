import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { connectUploads, sendLetter } from "#app/http/uploads.server.ts";
import { openFiles } from "#app/outside/files/storage.server.ts";
import { action as sendForm } from "#app/routes/entrant/attachments.tsx";
import { action } from "#app/routes/entrant/uploads.ts";
import { lostEvents } from "#db/schema/audit.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cityMembers } from "#db/schema/city.ts";
import { questions } from "#db/schema/question.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, aCycle, aForm, aMember, anEntry, aStaffMember, personOf } from "#tests/support/factories.ts";
import { sampleWord } from "#tests/support/office.ts";
import { sampleJpegWithGps, sampleOffice, samplePdf } from "#tests/support/samples.ts";
import { sending } from "#tests/support/upload-store.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";
import { readWord } from "#tests/support/word.ts";
import { filesIn } from "#tests/support/zip.ts";

const { db } = await testDatabase();
const services = testServices(db);
connectUploads(services, { now: () => new Date() });
const DAY = 86_400_000;
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
type Person = { id: string } | null;

/** Uploads go by the server's own clock, so this call is open today. */
async function aDraft(closes = DAY) {
  const now = new Date();
  const cycle = await aCycle(db, {
    opensAt: new Date(now.getTime() - 10 * DAY),
    closesAt: new Date(now.getTime() + closes),
  });
  await aForm(db, cycle.id);
  return anEntry(db, { cycle, now: new Date(now.getTime() - 2 * DAY) });
}

async function ask(person: Person, entryId: string, file: { name: string; size: number }, questionKey = "documents") {
  const { request, context } = await visitAs(db, person, "/api/uploadthing?actionType=upload&slug=attachment", {
    services,
    method: "POST",
    form: {},
  });
  const headers = {
    "content-type": "application/json",
    "x-uploadthing-package": "kapok",
    cookie: request.headers.get("cookie") ?? "",
  };
  const body = JSON.stringify({
    files: [{ ...file, type: "application/pdf", lastModified: 1 }],
    input: { entryId, questionKey },
  });
  return answerOf(
    action({ request: new Request(request.url, { method: "POST", headers, body }), params: {}, context }),
  );
}

/** The whole way of a file as a browser goes it: asks, sends, hears what became of it. */
async function upload(person: Person, entryId: string, name: string, bytes: Buffer, questionKey = "documents") {
  const { data } = await ask(person, entryId, { name, size: bytes.length }, questionKey);
  return send(person, (data as { url: string }[])[0]!.url, bytes);
}

async function send(person: Person, url: string, bytes: Buffer) {
  const cookie = (await visitAs(db, person, "/", { services })).request.headers.get("cookie") ?? "";
  const request = sending(url, bytes);
  request.headers.set("cookie", cookie);
  const response = await services.files.ingest(request);
  return {
    status: response.status,
    ...((await response.json()) as { serverData?: { attachmentId: string | null; problem: string | null } }),
  };
}

const rows = (entryId: string) => db.select().from(attachments).where(eq(attachments.entryId, entryId));
const FILE = { name: "plan.pdf", size: 1000 };

it("matrix 18: an address to send bytes to is for those who may write, with the reason in their language", async () => {
  const scene = await aDraft();
  expect(await ask(null, scene.entryId, FILE)).toMatchObject({ status: 401 });
  expect(await ask(await aMember(db, scene.city.id, "viewer"), scene.entryId, FILE)).toMatchObject({
    status: 403,
    data: { message: expect.stringContaining("not change it") as string },
  });
  for (const person of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)])
    expect(await ask(person, scene.entryId, FILE)).toMatchObject({ status: 404 });
  expect(await ask(scene.owner, scene.entryId, FILE, "title")).toMatchObject({ status: 404 });
  expect(await ask(scene.owner, scene.entryId, { name: "film.exe", size: 10 })).toMatchObject({
    status: 400,
    data: { message: expect.stringContaining("not accepted") as string },
  });
  expect(await ask(scene.owner, scene.entryId, { name: "plan.pdf", size: 1_000_001 })).toMatchObject({
    status: 400,
    data: { message: "This file is too big" },
  });
  expect(await ask(scene.owner, (await aDraft(-1)).entryId, FILE)).toMatchObject({ status: 404 });
  const closed = await aDraft(-1);
  expect(await ask(closed.owner, closed.entryId, FILE)).toMatchObject({
    status: 409,
    data: { message: expect.stringContaining("closed") as string },
  });
  expect(await ask(scene.owner, scene.entryId, FILE)).toMatchObject({ status: 200 });
});

it("while the database lacks what was seen no address is given out, and no byte of a form is taken, with the reason", async () => {
  const scene = await aDraft();
  const [lost] = await db.insert(lostEvents).values({ until: new Date(), events: 1, at: new Date() }).returning();
  expect(await ask(scene.owner, scene.entryId, FILE)).toMatchObject({
    status: 503,
    data: { message: expect.stringContaining("older copy") as string },
  });
  const sent = await visitAs(db, scene.owner, "/attachments?question=documents", { services, form: {} });
  const headers = {
    cookie: sent.request.headers.get("cookie") ?? "",
    "content-type": "multipart/form-data; boundary=x",
  };
  const form = new Request(sent.request.url, { method: "POST", headers, body: "--x" });
  const params = { entryId: scene.entryId };
  expect(await answerOf(sendForm({ ...sent, params, request: form }))).toMatchObject({ status: 503 });
  expect(form.bodyUsed).toBe(false);
  await db.delete(lostEvents).where(eq(lostEvents.until, lost!.until));
  expect(await ask(scene.owner, scene.entryId, FILE)).toMatchObject({ status: 200 });
});

it("a finished upload is an attachment with the hash of its bytes, pictures with a preview", async () => {
  const scene = await aDraft();
  const bytes = await samplePdf();
  const { status, serverData } = await upload(scene.owner, scene.entryId, "План.pdf", bytes);
  expect([status, serverData]).toEqual([200, { attachmentId: expect.any(String) as string, problem: null }]);
  await upload(scene.owner, scene.entryId, "street.jpg", await sampleJpegWithGps(), "pictures");
  const [document, picture] = (await rows(scene.entryId)).sort((a, b) => (a.contentType < b.contentType ? -1 : 1));
  expect(document).toMatchObject({
    id: serverData!.attachmentId,
    name: "План.pdf",
    size: bytes.length,
    contentType: "application/pdf",
    previewKey: expect.any(String),
    copyKey: expect.any(String),
    active: false,
  });
  expect(picture).toMatchObject({ contentType: "image/jpeg", previewKey: expect.any(String) as string });
});

it("B44: an Office document gets a copy too; one that nobody can look into is kept without, or refused where opening it would fetch something", async () => {
  const scene = await aDraft();
  const [documents] = await db
    .select()
    .from(questions)
    .where(and(eq(questions.cycleId, scene.cycle.id), eq(questions.key, "documents")));
  await db
    .update(questions)
    .set({ settings: { files: { ...documents!.settings.files!, types: [WORD] } } })
    .where(eq(questions.id, documents!.id));
  const linked = {
    name: "word/_rels/document.xml.rels",
    bytes:
      '<Relationships><Relationship Id="rId1" Type="image" Target="https://city.example/x.png" TargetMode="External"/></Relationships>',
  };
  expect((await upload(scene.owner, scene.entryId, "linked.docx", sampleOffice("docx", [linked]))).serverData).toEqual({
    attachmentId: null,
    problem: "broken",
  });
  const word = await sampleWord();
  await upload(scene.owner, scene.entryId, "plan.docx", word);
  await upload(scene.owner, scene.entryId, "odd.docx", sampleOffice("docx"));
  const [plan, odd] = (await rows(scene.entryId)).sort((a, b) => (a.name > b.name ? -1 : 1));
  expect(plan).toMatchObject({
    name: "plan.docx",
    sha256: createHash("sha256").update(word).digest("hex"),
    copyKey: expect.any(String) as string,
    previewKey: null,
  });
  expect(odd).toMatchObject({ name: "odd.docx", copyKey: null });
  const copy = await services.files.lend({ key: plan!.copyKey!, store: "local" }, async (path) => readFileSync(path));
  expect(readWord(copy).text).toBe(readWord(word).text);
  expect([
    copy.toString("latin1").includes("docProps"),
    filesIn(copy).has("docProps/core.xml"),
    filesIn(word).has("docProps/core.xml"),
  ]).toEqual([false, false, true]);
});

it("B33: what is in the bytes decides, not what was announced, and nothing is kept of what is refused", async () => {
  const scene = await aDraft();
  const { serverData } = await upload(
    scene.owner,
    scene.entryId,
    "plan.pdf",
    Buffer.from("<html><script>alert(1)</script></html>"),
  );
  expect(serverData).toEqual({ attachmentId: null, problem: "wrong-type" });
  expect(await rows(scene.entryId)).toEqual([]);
});

it("B47: an address serves only the person who asked for it, and only while that person may write", async () => {
  const scene = await aDraft();
  const bytes = await samplePdf();
  const { data } = await ask(scene.owner, scene.entryId, { name: "plan.pdf", size: bytes.length });
  const [{ url }] = data as [{ url: string }];
  expect(await send(await aMember(db, scene.city.id, "editor"), url, bytes)).toMatchObject({ status: 403 });
  expect(await send(null, url, bytes)).toMatchObject({ status: 403 });
  await db.delete(cityMembers).where(eq(cityMembers.accountId, scene.owner.id));
  expect((await send(scene.owner, url, bytes)).serverData).toEqual({ attachmentId: null, problem: null });
  expect(await rows(scene.entryId)).toEqual([]);
});

it("B50: a slot takes as many files as it says, also when more were asked for at once", async () => {
  const scene = await aDraft();
  const bytes = await samplePdf();
  const asked = await Promise.all(
    [1, 2, 3].map(() => ask(scene.owner, scene.entryId, { name: "plan.pdf", size: bytes.length })),
  );
  const sent = [];
  for (const { data } of asked) sent.push(await send(scene.owner, (data as { url: string }[])[0]!.url, bytes));
  expect(sent.map(({ serverData }) => serverData!.attachmentId !== null)).toEqual([true, true, false]);
  expect(await ask(scene.owner, scene.entryId, FILE)).toMatchObject({ status: 409 });
  expect(await rows(scene.entryId)).toHaveLength(2);
});

it("B50: where the disk would keep less than a tenth free, no address is given out, no form is read and no letter kept, and the reader is told why", async () => {
  const scene = await aDraft();
  const full = {
    ...services,
    files: openFiles({
      db,
      dataDir: services.config.dataDir,
      publicUrl: services.config.publicUrl,
      token: null,
      space: async () => ({ free: 100_000, total: 1_000_000 }),
    }),
  };
  connectUploads(full, { now: () => new Date() });
  const asking = await visitAs(db, scene.owner, "/api/uploadthing?actionType=upload&slug=attachment", {
    services: full,
    method: "POST",
    form: {},
  });
  const cookie = asking.request.headers.get("cookie") ?? "";
  const body = JSON.stringify({
    files: [{ ...FILE, type: "application/pdf", lastModified: 1 }],
    input: { entryId: scene.entryId, questionKey: "documents" },
  });
  const refused = await answerOf(
    action({
      request: new Request(asking.request.url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-uploadthing-package": "kapok", cookie },
        body,
      }),
      params: {},
      context: asking.context,
    }),
  );
  expect(refused).toMatchObject({
    status: 409,
    data: { message: expect.stringContaining("disk is nearly full") as string },
  });
  const sent = await visitAs(db, scene.owner, `/entries/${scene.entryId}/attachments?question=documents`, {
    services: full,
    params: { entryId: scene.entryId },
    form: {},
  });
  const form = new Request(sent.request.url, {
    method: "POST",
    headers: { cookie, "content-type": "multipart/form-data; boundary=x" },
    body: "--x",
  });
  expect(await answerOf(sendForm({ ...sent, request: form }))).toMatchObject({
    status: 303,
    location: expect.stringContaining("problem=no-room") as string,
  });
  expect(form.bodyUsed).toBe(false);
  const letter = { entryId: scene.entryId, name: "N", office: "O", sha256: "0".repeat(64) };
  await expect(
    sendLetter(full, { db, actor: await personOf(db, scene.owner.id), now: new Date() }, letter, {
      file: { path: "/nowhere", name: "letter.pdf", type: "" },
    }),
  ).rejects.toMatchObject({ fields: { letter: "no-room" } });
  expect(await rows(scene.entryId)).toEqual([]);
});
