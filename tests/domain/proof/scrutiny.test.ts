import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { recuse } from "#app/domain/assignment/commands.server.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { keep } from "#app/domain/commitment/commands.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { commit, type ReviewRecord, reviewReceipt } from "#app/domain/commitment/rules.ts";
import type { Context } from "#app/domain/context.ts";
import { ownReceipt } from "#app/domain/proof/receipts.server.ts";
import { saveSheet } from "#app/domain/review/commands.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Bundle, changes, forge, forgeOpened, type Openings, type Parts } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { main, verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();

/** Commits to an entry as it was done before entries committed to their numbers. */
async function commitAsBefore(ctx: Context, { entryId }: { entryId: string }) {
  const [submission] = await db
    .select({ id: submissions.id, cycleId: entries.cycleId })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .where(eq(entries.id, entryId))
    .orderBy(desc(submissions.number))
    .limit(1);
  await keep(ctx, "entry", [
    {
      subjectId: submission!.id,
      cycleId: submission!.cycleId,
      record: {
        cycle: submission!.cycleId,
        city: "CNRY-old-city",
        country: "NO",
        title: "CNRY-old-title",
        content: "0".repeat(64),
      },
    },
  ]);
}

/**
 * A proved round in which one reviewer thought again, twice, the later word sent off before the earlier one, and one
 * stepped back; with what its scrutineer gets.
 */
async function opened({ old = 0, ...given }: Parameters<typeof aProvedRound>[1] & { old?: number }) {
  let receipt: Awaited<ReturnType<typeof ownReceipt>> | undefined;
  const made = await aProvedRound(db, {
    ...given,
    against: false,
    meanwhile: async (tasks) => {
      for (const task of tasks.slice(0, old)) await commitAsBefore(task.judge, task);
      const [{ judge, id, criteria }, stepped] = [
        tasks[0]!,
        tasks.find((task, at) => at > 0 && task.entryId === tasks[0]!.entryId)!,
      ];
      const again = (value: number, baseVersion: number, seconds: number) =>
        saveSheet({ ...judge, now: new Date(judge.now.getTime() + 1000 * seconds) }, id, () => ({
          scores: [
            { criterionId: criteria[0]!.id, value, comment: "CNRY-second-thought", reason: "Read again", baseVersion },
          ],
          words: [],
        }));
      await again(4, 1, 2);
      await again(5, 2, 1);
      receipt = await ownReceipt(judge, KEY, id);
      await recuse(stepped.judge, stepped.id, "I know them after all.");
    },
  });
  return {
    bundle: made.bundle,
    openings: await openingsFile({ db }, made.round.id),
    receipt: receipt!,
    candidates: made.candidates,
  };
}

const adjusted = await opened({ method: "adjusted", severe: true, reviewers: 6, entries: 14 });
const secret = await opened({ method: "adjusted", severe: true, reviewers: 6, entries: 14, disclosure: 0 });
const pseudonymous = await opened({ method: "adjusted", severe: true, reviewers: 6, entries: 14, disclosure: 2 });
const thin = await opened({ method: "adjusted", entries: 8, reviewers: 5, old: 2 });

/**
 * A proof with its openings as they were before these showed where numbers were sealed, who had confirmed their scores
 * and to whom entries were given.
 */
function asBefore(given: { bundle: string; openings: string }) {
  const { bundle, openings } = forgeOpened(given, KEY, (file, { of }) => {
    delete file.assignments;
    delete file.recusals;
    of("freeze")["v"] = 3;
  });
  const { attestations: _none, ...file } = JSON.parse(openings) as Openings;
  return {
    bundle,
    openings: canonical({ ...file, v: 1, entries: file.entries.map(({ id, entry }) => ({ id, entry })) }),
  };
}

const check = ({ bundle, openings }: { bundle: string; openings?: string }) =>
  verify(bundle, TRUST, openings === undefined ? {} : { openings });
const refusal = async (given: { bundle: string; openings: string }) => {
  const verdict = await check(given);
  return verdict.ok ? "accepted" : verdict.failure;
};

describe("a round with its openings", () => {
  it.each<[string, typeof adjusted, RegExp[]]>([
    [
      "by adjusted scores, all scores disclosed",
      adjusted,
      [
        /^72 score events were handed in, and all of them are opened/,
        /^the scores of 14 entries were handed in under the number to which the sealed entry commits$/,
        /^each of the 69 frozen reviews is the last score event .*: recused 1$/,
        /^the order of 14 entries by adjusted scores comes out the same .* to 0\.0000\d+ of a point; /,
      ],
    ],
    [
      "by adjusted scores, the awarded alone disclosed",
      secret,
      [
        /^each of the 69 frozen/,
        /^the order of 14 entries/,
        /^the levels are those that the ranking of 14 entries gives/,
      ],
    ],
    ["by adjusted scores, under pseudonyms", pseudonymous, [/^each of the 69 frozen/, /^the order of 14 entries/]],
    [
      "by mean, because too few entries carry no correction",
      thin,
      [
        /^each of the 39 frozen/,
        /^the scores of 6 entries were handed in under the number/,
        /^WARNING: the sealed commitments of 2 entries do not show their numbers/,
        /^the scores cannot carry a correction/,
        /^the levels are those/,
      ],
    ],
  ])("%s: is accepted, and says what only openings show", async (_what, given, lines) => {
    const verdict = await check(given);
    expect(verdict).toMatchObject({ ok: true });
    for (const line of lines) expect(verdict.lines).toEqual(expect.arrayContaining([expect.stringMatching(line)]));
  });

  it("without them says who could: by pseudonyms everybody, otherwise a scrutineer alone", async () => {
    expect((await check({ bundle: pseudonymous.bundle })).lines).toEqual(
      expect.arrayContaining([expect.stringMatching(/^the order of 14 entries by adjusted scores comes out the same/)]),
    );
    for (const { bundle } of [adjusted, secret])
      expect((await check({ bundle })).lines).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/with the openings of the round's scrutineer, and without them by nobody/),
        ]),
      );
    expect(adjusted.bundle).not.toContain("billionths");
  });

  describe("and the receipt of a reviewer", () => {
    const [event] = (JSON.parse(adjusted.openings) as Openings).events;
    const record = event!.record as ReviewRecord;
    const receipt = (
      said = record,
      {
        salt = Buffer.from(event!.salt, "hex"),
        commitment = commit("score-event", { salt, record: said }),
        key = KEY,
      } = {},
    ) => signNote(reviewReceipt({ record: said, commitment, salt }), key);
    const [other, honest] = [
      { ...record, scores: record.scores.map(() => 9) },
      commit("score-event", { salt: Buffer.from(event!.salt, "hex"), record }),
    ];
    const given = (text: string, openings?: string) =>
      verify(adjusted.bundle, TRUST, { receipts: [text], ...(openings === undefined ? {} : { openings }) });

    it("is honoured by the openings, and without them said to be signed", async () => {
      expect(await given(receipt(), adjusted.openings)).toMatchObject({
        ok: true,
        lines: expect.arrayContaining([
          "your receipt for a review is signed, and what it says is one of these score events",
        ]) as string[],
      });
      expect(await given(receipt())).toMatchObject({
        ok: true,
        lines: expect.arrayContaining([
          expect.stringMatching(/^your receipt for a review is signed; a scrutineer/),
        ]) as string[],
      });
    });

    it.each<[string, string, string | undefined, string]>([
      [
        "for a review that never entered the log",
        receipt(record, { salt: Buffer.alloc(32, 5) }),
        adjusted.openings,
        "no score event in the log",
      ],
      ["for other scores than entered the log", receipt(other), adjusted.openings, "no score event in the log"],
      [
        "that says other scores than it commits to",
        receipt(other, { commitment: honest }),
        undefined,
        "says something else than it commits to",
      ],
      ["of another round", receipt({ ...record, round: "another" }), undefined, "not for a review of this round"],
      ["with a score changed after it was signed", receipt().replace(/^scores \d/m, "scores 9"), undefined, "is wrong"],
      [
        "that another key signed",
        receipt(record, { key: noteKey(KEY.name, Buffer.alloc(32, 8)) }),
        undefined,
        "whose key you do not trust",
      ],
    ])("%s: refused", async (_what, text, openings, why) =>
      expect(await given(text, openings)).toMatchObject({ ok: false, failure: expect.stringContaining(why) as string }),
    );
  });

  describe("and the receipt of a city, which before did not open its commitment", () => {
    /** Of an entry that the bundle does not name. */
    const givenTo = async ({ candidates, bundle }: typeof adjusted, change: (text: string) => string) => {
      const named = (JSON.parse(bundle) as Bundle).names.map(({ salt, record }) =>
        commit("entry", { salt: Buffer.from(salt, "hex"), record }).toString("hex"),
      );
      const receipts = await Promise.all(candidates.map(({ id }) => signedReceipt({ db }, KEY, { entryId: id })));
      const { text } = receipts.find((each) => each && !named.includes(each.hash.toString("hex")))!;
      return signNote(change(text.slice(0, text.lastIndexOf("\n\n") + 1).replace(/^name .*\n/m, "")), KEY);
    };
    const to = (name: string, value: string) => (text: string) =>
      text.replace(new RegExp(`^${name} .*$`, "m"), `${name} ${value}`);

    it("is honoured", async () => {
      expect(
        await verify(adjusted.bundle, TRUST, {
          receipts: [await givenTo(adjusted, (text) => text)],
          openings: adjusted.openings,
        }),
      ).toMatchObject({ ok: true });
      expect(
        await verify(asBefore(thin).bundle, TRUST, {
          receipts: [await givenTo(thin, (text) => text)],
          openings: asBefore(thin).openings,
        }),
      ).toMatchObject({ ok: true });
    });

    it.each<[string, typeof adjusted, string, (text: string) => string, string]>([
      [
        "with the number of another entry",
        adjusted,
        adjusted.openings,
        to("number", secret.candidates[0]!.id),
        "something else than its entry commits to",
      ],
      [
        "with another hash of what was received",
        secret,
        secret.openings,
        to("sha256", "a".repeat(64)),
        "something else than its entry commits to",
      ],
      [
        "with the number of another entry, and openings that do not show where it was sealed",
        { ...thin, ...asBefore(thin) },
        asBefore(thin).openings,
        to("number", adjusted.candidates[0]!.id),
        "under another number than the receipt says",
      ],
    ])("%s: refused", async (_what, given, openings, change, why) => {
      expect(await verify(given.bundle, TRUST, { receipts: [await givenTo(given, change)], openings })).toMatchObject({
        ok: false,
        failure: expect.stringContaining(why) as string,
      });
    });
  });

  it("is accepted with openings that were taken before they showed where numbers were sealed, with a warning", async () => {
    expect(await check(asBefore(thin))).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([
        expect.stringMatching(/^WARNING: the sealed commitments of 8 entries/),
        expect.stringMatching(/^WARNING: these openings do not show to whom the entries were given/),
      ]) as string[],
    });
  });

  it("holds no name and no word that anybody wrote", () => {
    for (const word of ["Judge 1", "Why it", "CNRY", "I know them", "Kampala", "Plan of"])
      for (const { openings } of [adjusted, thin]) expect(openings).not.toContain(word);
    for (const { id } of (JSON.parse(adjusted.openings) as Openings).entries) expect(adjusted.bundle).not.toContain(id);
    expect(Object.keys((JSON.parse(adjusted.openings) as Openings).events[0]!.record).sort()).toEqual([
      "at",
      "comment",
      "entry",
      "reviewer",
      "round",
      "scores",
    ]);
  });

  it("has each review's events in the order in which they took effect, whenever they were sent, and its receipt is of the last", () => {
    for (const { openings, receipt } of [adjusted, secret, pseudonymous, thin]) {
      const { events } = JSON.parse(openings) as Openings;
      const [first, second, third, ...more] = events
        .map(
          ({ record, slot }) =>
            ({ ...record, slot }) as unknown as {
              entry: string;
              reviewer: string;
              scores: number[];
              at: string;
              slot: string | null;
            },
        )
        .filter(
          ({ entry, reviewer }, _at, all) =>
            all.filter((other) => other.entry === entry && other.reviewer === reviewer).length === 3,
        )
        .sort((a, b) => (a.at < b.at ? -1 : 1));
      expect(more).toEqual([]);
      expect([second!.scores[0], third!.scores[0], receipt.scores[0]!.mark]).toEqual([4, 5, 5]);
      expect([receipt.at, Date.parse(third!.at) - Date.parse(second!.at)]).toEqual([third!.at, 1]);
      expect([first!.slot, second!.slot, typeof third!.slot]).toEqual([null, null, "string"]);
    }
  });

  it("is checked by the program too, and openings of another round are refused", async () => {
    const [out, files]: [string[], Record<string, string>] = [
      [],
      { bundle: adjusted.bundle, trust: JSON.stringify(TRUST), openings: `${adjusted.openings}\n` },
    ];
    const log = (line: string) => {
      out.push(line);
    };
    expect(await main(["bundle", "trust", "--openings", "openings"], (file) => files[file]!, { log, error: log })).toBe(
      0,
    );
    expect(out.at(-1)).toBe("Everything holds.");
    expect(await refusal({ bundle: adjusted.bundle, openings: secret.openings })).toContain("not of this round");
  });

  it("is refused after any one value in the openings is changed", async () => {
    const [found, { bundle, openings }]: [string[], typeof secret] = [[], secret];
    // Of each list the first three: the others are like them.
    for (const [path, changed] of changes(JSON.parse(openings)))
      if (!/\.([3-9]|\d\d)\b/.test(path) && (await verify(bundle, TRUST, { openings: canonical(changed) })).ok)
        found.push(path);
    expect(found).toEqual([]);
  });
});

type Change = (file: Openings, parts: Parts) => void;
const lastWord = (file: Openings) => file.events.find(({ slot }) => slot !== null)!;
const frozenOf = (file: Openings, slot: string | null) => file.reviews.find(({ record }) => record["slot"] === slot)!;
const scoresOf = ({ record }: { record: Openings["reviews"][number]["record"] }) => record["scores"] as number[];
const listOf = ({ of }: Parts) => of("result")["list"] as { entry: string; level: string | null; rank: number }[];
const statedIn = (file: Openings) => file.adjusted!.record["scores"] as { entry: string; billionths: number }[];
/** The scores of one entry go to another one, and the other way round. */
const swapNumbers = (file: Openings) => {
  const [a, b] = file.entries.map(({ id }) => id);
  const other = (id: unknown) => (id === a ? b! : id === b ? a! : (id as string));
  for (const each of file.entries) each.id = other(each.id);
  for (const { record } of file.events) record["entry"] = other(record["entry"]);
};
const swapRanks = (parts: Parts) => {
  const [a, b] = [listOf(parts)[0]!, listOf(parts)[6]!];
  [a.rank, b.rank] = [b.rank, a.rank];
};

describe("somebody without the key", () => {
  const edited = (change: (file: Openings) => void) => {
    const file = JSON.parse(adjusted.openings) as Openings;
    change(file);
    return { bundle: adjusted.bundle, openings: canonical(file) };
  };
  it.each<[string, (file: Openings) => void, string]>([
    [
      "drops an event",
      (f) => {
        f.events.splice(3, 1);
      },
      "71 score events, 70 assignments and 1 recusals are opened, and 143 of them entered the log",
    ],
    [
      "puts one there twice",
      (f) => {
        f.events[4] = f.events[3]!;
      },
      "not in the order",
    ],
    [
      "changes a score",
      (f) => {
        scoresOf(f.events[0]!)[0]! > 1 ? scoresOf(f.events[0]!)[0]!-- : scoresOf(f.events[0]!)[0]!++;
      },
      "not in the order|not the ones that entered the log",
    ],
    [
      "swaps two reviewers",
      (f) => {
        const a = f.events[0]!.record;
        const b = f.events.find(({ record }) => record["reviewer"] !== a["reviewer"])!.record;
        [a["reviewer"], b["reviewer"]] = [b["reviewer"]!, a["reviewer"]!];
      },
      "not in the order|not the ones that entered the log",
    ],
    [
      "swaps two slots",
      (f) => {
        const a = lastWord(f);
        const b = f.events.find(({ record, slot }) => slot && record["entry"] !== a.record["entry"])!;
        [a.slot, b.slot] = [b.slot, a.slot];
      },
      "frozen with other scores, or for another entry",
    ],
    [
      "swaps two entries",
      (f) => {
        const [a, b] = f.entries;
        [a!.entry, b!.entry] = [b!.entry, a!.entry];
      },
      "opened as another one than was sealed",
    ],
    [
      "swaps the numbers of two entries, wherever they stand",
      swapNumbers,
      "not in the order|not the ones that entered the log",
    ],
    [
      "shows where the number of another entry was sealed",
      (f) => {
        [f.entries[0]!.sealed, f.entries[1]!.sealed] = [f.entries[1]!.sealed, f.entries[0]!.sealed];
      },
      "opened as another one than was sealed",
    ],
    [
      "shows another entry's number under its own seal",
      (f) => {
        const [a, b] = f.entries.map(({ sealed }) => sealed!);
        [a!.number, b!.number] = [b!.number, a!.number];
      },
      "does not commit to the number that is shown",
    ],
    [
      "does not show where a number was sealed",
      (f) => {
        f.entries[0]!.sealed = null;
      },
      "does not show where its number was sealed",
    ],
    [
      "hides that somebody thought again",
      (f) => {
        f.events.find(({ why }) => why === "revised")!.why = "recused";
      },
      "or more than one",
    ],
    [
      "says that a first word was the last",
      (f) => {
        const first = f.events.find(({ why }) => why === "recused")!;
        first.why = "revised";
      },
      "not the last score event",
    ],
    [
      "gives no reason for what does not count",
      (f) => {
        f.events.find(({ why }) => why === "recused")!.why = "unexplained";
      },
      "no reason is given",
    ],
    [
      "drops a frozen review",
      (f) => {
        f.reviews.pop();
      },
      "as many openings",
    ],
    [
      "changes an adjusted score",
      (f) => {
        statedIn(f)[0]!.billionths += 1;
      },
      "not the ones that the result was stated with",
    ],
    [
      "leaves the adjusted scores out",
      (f) => {
        f.adjusted = null;
      },
      "take them again",
    ],
    [
      "begins at another state of the log",
      (f) => {
        f.log.size -= 1;
      },
      "do not go on from the statement",
    ],
    [
      "adds what nobody reads",
      (f) => {
        Object.assign(f, { more: 1 });
      },
      "exactly the members",
    ],
  ])("%s: refused", async (_what, change, why) => expect(await refusal(edited(change))).toMatch(new RegExp(why)));
});

describe("somebody who holds the key and the database, and signs everything anew", () => {
  it("is believed by whoever kept nothing, as long as the parts agree", async () => {
    for (const given of [adjusted, secret, pseudonymous, thin])
      expect(await refusal(forgeOpened(given, KEY, () => {}))).toBe("accepted");
    expect(
      await refusal(forgeOpened(thin, KEY, (_file, parts) => Object.assign(parts.of("rules"), { method: "mean" }))),
    ).toBe("accepted");
  });

  it.each<[string, typeof adjusted, Change, string]>([
    [
      "gives the scores of two entries to each other",
      adjusted,
      swapNumbers,
      "under a number to which the sealed entry does not commit",
    ],
    ["does so, undisclosed", secret, swapNumbers, "under a number to which the sealed entry does not commit"],
    [
      "does so, and shows each other's seal with it",
      adjusted,
      (f) => {
        swapNumbers(f);
        [f.entries[0]!.sealed, f.entries[1]!.sealed] = [f.entries[1]!.sealed, f.entries[0]!.sealed];
      },
      "opened as another one than was sealed",
    ],
    [
      "freezes other scores than were handed in",
      adjusted,
      (f) => {
        const s = scoresOf(frozenOf(f, lastWord(f).slot));
        s[0] = s[0] === 5 ? 4 : s[0]! + 1;
      },
      "is listed with rank|parts are listed|hundredths are listed",
    ],
    [
      "freezes other scores, undisclosed",
      secret,
      (f) => {
        const s = scoresOf(frozenOf(f, lastWord(f).slot));
        s[0] = s[0] === 5 ? 4 : s[0]! + 1;
      },
      "frozen with other scores",
    ],
    [
      "gives a review to another reviewer",
      secret,
      (f) => {
        const own = lastWord(f);
        own.record["reviewer"] = f.events.find(
          ({ record, slot }) =>
            slot && record["entry"] !== own.record["entry"] && record["reviewer"] !== own.record["reviewer"],
        )!.record["reviewer"]!;
      },
      "or more than one|the scores give|to whom its entry had not been given",
    ],
    [
      "gives a review to somebody who did not read the entry",
      secret,
      (f) => {
        const own = f.events.find(({ record }) =>
          f.events.every((other) => other.record["entry"] !== record["entry"] || other.why === null),
        )!;
        const readers = f.events
          .filter(({ record }) => record["entry"] === own.record["entry"])
          .map(({ record }) => record["reviewer"]);
        const [from, to] = [
          own.record["reviewer"]!,
          f.events.map(({ record }) => record["reviewer"]!).find((each) => !readers.includes(each))!,
        ];
        for (const { record } of [own, ...f.assignments!])
          if (record["entry"] === own.record["entry"] && record["reviewer"] === from) record["reviewer"] = to;
      },
      "an adjusted score of .* is stated, the scores give",
    ],
    [
      "loses what a reviewer handed in",
      secret,
      (f) => {
        f.events.splice(f.events.indexOf(lastWord(f)), 1);
      },
      "frozen reviews belong to no score event",
    ],
    [
      "freezes a review that nobody handed in",
      secret,
      (f) => {
        f.reviews.push({ salt: "ab".repeat(32), record: { ...f.reviews[0]!.record, slot: "f".repeat(32) } });
      },
      "belong to no score event",
    ],
    [
      "lets a revised review count",
      secret,
      (f) => {
        const first = f.events.find(({ why }) => why === "revised")!;
        const last = f.events.find(
          ({ record, slot }) =>
            slot && record["entry"] === first.record["entry"] && record["reviewer"] === first.record["reviewer"],
        )!;
        [first.slot, first.why, last.slot, last.why] = [last.slot, null, null, "revised"];
        frozenOf(f, first.slot).record["scores"] = first.record["scores"]!;
      },
      "not the last score event",
    ],
    [
      "states another adjusted score",
      secret,
      (f) => {
        statedIn(f)[0]!.billionths += 1_000_000;
      },
      "an adjusted score of .* is stated, the scores give",
    ],
    [
      "leaves an entry out of the adjusted scores",
      secret,
      (f) => {
        statedIn(f).pop();
      },
      "one adjusted score for each entry",
    ],
    [
      "swaps two ranks",
      adjusted,
      (_f, p) => swapRanks(p),
      "is listed with rank|no departure is declared|the ranking puts it",
    ],
    [
      "gives a level that the ranking does not give, undisclosed",
      secret,
      (_f, p) => {
        p.of("result")["deviations"] = [];
        const [line] = listOf(p).splice(0, 1);
        line!.level = null;
      },
      "have no name|which the ranking does not give it|was put in its place",
    ],
    [
      "gives two reviewers one pseudonym",
      pseudonymous,
      (f, p) => {
        const [a, b] = [...new Set(f.reviews.map(({ record }) => record["reviewer"]))];
        for (const { record } of f.reviews) if (record["reviewer"] === b) record["reviewer"] = a!;
        p.openings = f.reviews;
      },
      "one pseudonym",
    ],
    [
      "says the mean decided",
      secret,
      (f, p) => {
        f.adjusted = null;
        Object.assign(p.of("result"), { v: 9 });
        delete p.of("result")["adjusted"];
      },
      "stated without adjusted scores",
    ],
    [
      "says adjusted scores decided where they cannot",
      thin,
      (f, p) => {
        f.adjusted = { salt: "ab".repeat(32), record: { round: f.round, scores: [] } };
        Object.assign(p.of("result"), { v: 15 });
      },
      "these did not decide",
    ],
    [
      "lets adjusted scores decide against the rules",
      adjusted,
      (_f, p) => {
        Object.assign(p.of("rules"), { method: "mean" });
      },
      "the rules do not let them",
    ],
  ])("%s: refused", async (_what, given, change, why) =>
    expect(await refusal(forgeOpened(given, KEY, change))).toMatch(new RegExp(why)),
  );

  it("swaps two ranks under pseudonyms: everybody sees it", async () => {
    expect(
      (
        await verify(
          forge(pseudonymous.bundle, KEY, () => {}),
          TRUST,
        )
      ).ok,
    ).toBe(true);
    const verdict = await verify(
      forge(pseudonymous.bundle, KEY, (p) => {
        const { list } = p.of("result") as unknown as { list: { rank: number }[] };
        [list[8]!.rank, list[12]!.rank] = [list[12]!.rank, list[8]!.rank];
      }),
      TRUST,
    );
    expect(verdict).toMatchObject({
      ok: false,
      failure: expect.stringMatching(/behind one with a lower adjusted score/) as string,
    });
  });
});
