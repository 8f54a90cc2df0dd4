import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, describe, expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { deliverMail } from "#app/jobs/deliver-mail.server.ts";
import { TypesettingBusy } from "#app/outside/documents/document.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { openPost, type Post } from "#app/outside/mail/post.server.ts";
import { lostEvents } from "#db/schema/audit.ts";
import { notifications } from "#db/schema/notification.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aMember, anEntry, COMPLETE } from "#tests/support/factories.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";

const { db } = await testDatabase();
const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-mail-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const settings = { mailFrom: "Kapok <portal@award.example>", publicUrl: "https://award.example", dataDir: folder };
const START = new Date("2027-03-15T08:00:00.000Z");
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);

/** A real mail server. `refuse` answers the given letters with a temporary failure. */
async function mailServer(port = 0, refuse: (attempt: number) => boolean = () => false) {
  const received: ParsedMail[] = [];
  let attempts = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    onData(stream, _session, done) {
      simpleParser(stream, (error, mail) => {
        attempts += 1;
        if (refuse(attempts)) return done(Object.assign(new Error("mailbox busy, try again"), { responseCode: 451 }));
        received.push(mail);
        done(error ?? null);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  const address = server.server.address() as AddressInfo;
  return {
    received,
    attempts: () => attempts,
    close,
    port: address.port,
    post: openPost({ ...settings, smtpUrl: `smtp://127.0.0.1:${address.port}` }),
  };
}

async function oweOne(title: string, locale = "en") {
  const dedupe = randomUUID();
  await owe(
    { db, actor: PORTAL, now: START },
    {
      dedupe,
      accountId: null,
      email: "amara@kampala.example",
      locale,
      kind: "entry-withdrawn",
      params: { code: "GZ-2027-0042", title },
    },
  );
  return (await db.select().from(notifications)).find((row) => row.dedupe === dedupe)!.id;
}
const SENDER = { mailFrom: "Kapok <portal@kapok.example>" };
const documents = openDocuments();
afterAll(documents.close);
const deliver = (post: Post, seconds: number) =>
  deliverMail({ db, post, documents, logKey: KEY, config: SENDER }, () => at(seconds));
const stateOf = async (id: string) => (await db.select().from(notifications)).find((row) => row.id === id)!;

describe("through a mail server", () => {
  it("delivers a letter once, in the recipient's language, under an id of its own", async () => {
    const server = await mailServer();
    const id = await oweOne("摩托车向导", "zh-Hans");
    expect(await deliver(server.post, 0)).toBe(1);
    expect(await deliver(server.post, 100_000)).toBe(0);
    await server.close();
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    expect(mail).toMatchObject({
      messageId: `<${id}@award.example>`,
      subject: "已撤回：GZ-2027-0042",
      from: { value: [{ name: "Kapok", address: "portal@award.example" }] },
      to: { value: [{ address: "amara@kampala.example" }] },
    });
    expect(mail!.text).toContain("《摩托车向导》");
    expect(mail!.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail!.cc ?? mail!.bcc).toBeUndefined();
  });

  it("sends nothing once the database turns out to lack what was seen, in the middle of it too", async () => {
    const server = await mailServer();
    await oweOne("One");
    await oweOne("Two");
    const post = {
      ...server.post,
      send: async (letter: Parameters<Post["send"]>[0]) => {
        await server.post.send(letter);
        await db.insert(lostEvents).values({ until: START, events: 1, at: START });
      },
    };
    expect(await deliver(post, 0)).toBe(1);
    expect(await deliver(post, 0)).toBe(0);
    await db.delete(lostEvents);
    expect(await deliver(server.post, 0)).toBe(1);
    await server.close();
    expect(server.received).toHaveLength(2);
  });

  it("asks no second person for what was settled before the letter went out", async () => {
    const server = await mailServer();
    const params = { name: "Amara", by: "Lin", about: "secretariat", reason: "Help.", link: "https://award.example" };
    await owe(
      { db, actor: PORTAL, now: START },
      {
        ...{ dedupe: `proposal-made:${randomUUID()}:${randomUUID()}`, accountId: null, email: "chen@kapok.example" },
        ...{ locale: "en", kind: "proposal-made", params },
      },
    );
    expect(await deliver(server.post, 0)).toBe(0);
    await server.close();
    expect(server.received).toEqual([]);
  });

  it("asks what is settled for letters to second persons alone, and sends on where that fails", async () => {
    const server = await mailServer();
    const params = { name: "Amara", by: "Lin", about: "secretariat", reason: "Help.", link: "https://award.example" };
    let [asked, isDown] = [0, false];
    const counting = new Proxy(db, {
      get(target, name: keyof typeof db) {
        if (name !== "update") return target[name];
        return (table: never) => {
          const building = target.update(table);
          return {
            set(values: Record<string, unknown>) {
              if (values["lastError"] !== "WITHDRAWN") return building.set(values as never);
              asked += 1;
              if (isDown) throw new Error("the database is busy");
              return building.set(values as never);
            },
          };
        };
      },
    });
    const run = () =>
      deliverMail({ db: counting, post: server.post, documents, logKey: KEY, config: SENDER }, () => at(0));
    for (const title of ["One", "Two", "Three"]) await oweOne(title);
    expect([await run(), asked]).toEqual([3, 0]);
    isDown = true;
    const dedupe = `proposal-made:${randomUUID()}:${randomUUID()}`;
    await owe(
      { db, actor: PORTAL, now: START },
      { dedupe, accountId: null, email: "chen@kapok.example", locale: "en", kind: "proposal-made", params },
    );
    await oweOne("Four");
    expect([await run(), asked]).toEqual([2, 1]);
    await server.close();
  });

  it("brings the meeting as calendars take it, with what they are to do, from the portal's own address", async () => {
    const server = await mailServer();
    const params = {
      ...{ round: "Final", cycle: "2027", starts: "4 December", startsUtc: "4 December", length: "2 hours" },
      ...{ place: "Room 3", agenda: "1. The list\n2. Reasons", link: "https://award.example/rounds/1/meetings" },
      ...{ uid: "1@award.example", sequence: "1", stamp: START.toISOString() },
      ...{ from: "2026-12-04T06:00:00.000Z", to: "2026-12-04T08:00:00.000Z" },
    };
    for (const kind of ["meeting-changed", "meeting-cancelled"] as const) {
      await owe(
        { db, actor: PORTAL, now: START },
        { dedupe: randomUUID(), accountId: null, email: "lin@kapok.example", locale: "en", kind, params },
      );
      expect(await deliver(server.post, 0)).toBe(1);
    }
    await server.close();
    const files = server.received.map(({ attachments }) => attachments[0]!);
    for (const [at, method] of ["PUBLISH", "CANCEL"].entries()) {
      expect(files[at]).toMatchObject({ filename: "meeting.ics", contentType: "text/calendar" });
      expect(files[at]!.headers.get("content-type")).toMatchObject({ params: { method } });
      for (const line of [`METHOD:${method}`, "SEQUENCE:1", "SUMMARY:Meeting of the panel: Final"])
        expect(files[at]!.content.toString()).toContain(`${line}\r\n`);
      expect(files[at]!.content.toString()).toContain("ORGANIZER:mailto:portal@kapok.example");
    }
  });

  it("brings the copy of everything with the receipt, waits for it while others wait, and goes alone where none can be made", async () => {
    const server = await mailServer();
    const { ctx, entryId, code, owner, city } = await anEntry(db, {
      answers: { ...COMPLETE, title: "Lucía’s 木棉 streets" },
      now: START,
    });
    await aMember(db, city.id, "viewer");
    await submitEntry(ctx, entryId, "https://award.example");
    expect(await deliverMail({ db, post: server.post, documents, logKey: KEY, config: SENDER }, () => at(1))).toBe(2);
    const [mail] = server.received;
    expect(mail!.text).toContain(`https://award.example/entries/${entryId}/copy.pdf`);
    expect(mail!.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      [`${code} Lucía-s-木棉-streets.pdf`, "application/pdf"],
      [`${code} receipt.txt`, "text/plain"],
    ]);
    expect(mail!.attachments[1]!.content.toString()).toBe((await signedReceipt({ db }, KEY, { entryId }))!.text);
    const copy = await readPdf(mail!.attachments[0]!.content);
    for (const text of [
      "Lucía’s 木棉 streets",
      "Not provided",
      COMPLETE["contact-email"],
      owner.name,
      (await getLastSubmission(ctx, entryId)).sha256,
    ])
      expect(copy.text).toContain(squeezed(text));

    await saveAnswer(ctx, { entryId, questionKey: "title", value: "Streets", baseVersion: 1 });
    await submitEntry(ctx, entryId, PUBLIC_URL);
    const without = (error: Error, seconds: number) =>
      deliverMail(
        {
          db,
          post: server.post,
          documents: { ...documents, pdf: () => Promise.reject(error) },
          logKey: KEY,
          config: SENDER,
        },
        () => at(seconds),
      );
    expect(await without(new TypesettingBusy(), 2)).toBe(0);
    expect(await deliver(server.post, 12)).toBe(2);

    await saveAnswer(ctx, { entryId, questionKey: "title", value: "More streets", baseVersion: 2 });
    await submitEntry(ctx, entryId, PUBLIC_URL);
    const sent = [];
    for (const seconds of [100, 110, 140, 260, 859, 860]) sent.push(await without(new TypesettingBusy(), seconds));
    expect(sent).toEqual([0, 0, 0, 0, 0, 2]);

    await saveAnswer(ctx, { entryId, questionKey: "title", value: "Most streets", baseVersion: 3 });
    await submitEntry(ctx, entryId, PUBLIC_URL);
    expect(await without(new Error("a document was not typeset"), 900)).toBe(2);
    await server.close();
    expect(server.received.map(({ attachments }) => attachments.length)).toEqual([2, 2, 2, 2, 1, 1, 1, 1]);
  });

  it("tries again when the server says later", async () => {
    const server = await mailServer(0, (attempt) => attempt <= 2);
    const id = await oweOne("Guides");
    expect(await deliver(server.post, 0)).toBe(0);
    expect(await stateOf(id)).toMatchObject({ sentAt: null, attempts: 1, lastError: "EMESSAGE 451" });
    expect(await deliver(server.post, 5)).toBe(0);
    expect(server.attempts()).toBe(1);
    expect(await deliver(server.post, 10)).toBe(0);
    expect(await deliver(server.post, 40)).toBe(1);
    await server.close();
    expect(server.received.map(({ messageId }) => messageId)).toEqual([`<${id}@award.example>`]);
    expect(await stateOf(id)).toMatchObject({ sentAt: at(40), attempts: 3, lastError: null });
  });

  it("C: down, then up: every letter arrives exactly once", async () => {
    const before = await mailServer();
    await before.close();
    const ids = [await oweOne("One"), await oweOne("Two"), await oweOne("Three")];
    expect(await deliver(before.post, 0)).toBe(0);
    const server = await mailServer(before.port);
    expect(await deliver(server.post, 10)).toBe(3);
    expect(await deliver(server.post, 100_000)).toBe(0);
    await server.close();
    expect(server.received.map(({ messageId }) => messageId).sort()).toEqual(
      ids.map((id) => `<${id}@award.example>`).sort(),
    );
  });

  it("two senders at once deliver each letter once", async () => {
    const server = await mailServer();
    for (let letter = 0; letter < 12; letter += 1) await oweOne(`Letter ${letter}`);
    const sent = await Promise.all([deliver(server.post, 0), deliver(server.post, 0), deliver(server.post, 0)]);
    await server.close();
    expect(sent.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(12);
    expect(server.received).toHaveLength(12);
  });

  it("B79: a header with a line end is refused before anything is sent", async () => {
    const server = await mailServer();
    const letter = { id: randomUUID(), to: "amara@kampala.example", subject: "Hello", text: "…" };
    await expect(server.post.send({ ...letter, subject: "Hello\r\nBcc: everybody@city.example" })).rejects.toThrow(
      TypeError,
    );
    await expect(
      server.post.send({ ...letter, to: "amara@kampala.example\r\nRCPT TO: everybody@city.example" }),
    ).rejects.toThrow(TypeError);
    await server.close();
    expect(server.attempts()).toBe(0);
  });
});

describe("without a mail server", () => {
  const post = openPost({ ...settings, smtpUrl: null });

  it("keeps letters as files that nobody else on the machine can read; the same letter again replaces itself", async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    await post.send({ id: first, to: "amara@kampala.example", subject: "One", text: "1" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await post.send({ id: second, to: "amara@kampala.example", subject: "Two", text: "2" });
    await post.send({ id: second, to: "amara@kampala.example", subject: "Two", text: "2" });
    expect((await post.outbox!.recent(10)).map(({ subject }) => subject)).toEqual(["Two", "One"]);
    expect(await post.outbox!.recent(1)).toHaveLength(1);
    expect(await post.outbox!.read(first)).toMatchObject({ to: "amara@kampala.example", text: "1" });
    const files = readdirSync(path.join(folder, "outbox"));
    expect(files.sort()).toEqual([`${first}.json`, `${second}.json`].sort());
    expect(files.map((file) => statSync(path.join(folder, "outbox", file)).mode & 0o077)).toEqual([0, 0]);
  });

  it("reads letters by their id and nothing else of the disk", async () => {
    expect(await post.outbox!.read(randomUUID())).toBeNull();
    expect(await post.outbox!.read("../../../etc/passwd")).toBeNull();
  });
});
