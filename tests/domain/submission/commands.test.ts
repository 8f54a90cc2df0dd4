import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { appendStatement, signLog } from "#app/domain/commitment/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { NotFound, Refused } from "#app/domain/errors.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { lastLacking, submissionHistory } from "#app/domain/submission/queries.server.ts";
import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { entries, submissionAttempts, submissions } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { aCity, aMember, anEntry, COMPLETE, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const typesOf = async (db: typeof database, entryId: string) =>
  (await eventsOf({ db }, entryId)).map(({ type }) => type);
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);

describe("what the last attempt lacked", () => {
  const HOUR = 3_600_000;
  const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

  it.each([
    ["is told while nothing was sent after it", -1, null, ["title"]],
    ["is over once something was", 1, null, []],
    ["is over too with a package accepted since, whatever was saved last in it", -1, at(1), []],
  ] as const)("%s", (_case, received, acceptedAt, lacking) =>
    tx(async (db) => {
      const { ctx, entryId, owner } = await anEntry(db);
      const issues = [{ questionKey: "title", code: "required" as const }];
      await db
        .insert(submissionAttempts)
        .values({ entryId, at: NOW, by: owner.id, because: "entry-incomplete", issues });
      await db.insert(submissions).values({
        entryId,
        number: 1,
        submittedBy: owner.id,
        receivedAt: at(received),
        acceptedAt,
        kind: acceptedAt ? "package" : "sent",
        snapshot: "{}",
        sha256: "0".repeat(64),
      });
      expect(await lastLacking(ctx, entryId)).toEqual(lacking);
    }),
  );
});

describe("submitting", () => {
  it("seals a snapshot whose hash anyone can recompute, owes the team a letter, and shows in the receipt", () =>
    tx(async (db) => {
      const { ctx, entryId, city, code } = await anEntry(db, {
        answers: { ...COMPLETE, partners: [{ name: "UITP", role: "advice" }], themes: ["governance"] },
      });
      await aMember(db, city.id, "viewer");
      const receipt = await submitEntry(ctx, entryId, PUBLIC_URL);
      const [stored] = await db.select().from(submissions).where(eq(submissions.entryId, entryId));
      expect(receipt).toEqual({ number: 1, receivedAt: NOW, sha256: sha256(stored!.snapshot) });
      expect(stored!.snapshot).toBe(
        canonical({
          answers: {
            "contact-email": "amara@kampala.example",
            partners: [{ name: "UITP", role: "advice" }],
            themes: ["governance"],
            title: "Boda boda guides",
          },
          cityName: city.name,
          code,
          country: "UG",
          files: [],
          title: "Boda boda guides",
        }),
      );
      expect(await getLastSubmission(ctx, entryId)).toMatchObject({
        sha256: receipt.sha256,
        submittedBy: ctx.actor.name,
      });
      expect(
        await db
          .select({ partners: entries.partners, themes: entries.themes })
          .from(entries)
          .where(eq(entries.id, entryId)),
      ).toEqual([{ partners: ["UITP"], themes: ["governance"] }]);
      const letters = await db.select().from(notifications);
      expect(letters.map(({ kind }) => kind)).toEqual(["entry-submitted", "entry-submitted"]);
      expect(letters[0]!.params).toMatchObject({
        code,
        sha256: receipt.sha256,
        receivedProgramme: "15 March 2027 at 16:00:00 UTC+8",
        receivedUtc: expect.stringMatching(/^15 March 2027 at 08:00:00 UTC/),
      });
      expect((await typesOf(db, entryId)).at(-1)).toBe("entry.submitted");
    }));

  it("its letter holds the newest signed state of the log, word for word, in every language", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      await appendStatement(ctx, { type: "seal" }, {});
      await signLog(ctx, KEY);
      await submitEntry(ctx, entryId, PUBLIC_URL);
      const [letter] = await db.select().from(notifications);
      const params = letter!.params as LetterParams["entry-submitted"];
      const checkpoint = await newestCheckpoint(ctx);
      expect(checkpoint).toContain(KEY.name);
      for (const locale of LOCALES) {
        const written = textsOf(locale).mail.letters["entry-submitted"];
        expect(written(params).body).toContain(`\n\n${checkpoint}`);
        expect(written({ ...params, checkpoint: "" }).body).toMatch(/\/submission$/);
      }
    }));

  it("B89: sending again what was sent answers the same receipt and makes nothing new", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      const first = await submitEntry(ctx, entryId, PUBLIC_URL);
      const second = await submitEntry({ ...ctx, now: new Date(NOW.getTime() + 5000) }, entryId, PUBLIC_URL);
      expect(second).toEqual(first);
      expect(await db.select().from(submissions)).toHaveLength(1);
      expect(await db.select().from(notifications)).toHaveLength(1);
    }));

  it("B92: an edit after submission leaves the submission standing until the next", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      const first = await submitEntry(ctx, entryId, PUBLIC_URL);
      await saveAnswer(ctx, { entryId, questionKey: "title", value: "New title", baseVersion: 1 });
      expect(await getLastSubmission(ctx, entryId)).toMatchObject(first);
      const second = await submitEntry(ctx, entryId, PUBLIC_URL);
      expect(second.number).toBe(2);
      expect(second.sha256).not.toBe(first.sha256);
    }));

  it("refuses an incomplete entry with the list of what is missing, on record for the team", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: { title: "Guides" } });
      const refused = submitEntry(ctx, entryId, PUBLIC_URL);
      await expect(refused).rejects.toBeInstanceOf(Refused);
      await expect(refused).rejects.toMatchObject({ because: "entry-incomplete", how: "not-now" });
      expect((await submissionHistory(ctx, entryId)).refused).toEqual([
        {
          at: NOW,
          because: "entry-incomplete",
          automatic: false,
          issues: [{ questionKey: "contact-email", code: "required" }],
          by: ctx.actor.name,
        },
      ]);
      expect(await db.select().from(submissions)).toEqual([]);
      expect((await typesOf(db, entryId)).at(-1)).toBe("entry.submission-refused");
    }));

  it("B87: to the millisecond, by the server's clock", () =>
    tx(async (db) => {
      const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
      const at = (offset: number) => ({ ...ctx, now: new Date(cycle.closesAt.getTime() + offset) });
      await expect(submitEntry(at(1), entryId, PUBLIC_URL)).rejects.toMatchObject({
        because: "call-closed",
        how: "not-now",
      });
      expect(await submitEntry(at(-1), entryId, PUBLIC_URL)).toMatchObject({ number: 1 });
      await saveAnswer(at(-1), { entryId, questionKey: "title", value: "At the bell", baseVersion: 1 });
      expect(await submitEntry(at(0), entryId, PUBLIC_URL)).toMatchObject({ number: 2, receivedAt: cycle.closesAt });
      expect(await db.select({ because: submissionAttempts.because }).from(submissionAttempts)).toEqual([
        { because: "call-closed" },
      ]);
    }));

  it("is for owners and editors; viewers and strangers leave no trace", () =>
    tx(async (db) => {
      const { ctx, entryId, city } = await anEntry(db, { answers: COMPLETE });
      await expect(
        submitEntry({ ...ctx, actor: await aMember(db, city.id, "viewer") }, entryId, PUBLIC_URL),
      ).rejects.toMatchObject({ because: "viewers-cannot-edit", how: "never" });
      await expect(
        submitEntry({ ...ctx, actor: await aMember(db, (await aCity(db)).id) }, entryId, PUBLIC_URL),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(submissionAttempts)).toEqual([]);
      expect(
        await submitEntry({ ...ctx, actor: await aMember(db, city.id, "editor") }, entryId, PUBLIC_URL),
      ).toMatchObject({
        number: 1,
      });
    }));
});
