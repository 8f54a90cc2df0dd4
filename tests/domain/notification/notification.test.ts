import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import {
  letterFailed,
  letterSent,
  owe,
  oweAll,
  takeDueLetter,
  withdraw,
} from "#app/domain/notification/commands.server.ts";
import { isLetterDue } from "#app/domain/notification/queries.server.ts";
import { type LetterKind, MOST_ATTEMPTS, nextAttempt, SENDING_TIME } from "#app/domain/notification/rules.ts";
import { en } from "#app/i18n/en.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import type { Db } from "#db/client.server.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const at = (db: Db, seconds = 0) => ({ db, actor: PORTAL, now: new Date(NOW.getTime() + seconds * 1000) });
const letter = (dedupe: string = randomUUID()) => ({
  dedupe,
  accountId: null,
  email: "amara@kampala.example",
  locale: "en",
  kind: "entry-withdrawn" as const,
  params: { code: "GZ-1", title: "Guides" },
});

describe("owing a letter", () => {
  it("B98: the same event owes the same person one letter", () =>
    inTransaction(database, async (db) => {
      for (let time = 0; time < 3; time += 1) await owe(at(db, time), letter("entry-withdrawn:1:amara"));
      expect(await db.select().from(notifications)).toHaveLength(1);
    }));

  it("is owed once also where one event owes it twice", () =>
    inTransaction(database, async (db) => {
      await oweAll(at(db), [letter("entry-withdrawn:1:amara"), letter("entry-withdrawn:1:amara"), letter()]);
      expect(await db.select().from(notifications)).toHaveLength(2);
    }));

  it("vanishes with its event", async () => {
    await expect(
      database.transaction(async (tx) => {
        await owe(at(tx), letter());
        throw new Error("the event did not happen");
      }),
    ).rejects.toThrow("did not happen");
    expect(await database.select().from(notifications)).toEqual([]);
  });

  it("is due from its own moment on", () =>
    inTransaction(database, async (db) => {
      await owe(at(db, 60), letter());
      expect([await isLetterDue(at(db, 59)), await takeDueLetter(at(db, 59)), await isLetterDue(at(db, 60))]).toEqual([
        false,
        null,
        true,
      ]);
    }));
});

describe("taking letters up", () => {
  it("gives each to one sender, and again only when its sender seems dead", () =>
    inTransaction(database, async (db) => {
      await owe(at(db), letter());
      const first = await takeDueLetter(at(db));
      expect(first).toMatchObject({ attempts: 1, kind: "entry-withdrawn", params: { code: "GZ-1", title: "Guides" } });
      expect(await takeDueLetter(at(db, SENDING_TIME / 1000 - 1))).toBeNull();
      expect(await takeDueLetter(at(db, SENDING_TIME / 1000))).toMatchObject({ id: first!.id, attempts: 2 });
    }));

  it("never takes up what was sent", () =>
    inTransaction(database, async (db) => {
      await owe(at(db), letter());
      await letterSent(at(db, 1), (await takeDueLetter(at(db)))!.id);
      expect(await takeDueLetter(at(db, 1_000_000))).toBeNull();
    }));

  it("leaves withdrawn what somebody withdrew while sending failed, so that it may be owed again", () =>
    inTransaction(database, async (db) => {
      await owe(at(db), letter("entry-withdrawn:1:amara"));
      const taken = await takeDueLetter(at(db));
      await withdraw(at(db, 1), "entry-withdrawn:1");
      await letterFailed(at(db, 2), taken!, "ECONNECTION");
      expect(await takeDueLetter(at(db, 1000))).toBeNull();
      await owe(at(db, 1000), letter("entry-withdrawn:1:amara"));
      expect(await takeDueLetter(at(db, 1000))).toMatchObject({ id: taken!.id, attempts: 1 });
    }));

  it("gives up after eight attempts, with the kind of failure on record", () =>
    inTransaction(database, async (db) => {
      await owe(at(db), letter());
      let seconds = 0;
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
        const taken = await takeDueLetter(at(db, seconds));
        expect(taken?.attempts).toBe(attempt);
        await letterFailed(at(db, seconds), taken!, "ECONNECTION");
        expect(await takeDueLetter(at(db, seconds + 9))).toBeNull();
        seconds += 21_600;
      }
      expect(await takeDueLetter(at(db, 10_000_000))).toBeNull();
      expect(
        await db.select({ failed: notifications.failedAt, lastError: notifications.lastError }).from(notifications),
      ).toEqual([{ failed: expect.any(Date), lastError: "ECONNECTION" }]);
    }));
});

it.each([
  [1, 10],
  [2, 30],
  [3, 120],
  [4, 600],
  [5, 1800],
  [6, 7200],
  [7, 21_600],
  [8, null],
  [9, null],
])("after %i failures the next attempt is in %j seconds", (attempts, seconds) => {
  expect(nextAttempt(attempts, NOW)).toEqual(seconds === null ? null : new Date(NOW.getTime() + seconds * 1000));
});

describe.each(LOCALES)("letters in %s", (locale) => {
  const kinds = Object.keys(en.mail.letters) as LetterKind[];
  const said = new Map<string, string>();
  const filled = (step = "owner") =>
    new Proxy({}, { get: (_target, name) => (name === "step" ? step : `«${String(name)}»`) }) as never;

  it("tells each step of the office in a team in words of its own", () => {
    const steps = ["owner", "admitted", "invited", "changed", "removed"];
    const texts = steps.map((step) => writeLetter("office-in-team", filled(step), locale).text);
    expect(new Set(texts).size).toBe(steps.length);
    for (const text of texts) expect(text).not.toContain("undefined");
  });

  it.each(kinds)("%s", (kind) => {
    const { subject, text } = writeLetter(kind, filled(), locale);
    expect(subject).toMatch(/^[^\r\n]{4,}$/);
    expect(text).not.toMatch(/undefined|null|\[object/);
    expect(said.get(subject)).toBeUndefined();
    said.set(subject, kind);
  });

  it("calls an entry that has no title yet what pages call it", () => {
    const { text } = writeLetter("entry-withdrawn", { code: "GZ-1", title: "" }, locale);
    expect(text).toContain(textsOf(locale).entry.untitled);
  });

  it("B79: a name with line ends stays one line in the subject", () => {
    const { subject } = writeLetter(
      "join-request",
      { city: "Kampala\r\nBcc: everybody@city.example", name: "Eve\nX: y", link: "" },
      locale,
    );
    expect(subject).not.toMatch(/[\r\n]/);
  });
});
