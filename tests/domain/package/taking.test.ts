import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { answerHistory } from "#app/domain/entry/revisions.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { takeAnswers } from "#app/domain/package/answers.server.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { type Package, packageText, readPackage } from "#app/domain/package/rules.ts";
import { cityNames } from "#db/schema/city.ts";
import { questions } from "#db/schema/question.ts";
import type { Db } from "#db/client.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aFile, aMember, anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const opened = (note: string): Package => readPackage(`${note.split("\n— ")[0]!.trimEnd()}\n`)!;
const signed = (content: Package) => signNote(packageText(content), KEY);

/**
 * A draft as an older copy holds it, and the package that its team took home before the portal was restored from that:
 * the summary came later, and so did other words in the title.
 */
async function aRestored(tx: Db) {
  const scene = await anEntry(tx, { answers: COMPLETE });
  const { ctx, entryId } = scene;
  const { text } = await signedPackage({ ...ctx, now: minutes(30) }, KEY, entryId);
  const before = opened(text);
  const later = { version: 2, saved: minutes(20).toISOString() };
  const content: Package = {
    ...before,
    made: minutes(30).toISOString(),
    saved: later.saved,
    answers: [
      ...before.answers.filter(({ question }) => question !== "title"),
      { question: "title", ...later, value: "Guides on every corner" },
      { question: "summary", ...later, version: 1, value: "They know the way" },
    ],
  };
  const now = { ...ctx, now: minutes(60) };
  const take = (given: Package | string = content, as = now, id = entryId) =>
    takeAnswers(as, KEY, id, typeof given === "string" ? given : signed(given));
  const words = async (id = entryId) =>
    Object.fromEntries(Object.entries((await getDraft(now, id)).answers).map(([key, { value }]) => [key, value]));
  return { ...scene, now, content, later, take, words };
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { because?: string }) => error.because ?? (error instanceof NotFound ? "not-found" : String(error)),
  );

describe("the answers of a signed package that the portal lost", () => {
  it("become the newest versions, of whoever brings it and of now; the same file again changes nothing", () =>
    inTransaction(db, async (tx) => {
      const { now, entryId, owner, city, content, take, words } = await aRestored(tx);
      const editor = await aMember(tx, city.id, "editor");
      expect(await take(content, { ...now, actor: editor })).toEqual({ saved: 2, passed: [], lacking: [] });
      expect(await words()).toEqual({ ...COMPLETE, title: "Guides on every corner", summary: "They know the way" });
      const history = await answerHistory(now, entryId, { page: 1 });
      expect(
        history
          .map(({ questionKey, version, savedBy, savedAt }) => [questionKey, version, savedBy, savedAt])
          .slice(0, 2)
          .sort(),
      ).toEqual([
        ["summary", 1, editor.name, now.now],
        ["title", 2, editor.name, now.now],
      ]);
      expect(history.some(({ version, savedBy }) => version === 1 && savedBy === owner.name)).toBe(true);
      expect(await getDraft(now, entryId)).toMatchObject({ title: "Guides on every corner", submission: null });
      const events = (await eventsOf(now, entryId)).map(({ type }) => type);
      expect(events.filter((type) => type === "package.taken")).toHaveLength(1);
      expect(events.filter((type) => type === "answer.saved")).toHaveLength(4);
      expect(await take()).toEqual({ saved: 0, passed: [], lacking: [] });
      expect((await eventsOf(now, entryId)).map(({ type }) => type)).toEqual(events);
      expect((await verifyChain(tx)).faults).toEqual([]);
    }));

  it("leave what was saved here later, take nothing that the form does not, nor declarations, and name the files that lack", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, entryId, content, later, take, words } = await aRestored(tx);
      const [asked] = await tx.select().from(questions).limit(1);
      await tx.insert(questions).values({
        ...asked!,
        id: randomUUID(),
        cycleId: cycle.id,
        sectionId: (await getDraft(ctx, entryId)).form[0]!.id,
        key: "oath",
        type: "declaration",
        position: 9,
      });
      await saveAnswer({ ...ctx, now: minutes(40) }, { entryId, questionKey: "title", value: "Newer", baseVersion: 1 });
      await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile({ sha256: "b".repeat(64) }) });
      const file = {
        question: "documents",
        size: 1,
        type: "application/pdf",
        caption: "",
        credit: "",
        rights: "",
        language: "",
        translationOf: null,
        saved: later.saved,
      };
      const given = await take({
        ...content,
        answers: [
          ...content.answers,
          { question: "population", ...later, value: "many" },
          { question: "nothing", ...later, value: [{ name: "Trees", count: 3 }, { name: "Lamps" }] },
          { question: "emptied", ...later, value: null },
          { question: "oath", ...later, value: true },
          { question: "documents", ...later, value: "a file" },
        ],
        files: [
          { ...file, id: randomUUID(), name: "here.pdf", sha256: "b".repeat(64) },
          { ...file, id: randomUUID(), name: "gone.pdf", sha256: "c".repeat(64) },
        ],
      });
      expect(given).toEqual({
        saved: 1,
        passed: [
          { question: "population", label: { en: "Population" }, text: "many" },
          { question: "nothing", label: null, text: "Trees · 3\nLamps" },
        ],
        lacking: ["gone.pdf"],
      });
      expect(await words()).toEqual({ ...COMPLETE, title: "Newer", summary: "They know the way" });
    }));

  it("are not taken where something was changed, another key signed, or it is of another entry or call; of one that was lost they are", () =>
    inTransaction(db, async (tx) => {
      const { ctx, now, cycle, city, content, take, words } = await aRestored(tx);
      const before = await words();
      for (const note of [
        signed(content).replace("They know", "They knew"),
        signed(content).split("\n— ")[0]!,
        signNote(packageText(content), noteKey(KEY.name, Buffer.alloc(32, 1))),
        "",
      ])
        expect(await take(note)).toBe("unsigned");
      const other = await anEntry(tx, { cycle, answers: COMPLETE });
      expect(await take({ ...content, id: other.entryId })).toBe("other-entry");
      expect(await take({ ...content, id: randomUUID(), cycle: randomUUID() })).toBe("other-entry");
      expect(await words()).toEqual(before);
      const again = await anEntry(tx, { cycle, city, owner: ctx.actor });
      for (const elsewhere of [
        { cityId: other.city.id },
        { cityId: null, city: "Elsewhere" },
        { cityId: randomUUID(), country: "NO" },
      ])
        expect(await take({ ...content, ...elsewhere, id: randomUUID() }, now, again.entryId)).toBe("other-entry");
      expect(await take(content, now, again.entryId)).toBe("other-entry");
      expect(await take({ ...content, id: randomUUID() }, now, again.entryId)).toEqual({
        saved: 3,
        passed: [],
        lacking: [],
      });
      await tx.insert(cityNames).values({ cityId: city.id, name: "Byzantium", country: "TR", until: NOW });
      const { cityId: _untold, ...untold } = content;
      const names = { id: randomUUID(), city: "Byzantium", country: "TR" };
      const old = { ...untold, ...names } as Package; // as packages were that did not tell the city's id
      const renamed = { ...content, id: randomUUID(), city: "A name that the restored copy has not" };
      const lostCity = { ...content, ...names, cityId: randomUUID() };
      for (const given of [old, renamed, lostCity])
        expect(await take(given, now, again.entryId)).toEqual({ saved: 0, passed: [], lacking: [] });
      expect(await words(again.entryId)).toEqual({
        ...before,
        title: "Guides on every corner",
        summary: "They know the way",
      });
    }));

  it("are for those who write for the city, while the entry is open", () =>
    inTransaction(db, async (tx) => {
      const { ctx, now, cycle, city, entryId, content, take } = await aRestored(tx);
      const stranger = await aMember(tx, (await aCity(tx)).id);
      for (const actor of [stranger, await aStaffMember(tx), await aStaffMember(tx, "administrator")])
        expect(await refusal(take(content, { ...now, actor }))).toBe("not-found");
      const viewer = { ...now, actor: await aMember(tx, city.id, "viewer") };
      for (const given of [content, "nothing that was signed"])
        expect(await refusal(take(given, viewer))).toBe("viewers-cannot-edit");
      expect(await refusal(take(content, { ...now, now: new Date(cycle.closesAt.getTime() + 1) }))).toBe("call-closed");
      await withdrawEntry(ctx, entryId, "No more");
      expect(await refusal(take())).toBe("entry-withdrawn");
    }));
});
