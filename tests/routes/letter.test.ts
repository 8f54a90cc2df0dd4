import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { MOST_BYTES } from "#app/domain/attachment/rules.ts";
import { contentHash } from "#app/domain/endorsement/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { loader as file } from "#app/routes/entrant/attachment.ts";
import { loader as preview } from "#app/routes/entrant/attachment-preview.ts";
import { loader as endorsement } from "#app/routes/entrant/endorsement.tsx";
import { action as send, loader as page } from "#app/routes/entrant/letter.tsx";
import { attachments } from "#db/schema/attachment.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aFile, aMember, anEntry, COMPLETE, NOW } from "#tests/support/factories.ts";
import { sampleJpegWithGps, samplePdf } from "#tests/support/samples.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
const MAYOR = { name: "Erias Lukwago", office: "Lord Mayor of Kampala" };
type Scene = Awaited<ReturnType<typeof anEntry>>;

async function post(
  scene: Scene,
  person: { id: string } | null,
  fields: Record<string, string>,
  letter?: { name: string; bytes: Buffer },
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("letter", letter ? new File([new Uint8Array(letter.bytes)], letter.name) : new File([], ""));
  const args = await visitAs(db, person, `/entries/${scene.entryId}/endorsement/letter`, {
    services,
    now: NOW,
    params: { entryId: scene.entryId },
    form: {},
  });
  return answerOf(
    send({
      ...args,
      request: new Request(args.request.url, {
        method: "POST",
        body,
        headers: { cookie: args.request.headers.get("cookie") ?? "", accept: "text/html" },
      }),
    }),
  );
}
const get = async (
  handler: typeof page | typeof endorsement | typeof file | typeof preview,
  person: { id: string },
  params: Record<string, string>,
) => answerOf(handler(await visitAs(db, person, "/", { services, now: NOW, params })));
const hashOf = async ({ ctx, entryId }: Scene) => contentHash(await getDraft(ctx, entryId));

it("a letter is sent as a plain form, looked at like any file, and shown as what signed the entry off", async () => {
  const scene = await anEntry(db, { answers: COMPLETE });
  expect(await get(page, scene.owner, { entryId: scene.entryId })).toMatchObject({
    status: 200,
    data: { hash: await hashOf(scene) },
  });
  expect(
    await post(
      scene,
      scene.owner,
      { ...MAYOR, sha256: await hashOf(scene) },
      { name: "letter.jpg", bytes: await sampleJpegWithGps() },
    ),
  ).toMatchObject({ status: 303, location: `/entries/${scene.entryId}/endorsement` });
  const [stored] = await db.select().from(attachments).where(eq(attachments.entryId, scene.entryId));
  expect(stored).toMatchObject({
    questionId: null,
    contentType: "image/jpeg",
    previewKey: expect.any(String) as string,
    scan: "off",
  });
  expect(await get(endorsement, scene.owner, { entryId: scene.entryId })).toMatchObject({
    data: {
      ask: { allowed: true },
      facts: { state: "endorsed", last: { ...MAYOR, letter: { attachmentId: stored!.id } } },
    },
  });
  for (const each of [file, preview])
    expect(await get(each, scene.owner, { attachmentId: stored!.id })).toMatchObject({ status: 200 });
});

it("what is missing or wrong stands beside its field, and what was typed stays; nothing is kept", async () => {
  const scene = await anEntry(db, { answers: COMPLETE });
  const kept = async () => (await db.select().from(storedFiles)).length;
  const [before, sha256] = [await kept(), await hashOf(scene)];
  expect(await post(scene, scene.owner, { name: "Erias", office: "", sha256 })).toMatchObject({
    status: 422,
    data: { errors: { office: "required", letter: "missing" }, typed: { name: "Erias" } },
  });
  expect(
    await post(scene, scene.owner, { ...MAYOR, sha256 }, { name: "letter.pdf", bytes: Buffer.from("<html>") }),
  ).toMatchObject({ status: 422, data: { errors: { letter: "wrong-type" }, typed: MAYOR } });
  expect(
    await post(
      scene,
      scene.owner,
      { ...MAYOR, sha256: "f".repeat(64) },
      { name: "letter.pdf", bytes: await samplePdf() },
    ),
  ).toMatchObject({ status: 422, data: { errors: { letter: "text-changed" }, typed: MAYOR } });
  expect(await kept()).toBe(before);
  expect(await db.select().from(endorsements).where(eq(endorsements.entryId, scene.entryId))).toEqual([]);
});

it("B42: a viewer's letter is refused before it is read, and too long a one is not read to its end", async () => {
  const scene = await anEntry(db, { answers: COMPLETE });
  const letter = { name: "letter.pdf", bytes: Buffer.alloc(20_000_100) };
  expect(
    await post(scene, await aMember(db, scene.city.id, "viewer"), { ...MAYOR, sha256: await hashOf(scene) }, letter),
  ).toMatchObject({ status: 403 });
  expect(await post(scene, scene.owner, { ...MAYOR, sha256: await hashOf(scene) }, letter)).toMatchObject({
    status: 422,
    data: { errors: { letter: "too-big" } },
  });
});

it("B42: a letter for which the entry has no room is refused before it is read", async () => {
  const scene = await anEntry(db, { answers: COMPLETE });
  await addAttachment(scene.ctx, { entryId: scene.entryId, questionKey: "documents", file: aFile() });
  await db
    .update(attachments)
    .set({ size: MOST_BYTES + 1 })
    .where(eq(attachments.entryId, scene.entryId));
  const letter = { name: "letter.pdf", bytes: Buffer.alloc(20_000_100) };
  expect(await post(scene, scene.owner, { ...MAYOR, sha256: await hashOf(scene) }, letter)).toMatchObject({
    status: 409,
  });
});
