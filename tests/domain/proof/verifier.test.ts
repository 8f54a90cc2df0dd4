import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { commitmentOf, signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { commit, type CommitmentType } from "#app/domain/commitment/rules.ts";
import { checkpointText, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { bundleOf } from "#app/domain/proof/queries.server.ts";
import { submissions } from "#db/schema/entry.ts";
import type { TieRule } from "#db/schema/round.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  asBefore,
  type Bundle,
  changes,
  type Departure,
  forge,
  giveReason,
  hashOf,
  type Parts,
} from "#tests/support/forged-bundle.ts";
import { asBeforeSeeds } from "#tests/support/older-rules.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { aWitness } from "#tests/support/witness.ts";
import { main, verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const made = await aProvedRound(db);
const { bundle } = made;
const adjusted = (await aProvedRound(db, { method: "adjusted", disclosure: 2, against: false })).bundle;
const leftOut = (await aProvedRound(db, { leavingOut: true, against: false })).bundle;
const fine = (await aProvedRound(db, { tenths: true, leavingOut: true, against: false })).bundle;
const small = (await aProvedRound(db, { entries: 8, reviewers: 3, against: false })).bundle;

type Line = { entry: string; level: string | null; rank: number; reviews: number; total: number };
const listOf = ({ of }: Parts) => of("result")["list"] as Line[];
const deviationsOf = ({ of }: Parts) => of("result")["deviations"] as Departure[];
const scoresOf = (opening: Parts["openings"][number] | undefined) => opening!.record["scores"] as number[];
const refusal = async (text: string, trust = TRUST, kept = {}) => {
  const verdict = await verify(text, trust, kept);
  return verdict.ok ? "accepted" : verdict.failure;
};

describe("a published round", () => {
  it("is accepted, with every departure from the ranking printed", async () => {
    const verdict = await verify(bundle, TRUST);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.filter((line) => line.startsWith("declared departure"))).toHaveLength(
      deviationsOf({ of: () => JSON.parse((JSON.parse(bundle) as Bundle).statements.at(-1)!.json) } as unknown as Parts)
        .length,
    );
    expect(verdict.lines.join("\n")).toContain("Easier to take over.");
    expect(verdict.lines.join("\n")).not.toContain("realised elsewhere");
  });

  it("holds nothing of who reviewed, of what entries say, or of cities without a level", () => {
    for (const secret of ["Judge 1", "Why it", "Plan of", "contact-", ...made.candidates.map(({ id }) => id)])
      expect(bundle).not.toContain(secret);
    expect(bundle).not.toContain("realised elsewhere");
    expect((JSON.parse(bundle) as Bundle).names).toHaveLength(6);
  });

  it("is refused after any one value in it is changed", async () => {
    const found: string[] = [];
    for (const [path, changed] of changes(JSON.parse(bundle) as Bundle))
      if ((await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
  });

  it("is refused where a number is written as a text, or as a list of it", async () => {
    const found: string[] = [];
    for (const as of [String, (value: unknown) => [value]])
      for (const [path, changed] of changes(JSON.parse(bundle) as Bundle, (value) =>
        typeof value === "number" ? as(value) : value,
      ))
        if (canonical(changed) !== bundle && (await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
  });

  it("is refused with a member that nobody reads", async () => {
    expect(await refusal(canonical({ ...(JSON.parse(bundle) as Bundle), more: 1 }))).toContain("exactly the members");
    expect(await refusal(bundle.replace('"v":6}', '"v":6,"v":6}'))).toContain("canonical");
  });

  it("says so where the scores are not disclosed, or the order is not the mean's", async () => {
    expect(await verify(small, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringContaining("not disclosed")]) as string[],
    });
    expect((JSON.parse(small) as Bundle).openings).toEqual([]);
    expect(await verify(adjusted, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringMatching(/order of 12 entries by adjusted scores/)]) as string[],
    });
    expect((JSON.parse(adjusted) as Bundle).openings[0]!.record).toHaveProperty("reviewer");
    expect((JSON.parse(bundle) as Bundle).openings[0]!.record).not.toHaveProperty("reviewer");
  });
});

describe("reasons of departures", () => {
  const stated = JSON.parse((JSON.parse(bundle) as Bundle).statements.at(-1)!.json) as { v: number };

  it("are sealed in the statement, and opened beside it of entries with a level alone", () => {
    expect(stated.v).toBe(13);
    for (const { json } of (JSON.parse(bundle) as Bundle).statements) {
      expect(json).not.toContain("The panel voted");
      expect(json).not.toContain("Easier");
    }
    const departures = deviationsOf({ of: () => stated } as unknown as Parts);
    const { reasons } = JSON.parse(bundle) as Bundle;
    expect(new Set(reasons!.map(({ record }) => record["entry"]))).toEqual(
      new Set(departures.filter(({ to }) => to !== null).map(({ entry }) => entry)),
    );
    expect(departures.some(({ to }) => to === null)).toBe(true);
  });

  it("are not opened where names are not, which nobody but a scrutineer about to sign accepts", async () => {
    const nameless = await bundleOf({ db }, made.round.id, { names: false });
    expect(JSON.parse(nameless)).toMatchObject({ names: [], reasons: [] });
    expect(nameless).not.toContain("Easier to take over");
    expect(await refusal(nameless)).toContain("is not opened");
  });

  const before = forge(bundle, KEY, asBefore);
  it("in the statement itself, as results had them before, are accepted and printed", async () => {
    expect(JSON.parse(before)).not.toHaveProperty("reasons");
    const [older, newer] = [
      await verify(before, TRUST),
      await verify(
        forge(bundle, KEY, () => {}),
        TRUST,
      ),
    ];
    expect(older).toMatchObject({ ok: true });
    expect(older.lines.join("\n")).toContain("Easier to take over.");
    const others = (lines: string[]) => lines.filter((line) => !line.startsWith("the result is leaf"));
    expect(others(older.lines)).toEqual(others(newer.lines));
    expect(others(older.lines).length).toBe(older.lines.length - 1);
  });

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "gives none",
      (p) => {
        Object.assign(deviationsOf(p)[0]!, { reason: "", sealedReason: null });
      },
      "no reason is given",
    ],
    [
      "seals one for an entry with a level",
      (p) => {
        Object.assign(deviationsOf(p).find(({ to }) => to !== null)!, { reason: null, sealedReason: "0".repeat(64) });
      },
      "the reason of a departure for an entry with a level is not opened",
    ],
    [
      "opens one beside it",
      (p) => {
        p.reasons = [];
      },
      "opened that were not sealed",
    ],
    [
      "calls it version 13",
      (p) => {
        Object.assign(p.of("result"), { v: 13 });
        p.reasons = [];
      },
      "a departure does not have exactly the members",
    ],
  ])("somebody who holds the key and states them as before %s: refused", async (_what, change, why) =>
    expect(await refusal(forge(before, KEY, change))).toContain(why),
  );

  it.each<[string, string]>([
    ["sealed", small],
    ["in the statement itself", forge(small, KEY, asBefore)],
  ])("%s, where only the awarded are told: refused that an entry on the list has no level", async (_form, told) => {
    expect(await refusal(told)).toBe("accepted");
    const forged = forge(told, KEY, (p) => {
      const departure = deviationsOf(p).find(({ to }) => to !== null) as Departure & { sealedReason?: string | null };
      p.reasons = p.reasons?.filter(({ record }) => record["entry"] !== departure.entry);
      departure.to = null;
      if ("sealedReason" in departure) Object.assign(departure, { reason: null, sealedReason: "0".repeat(64) });
    });
    expect(await refusal(forged)).toBe("a departure is declared for an entry that is not in the result");
  });

  it("are read in a result of before, without a salt", async () => {
    const unsalted = forge(bundle, KEY, (p) => {
      Object.assign(p.of("result"), { v: 5 });
      delete p.of("result")["salt"];
    });
    expect(await verify(unsalted, TRUST)).toMatchObject({ ok: true });
  });

  it("leave the format of a result without departures as it was", async () => {
    const plain = JSON.parse((await aProvedRound(db, { ties: ["lot"], against: false })).bundle) as Bundle;
    expect(JSON.parse(plain.statements.at(-1)!.json)).toMatchObject({ v: 9, deviations: [] });
    expect(plain).not.toHaveProperty("reasons");
  });
});

describe("a round in which a criterion did not always apply", () => {
  const rulesOf = (text: string) =>
    JSON.parse((JSON.parse(text) as Bundle).statements[0]!.json) as { v: number; parts?: number; criteria: object[] };
  const openNulls = (p: Parts) => p.openings.filter((each) => (scoresOf(each) as (number | null)[]).includes(null));

  it("is published as version 7, and its re-weighted means come out the same", async () => {
    expect(await verify(leftOut, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringContaining("comes out the same")]) as string[],
    });
    expect(rulesOf(leftOut)).toMatchObject({
      v: 7,
      parts: 1100,
      criteria: [
        { notApplicable: false, step: 1 },
        { notApplicable: true, step: 1 },
      ],
    });
    expect(leftOut).toMatch(/"scores":\[\d,null\]/);
  });

  it("states what each conflict rule does; what was stated before cities had a rule verifies as it did", async () => {
    const conflicts = { country: "block", city: "block", organisation: "block" };
    expect(rulesOf(bundle)).toMatchObject({ v: 6, conflicts });
    const earlier = forge(bundle, KEY, (p) => {
      p.of("rules")["conflicts"] = { country: "off", organisation: "block" };
    });
    expect(await verify(earlier, TRUST)).toMatchObject({ ok: true });
  });

  it("leaves the format of every other round as it was", () => {
    expect((JSON.parse(bundle) as Bundle).v).toBe(6);
    expect(rulesOf(bundle)).not.toHaveProperty("parts");
    expect(Object.keys(rulesOf(bundle).criteria[0]!).sort()).toEqual(["id", "max", "min", "name", "weight"]);
  });

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "makes one that counted not applicable",
      (p) => {
        const s = p.openings.map(scoresOf).find(([first, second]) => second !== null && first !== second) as (
          | number
          | null
        )[];
        s[1] = null;
      },
      "is listed with rank|parts are listed",
    ],
    [
      "puts a score where none was",
      (p) => {
        const s = scoresOf(openNulls(p)[0]) as (number | null)[];
        s[1] = s[0] === 5 ? 1 : 5;
      },
      "is listed with rank|parts are listed",
    ],
    [
      "leaves out what always applies",
      (p) => {
        (scoresOf(p.openings[0]) as (number | null)[])[0] = null;
      },
      "not on the scale",
    ],
    [
      "counts in other parts",
      (p) => {
        Object.assign(p.of("rules"), { parts: 2200 });
      },
      "parts are listed",
    ],
    [
      "counts in parts that do not come out whole",
      (p) => {
        Object.assign(p.of("rules"), { parts: 100 });
      },
      "is not whole|parts are listed",
    ],
    [
      "calls the rules version 6",
      (p) => {
        Object.assign(p.of("rules"), { v: 6 });
      },
      "exactly the members",
    ],
  ])("somebody who holds the key %s: refused", async (_what, change, why) =>
    expect(await refusal(forge(leftOut, KEY, change))).toMatch(new RegExp(why)),
  );
});

it.each<[string, string]>([
  ["1", bundle],
  ["2", leftOut],
  ["3", fine],
])("rules of version %s, from before there were seeds of lots, verify as they did", async (v, newer) => {
  const older = forge(newer, KEY, asBeforeSeeds);
  expect(String((JSON.parse(older) as Bundle).v)).toBe(v);
  expect((await verify(older, TRUST)).lines.join("\n")).toContain("comes out the same");
  expect(await refusal(older)).toBe("accepted");
});

describe("a round scored in tenths", () => {
  const rulesOf = (text: string) =>
    JSON.parse((JSON.parse(text) as Bundle).statements[0]!.json) as { v: number; parts?: number; criteria: object[] };

  it("is published as version 8, and its means come out the same", async () => {
    expect(await verify(fine, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringContaining("comes out the same")]) as string[],
    });
    expect(rulesOf(fine)).toMatchObject({
      v: 8,
      parts: 11000,
      criteria: [{ min: 0, max: 50, step: 1, units: 10 }, { units: 10 }],
    });
    expect(rulesOf(leftOut).criteria[0]).not.toHaveProperty("units");
  });

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "takes tenths for points",
      (p) => {
        for (const criterion of p.of("rules")["criteria"] as { units: number }[]) criterion.units = 1;
      },
      "parts are listed",
    ],
    [
      "counts one criterion in points",
      (p) => {
        (p.of("rules")["criteria"] as { units: number }[])[0]!.units = 1;
      },
      "is listed with rank|parts are listed",
    ],
    [
      "invents a unit",
      (p) => {
        (p.of("rules")["criteria"] as { units: number }[])[0]!.units = 100;
      },
      "other units",
    ],
    [
      "calls the rules version 7",
      (p) => {
        Object.assign(p.of("rules"), { v: 7 });
      },
      "of version 7, the bundle of version 8",
    ],
  ])("somebody who holds the key %s: refused", async (_what, change, why) =>
    expect(await refusal(forge(fine, KEY, change))).toMatch(new RegExp(why)),
  );
});

describe("a round that declared how ties are broken", () => {
  const rankedAnew = async (ties: TieRule[]) => (await aProvedRound(db, { ties, against: false })).bundle;
  const ranksOf = (text: string) =>
    (JSON.parse((JSON.parse(text) as Bundle).statements.at(-1)!.json) as { list: Line[] }).list.map(({ rank }) => rank);

  it.each<[TieRule[]]>([
    [["criteria"]],
    [["median"]],
    [["spread"]],
    [["lot"]],
    [["spread", "criteria", "median", "lot"]],
  ])("by %s: the verifier breaks them the same way", async (ties) => {
    const broken = await rankedAnew(ties);
    expect(await verify(broken, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringContaining(`ties broken by ${ties.join(", then ")}`)]) as string[],
    });
    expect((JSON.parse(broken) as Bundle).v).toBe(9);
    expect(new Set(ranksOf(broken)).size).toBeGreaterThan(2);
    if (ties.includes("lot")) expect(ranksOf(broken)).toEqual(Array.from({ length: 12 }, (_none, at) => at + 1));
  });

  it("refuses another order than the one declared, and one it does not know", async () => {
    const broken = await rankedAnew(["spread", "lot"]);
    expect(await refusal(forge(broken, KEY, () => {}))).toBe("accepted");
    const tied = (p: Parts) =>
      listOf(p).findIndex(
        (line, at, all) => at > 0 && line.total * all[at - 1]!.reviews === all[at - 1]!.total * line.reviews,
      );
    expect(
      await refusal(
        forge(broken, KEY, (p) => {
          const [list, at] = [listOf(p), tied(p)];
          [list[at]!.rank, list[at - 1]!.rank] = [list[at - 1]!.rank, list[at]!.rank];
        }),
      ),
    ).toContain("is listed with rank");
    expect(
      await refusal(
        forge(broken, KEY, (p) => {
          p.of("rules")["ties"] = ["age"];
        }),
      ),
    ).toContain("does not know");
  });
});

describe("a bundle with another frozen root", () => {
  const freezeIn = (given: Bundle) => given.statements.find(({ json }) => json.includes('"type":"freeze"'))!;
  const { root } = JSON.parse(freezeIn(JSON.parse(bundle) as Bundle).json) as { root: string };

  it("is refused: the statement is not the one in the log", async () => {
    const given = JSON.parse(bundle) as Bundle;
    freezeIn(given).json = freezeIn(given).json.replace(root, sha256(root));
    expect(await refusal(canonical(given))).toContain("(freeze) is not in the log as it is shown");
  });

  it("is refused, even signed anew: the scores are not those that were frozen", async () => {
    const plain = forge(bundle, KEY, () => {});
    const change = (p: Parts) => Object.assign(p.of("freeze"), { root: sha256(root) });
    expect(await refusal(forge(plain, KEY, change, { recommit: false }))).toBe(
      "the reviews are not the ones that were frozen",
    );
  });
});

describe("the consistency of the log", () => {
  const given = () => JSON.parse(bundle) as Bundle;

  it("is refused where one hash of a proof is another", async () => {
    const changed = given();
    const at = changed.consistency.findIndex((proof) => proof.length > 0);
    changed.consistency[at]![0] = Buffer.from(sha256("another"), "hex").toString("base64");
    expect(await refusal(canonical(changed))).toBe(
      `checkpoint ${at + 1} does not extend checkpoint ${at}: the log was rewritten`,
    );
  });

  it("is refused where a state of another log stands before it, though the same key signed that", async () => {
    const changed = given();
    const [, size] = changed.checkpoints[0]!.split("\n");
    const fork = Buffer.from(sha256("another log"), "hex");
    changed.checkpoints[0] = signNote(checkpointText(KEY.name, Number(size), fork), KEY);
    expect(await refusal(canonical(changed))).toBe("checkpoint 1 does not extend checkpoint 0: the log was rewritten");
  });

  it("is refused where a later state is smaller than the one before", async () => {
    const changed = given();
    changed.checkpoints.reverse();
    expect(await refusal(canonical(changed))).toContain("does not come after checkpoint 0");
  });
});

describe("somebody without the key", () => {
  const edited = (change: (given: Bundle) => void) => {
    const copy = JSON.parse(bundle) as Bundle;
    change(copy);
    return canonical(copy);
  };

  it.each<[string, string, string]>([
    [
      "changes a score by one",
      edited((b) => {
        scoresOf(b.openings[0])[0]! > 1 ? scoresOf(b.openings[0])[0]!-- : scoresOf(b.openings[0])[0]!++;
      }),
      "not in the order|not the ones that were frozen",
    ],
    [
      "removes a review",
      edited((b) => {
        b.openings.pop();
      }),
      "as many openings",
    ],
    [
      "adds a review",
      edited((b) => {
        b.openings.push(b.openings[0]!);
      }),
      "as many openings",
    ],
    [
      "replaces a review by another",
      edited((b) => {
        b.openings[1] = b.openings[0]!;
      }),
      "stands there twice",
    ],
    [
      "moves a review to another entry",
      edited((b) => {
        b.openings[0]!.record["entry"] = b.entries.find((each) => each !== b.openings[0]!.record["entry"])!;
      }),
      "not in the order|not the ones that were frozen",
    ],
    [
      "changes the rules",
      edited((b) => {
        b.statements[0]!.json = b.statements[0]!.json.replace('"weight":55', '"weight":56');
      }),
      "not in the log",
    ],
    [
      "swaps two ranks",
      edited((b) => {
        const last = b.statements.at(-1)!;
        last.json = last.json.replace('"rank":1,', '"rank":9,');
      }),
      "not in the log",
    ],
    [
      "swaps a name",
      edited((b) => {
        [b.names[0]!.name, b.names[1]!.name] = [b.names[1]!.name!, b.names[0]!.name!];
      }),
      "was put in its place",
    ],
    [
      "swaps two entries' openings",
      edited((b) => {
        [b.names[0]!.record, b.names[1]!.record] = [b.names[1]!.record, b.names[0]!.record];
      }),
      "was put in its place",
    ],
    [
      "drops a name",
      edited((b) => {
        b.names.pop();
      }),
      "have no name",
    ],
    [
      "removes an entry from the list",
      edited((b) => {
        b.entries.pop();
      }),
      "not the one that was sealed",
    ],
    [
      "adds an entry to the list",
      edited((b) => {
        b.entries.push("f".repeat(64));
      }),
      "not the one that was sealed",
    ],
    [
      "removes a signature",
      edited((b) => {
        b.checkpoints[0] = b.checkpoints[0]!.replace(/— .*\n$/, "");
      }),
      "not a signed note|signature line",
    ],
    [
      "drops the last checkpoint",
      edited((b) => {
        b.checkpoints.pop();
        b.consistency.pop();
      }),
      "checkpoint that is missing",
    ],
    [
      "drops the first checkpoint",
      edited((b) => {
        b.checkpoints.shift();
        b.consistency.shift();
      }),
      "not in the log|does not",
    ],
    [
      "drops a consistency proof",
      edited((b) => {
        b.consistency.pop();
      }),
      "one consistency proof",
    ],
    [
      "leaves the result out",
      edited((b) => {
        b.statements.pop();
      }),
      "exactly one result",
    ],
    [
      "leaves the rules out",
      edited((b) => {
        b.statements.shift();
      }),
      "exactly one rules",
    ],
    [
      "puts statements in another order",
      edited((b) => {
        b.statements.reverse();
      }),
      "does not stand after",
    ],
    [
      "writes a number that overflows",
      bundle.replace(/"index":\d+/, '"index":9007199254740993'),
      "canonical|too large",
    ],
    ["writes a fraction", bundle.replace(/"scores":\[\d/, '"scores":[1.5'), "not whole"],
    ["sends something else", "<html>", "cannot be read"],
  ])("%s: refused", async (_what, text, why) => {
    expect(await refusal(text)).toMatch(new RegExp(why));
  });

  it("signs with other keys: refused", async () => {
    const mine = noteKey(KEY.name, Buffer.alloc(32, 8));
    expect(await refusal(forge(bundle, mine, () => {}))).toContain("whose key you do not trust");
    expect(await refusal(bundle, { keys: [mine.verifier] })).toContain("whose key you do not trust");
    expect(await refusal(bundle, { keys: [] })).toContain("names no keys");
  });
});

describe("witnesses whom the reader names", () => {
  const [anna, bela] = [aWitness(), aWitness("witness.example/bela", 78)];
  const trust = (quorum: number, witnesses = [anna.key, bela.key]) => ({ ...TRUST, witnesses, quorum });
  const last = (JSON.parse(bundle) as Bundle).checkpoints.length - 1;
  /** The bundle with lines under one of its checkpoints. */
  const under = (at: number, ...lines: ((note: string) => string)[]) => {
    const copy = JSON.parse(bundle) as Bundle;
    copy.checkpoints[at] += lines.map((line) => line(copy.checkpoints[at]!)).join("");
    return canonical(copy);
  };
  const by =
    (witness: typeof anna, at = 1_800_000_000) =>
    (note: string) =>
      witness.line(note, at);
  const at = (given: string) => (JSON.parse(given) as Bundle).checkpoints[last]!;

  it("are said with the checkpoint and the moment they signed, and enough of them hold the proof", async () => {
    const verdict = await verify(under(last, by(anna), by(bela)), trust(2));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          new RegExp(
            `^witness.example/anna has cosigned checkpoint ${last} \\(\\d+ leaves\\) on 2027-01-15T08:00:00.000Z$`,
          ),
        ),
        expect.stringContaining("2 of the 2 witnesses"),
      ]),
    );
    expect(await refusal(bundle, trust(0))).toBe("accepted");
  });

  it("count for nothing where the reader does not name their keys, and that is told", async () => {
    const stranger = aWitness(anna.name, 80);
    const [, id] = stranger.key.split("+");
    const { ok, lines } = await verify(under(last, by(anna), by(stranger), by(bela)), {
      ...TRUST,
      witnesses: [anna.key],
    });
    expect([ok, lines.filter((line) => line.includes("do not name"))]).toEqual([
      true,
      [
        `2 cosignatures under checkpoint ${last} are by keys that you do not name, and count for nothing: ${stranger.name}+${id}, ${bela.key.split("+").slice(0, 2).join("+")}`,
      ],
    ]);
  });

  it("are refused after any one value in them is changed, by a reader who asks for them", async () => {
    const signed = JSON.parse(under(last, by(anna), by(bela))) as Bundle;
    const found: number[] = [];
    const note = signed.checkpoints[last]!;
    for (let letter = 0; letter < note.length; letter++) {
      signed.checkpoints[last] = `${note.slice(0, letter)}${note[letter] === "a" ? "b" : "a"}${note.slice(letter + 1)}`;
      if ((await verify(canonical(signed), trust(2))).ok) found.push(letter);
    }
    expect(found).toEqual([]);
  });

  it.each<[string, string, ReturnType<typeof trust>, string]>([
    ["a cosignature removed", under(last, by(anna)), trust(2), "^1 of the witnesses you trust"],
    ["all of them removed", bundle, trust(1), "^0 of the witnesses you trust"],
    [
      "a cosignature from another checkpoint",
      under(last, () => anna.line((JSON.parse(bundle) as Bundle).checkpoints[0]!, 1)),
      trust(1),
      "cosignature of witness.example/anna under checkpoint \\d+ is wrong",
    ],
    ["a cosignature of an earlier state alone", under(0, by(anna)), trust(1), "^0 of the witnesses you trust"],
    [
      "its time changed",
      under(last, (note) => retimed(anna.line(note, 1_800_000_000))),
      trust(1),
      "cosignature of witness.example/anna .* is wrong",
    ],
    ["a time that no calendar has", under(last, by(anna, 2 ** 45)), trust(1), "impossible time"],
    [
      "a cosignature by somebody unknown",
      under(last, by(aWitness("unknown.example", 80))),
      trust(1),
      "^0 of the witnesses you trust",
    ],
    [
      "a cosignature by another key of the same name",
      under(last, by(aWitness(anna.name, 80))),
      trust(1),
      "^0 of the witnesses you trust",
    ],
    ["one cosignature twice", under(last, by(anna), by(anna)), trust(2), "^1 of the witnesses you trust"],
    [
      "a cosignature in the place of the log's own signature",
      canonical({
        ...(JSON.parse(bundle) as Bundle),
        checkpoints: (JSON.parse(bundle) as Bundle).checkpoints.map((note, place) =>
          place === last ? note.replace(/— .*\n$/, anna.line(note, 1)) : note,
        ),
      }),
      trust(0),
      "signature line that is none",
    ],
    [
      "one witness under two names",
      under(last, by(anna)),
      trust(1, [anna.key, aWitness("another.example", 77).key]),
      "names a witness twice",
    ],
    ["the log as its own witness", bundle, trust(0, [aWitness("w", 9).key]), "the log as its own witness"],
    ["a quorum beyond the witnesses", bundle, trust(3), "asks for 3 of 2"],
    ["a quorum that is none", bundle, trust(0.5), "asks for 0.5 of 2"],
    ["a note's key as a witness's", bundle, trust(0, [KEY.verifier]), "not an Ed25519 key of a witness"],
  ])("%s: refused", async (_what, text, trusted, why) => expect(await refusal(text, trusted)).toMatch(new RegExp(why)));

  it("may stand under the checkpoint that somebody kept", async () => {
    expect(await refusal(bundle, TRUST, { checkpoints: [at(under(last, by(anna)))] })).toBe("accepted");
  });
});

/** A cosignature with another time in it. */
function retimed(line: string): string {
  const [, , base64] = line.trim().split(" ");
  const bytes = Buffer.from(base64!, "base64");
  bytes.writeBigUInt64BE(1_800_000_001n, 4);
  return line.replace(base64!, bytes.toString("base64"));
}

describe("somebody who holds the key and the database, and signs everything anew", () => {
  it("is believed by whoever kept nothing, as long as the parts agree", async () =>
    expect(await refusal(forge(bundle, KEY, () => {}))).toBe("accepted"));

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "changes a score by one",
      (p) => {
        const s = scoresOf(p.openings[0]);
        s[0] = s[0] === 5 ? 4 : s[0]! + 1;
      },
      "is listed with rank|hundredths are listed, the scores give",
    ],
    [
      "drops a review",
      (p) => {
        p.openings.pop();
      },
      "is listed with rank|hundredths are listed, the scores give",
    ],
    [
      "gives a score off the scale",
      (p) => {
        scoresOf(p.openings[0])[0] = 6;
      },
      "not on the scale",
    ],
    [
      "swaps two ranks",
      (p) => {
        const [a, b] = [listOf(p)[0]!, listOf(p).at(-1)!];
        [a.rank, b.rank] = [b.rank, a.rank];
      },
      "is listed with rank",
    ],
    [
      "changes a weight",
      (p) => {
        Object.assign((p.of("rules")["criteria"] as object[])[0]!, { weight: 54 });
        Object.assign((p.of("rules")["criteria"] as object[])[1]!, { weight: 46 });
      },
      "is listed with rank|hundredths are listed",
    ],
    [
      "gives an entry a level without saying so",
      (p) => {
        deviationsOf(p).splice(
          deviationsOf(p).findIndex(({ because }) => because === "ranking"),
          1,
        );
      },
      "no departure is declared",
    ],
    [
      "breaks a tie without saying so",
      (p) => {
        deviationsOf(p).splice(
          deviationsOf(p).findIndex(({ because }) => because === "tie"),
          1,
        );
      },
      "no departure is declared",
    ],
    [
      "declares a departure without a reason",
      (p) => {
        giveReason(p, deviationsOf(p).find(({ to }) => to !== null)!, " ");
      },
      "no reason is given",
    ],
    [
      "declares a departure without a commitment to its reason",
      (p) => {
        deviationsOf(p).find(({ to }) => to === null)!.reason = null;
      },
      "no reason is given",
    ],
    [
      "changes the words of a reason",
      (p) => {
        p.reasons![0]!.record["reason"] = "Because we say so.";
      },
      "reason 0 is not the one that was sealed",
    ],
    [
      "changes the salt of a reason",
      (p) => {
        p.reasons![0]!.salt = "0".repeat(64);
      },
      "reason 0 is not the one that was sealed",
    ],
    [
      "swaps the reasons of two entries",
      (p) => {
        const [a, b] = deviationsOf(p).filter(({ to }) => to !== null) as [Departure, Departure];
        [a.reason, b.reason] = [b.reason, a.reason];
      },
      "reason [0-9]+ is not the one that was sealed",
    ],
    [
      "swaps the words of two reasons",
      (p) => {
        const easier = p.reasons!.find(({ record }) => record["reason"] === "Easier to take over.")!;
        const voted = p.reasons!.find(({ record }) => record["reason"] === "The panel voted.")!;
        [easier.record["reason"], voted.record["reason"]] = [voted.record["reason"]!, easier.record["reason"]!];
      },
      "is not the one that was sealed",
    ],
    [
      "opens the reason of another round",
      (p) => {
        const [departure] = deviationsOf(p).filter(({ to }) => to !== null) as [Departure];
        giveReason({ ...p, of: () => ({ type: "result", round: "another" }) }, departure, "As there.");
      },
      "is not the one that was sealed",
    ],
    [
      "opens one reason twice",
      (p) => {
        p.reasons!.push(p.reasons![0]!);
      },
      "is opened twice",
    ],
    [
      "keeps the reason for an entry with a level to themselves",
      (p) => {
        p.reasons!.pop();
      },
      "is not opened",
    ],
    [
      "opens the reason about an entry without a level",
      (p) => {
        const departure = deviationsOf(p).find(({ to }) => to === null)!;
        giveReason(p, { ...departure, to: "shortlisted" }, "It was realised elsewhere.");
        departure.reason = hashOf("reason", p.reasons!.at(-1)!).toString("hex");
      },
      "for an entry with a level",
    ],
    [
      "leaves the reasons out",
      (p) => {
        p.reasons = undefined;
      },
      "sealed and not shown",
    ],
    [
      "salts the result with nothing",
      (p) => {
        Object.assign(p.of("result"), { salt: "" });
      },
      "the salt of the result is not 32 bytes",
    ],
    [
      "calls the result version 9",
      (p) => {
        Object.assign(p.of("result"), { v: 9 });
      },
      "opened that were not sealed",
    ],
    [
      "declares a departure that is none",
      (p) => {
        const same = listOf(p).find(({ entry }) => !deviationsOf(p).some((each) => each.entry === entry))!;
        deviationsOf(p).push({
          entry: same.entry,
          because: "ranking",
          from: same.level,
          to: same.level,
          reason: null,
        });
        giveReason(p, deviationsOf(p).at(-1)!, "x");
      },
      "where the ranking puts it",
    ],
    [
      "gives more places than there are",
      (p) => {
        const line = listOf(p).find(({ level }) => level === "deserving")!;
        line.level = "shortlisted";
      },
      "which has 3 places",
    ],
    [
      "leaves a reviewed entry out of the result",
      (p) => {
        listOf(p).pop();
      },
      "is missing in the result",
    ],
    [
      "lists an entry that was never sealed",
      (p) => {
        listOf(p)[0]!.entry = "0".repeat(64);
      },
      "was not sealed",
    ],
    [
      "discloses less without a reason",
      (p) => {
        Object.assign(p.of("freeze"), { disclosure: 0 });
      },
      "without a reason",
    ],
    [
      "says one person approved",
      (p) => {
        Object.assign(p.of("result"), { approvals: 1 });
      },
      "two people",
    ],
    [
      "leaves a sealing out",
      (p) => {
        Object.assign(p.of("seal"), { number: 2 });
      },
      "a sealing of the entries is missing",
    ],
    [
      "states the rules after the scores",
      (p) => {
        p.statements.push(p.statements.shift()!);
      },
      "not signed one after the other|refer to each other",
    ],
    [
      "takes the result of another round",
      (p) => {
        Object.assign(p.of("result"), { round: "another" });
      },
      "not of one round",
    ],
    [
      "adds a member to a statement",
      (p) => {
        Object.assign(p.of("rules"), { extra: 1 });
      },
      "exactly the members",
    ],
    [
      "counts with numbers beyond counting",
      (p) => {
        listOf(p)[0]!.total = 2 ** 53 - 1;
      },
      "hundredths are listed",
    ],
  ])("%s: refused", async (_what, change, why) => {
    expect(await refusal(forge(bundle, KEY, change))).toMatch(new RegExp(why));
  });

  it("declares a departure: accepted, and printed", async () => {
    const verdict = await verify(
      forge(bundle, KEY, (p) => {
        giveReason(p, deviationsOf(p).find(({ to }) => to !== null)!, "Because we say so.");
      }),
      TRUST,
    );
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines.join("\n")).toContain("Because we say so.");
  });

  it("rewrites the whole log: refused by a checkpoint or a receipt that somebody kept", async () => {
    const kept = (JSON.parse(bundle) as Bundle).checkpoints.at(0)!;
    const receipt = await receiptOf(made.candidates[0]!.id);
    expect(await refusal(bundle, TRUST, { checkpoints: [kept], receipts: [receipt] })).toBe("accepted");
    const rewritten = forge(bundle, KEY, (p) => {
      const lost = hashIn(receipt);
      p.entries.splice(p.entries.indexOf(lost), 1);
      p.openings = p.openings.filter(({ record }) => record["entry"] !== lost);
    });
    expect(await refusal(rewritten, TRUST, { receipts: [receipt] })).toContain("the list does not honour it");
    expect(
      await refusal(
        forge(bundle, KEY, () => {}),
        TRUST,
        { checkpoints: [kept] },
      ),
    ).toContain("the log was rewritten");
    expect(await refusal(bundle, TRUST, { receipts: [receipt.replace("version 2", "version 3")] })).toContain(
      "is wrong",
    );
  });
});

const hashIn = (receipt: string) => /^commitment (.*)$/m.exec(receipt)![1]!;

const signedCopy = async (entryId: string) =>
  (
    await db
      .select({ snapshot: submissions.snapshot })
      .from(submissions)
      .where(eq(submissions.entryId, entryId))
      .orderBy(desc(submissions.number))
      .limit(1)
  )[0]!;
const receiptOf = async (entryId: string): Promise<string> => (await signedReceipt({ db }, KEY, { entryId }))!.text;
const receipts = await Promise.all(made.candidates.map(({ id }) => receiptOf(id)));

it("B95: no two receipts are equal, and none tells how many there are", async () => {
  expect(new Set(receipts.map(hashIn)).size).toBe(receipts.length);
  for (const receipt of receipts) expect(receipt).not.toMatch(/index|size|leaf/);
  expect(await commitmentOf({ db }, "entry", made.candidates[0]!.id)).toBeNull();
});

describe("the receipt for an entry", () => {
  /** Signed anew by the portal's own key, after a change. */
  const signedAnew = (receipt: string, change: (text: string) => string) =>
    signNote(change(receipt.slice(0, receipt.lastIndexOf("\n\n") + 1)), KEY);
  const { names: shown } = JSON.parse(bundle) as Bundle;
  const opens = (name: Bundle["names"][number]) =>
    commit("entry", { salt: Buffer.from(name.salt, "hex"), record: name.record }).toString("hex");
  const awarded = receipts.find((receipt) => shown.some((name) => opens(name) === hashIn(receipt)))!;
  const other = receipts.find((receipt) => !shown.some((name) => opens(name) === hashIn(receipt)))!;
  const before = (receipt: string) => signedAnew(receipt, (text) => text.replace(/^name .*\n/m, ""));
  const linesFor = async (receipt: string) => (await verify(bundle, TRUST, { receipts: [receipt] })).lines.join("\n");

  it("opens its commitment by itself; what it does not show is told", async () => {
    expect(await linesFor(awarded)).toMatch(/all that your receipt says is what its commitment holds/);
    expect(await linesFor(other)).toMatch(
      /all that your receipt says but the name of the city is what its commitment holds/,
    );
    expect(await linesFor(other)).not.toContain("WARNING: your receipt");
  });

  it("of before, which does not open its commitment, is checked by the name that the bundle opens, and otherwise accepted with a warning", async () => {
    expect(await linesFor(before(awarded))).toMatch(/all that your receipt says is what its commitment holds/);
    expect(await linesFor(before(other))).toMatch(/^WARNING: your receipt is of an older form/m);
  });

  const FIELDS = [...awarded.matchAll(/^([a-z0-9-]+) /gm)].map(([, name]) => name!).filter((name) => name !== "award");
  it.each(FIELDS)("with another %s, signed by the portal's key: refused", async (name) => {
    const line = new RegExp(`^(${name} .*)(.)$`, "m");
    const changed = (text: string) =>
      text.replace(line, (_whole, start: string, last: string) => `${start}${last === "1" ? "2" : "1"}`);
    expect(await refusal(bundle, TRUST, { receipts: [signedAnew(awarded, changed)] })).toMatch(/your receipt/);
    expect(
      await refusal(bundle, TRUST, { receipts: [signedAnew(awarded, (text) => text.replace(line, "$&\n$&"))] }),
    ).toMatch(/exactly the lines/);
    if (name !== "name")
      expect(await refusal(bundle, TRUST, { receipts: [signedAnew(before(awarded), changed)] })).toMatch(
        /your receipt/,
      );
  });

  it("with a line that nobody checks, or without the number to which its entry commits: refused", async () => {
    expect(await refusal(bundle, TRUST, { receipts: [signedAnew(other, (text) => `${text}level gold\n`)] })).toMatch(
      /exactly the lines/,
    );
    expect(
      await refusal(bundle, TRUST, {
        receipts: [signedAnew(awarded, (text) => text.replace(/^(number|number-salt|name-salt|name) .*\n/gm, ""))],
      }),
    ).toMatch(/your receipt says something else/);
  });
});

it("a city can work out from its receipt and its title that its commitment holds its number, its name and its content", async () => {
  const [{ id, city }, at] = [
    made.candidates[0]!,
    JSON.parse((await signedCopy(made.candidates[0]!.id)).snapshot) as { title: string; country: string },
  ];
  const receipt = await receiptOf(id);
  const line = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(receipt)![1]!;
  const part = (type: CommitmentType, salt: string, record: Parameters<typeof commit>[1]["record"]) =>
    commit(type, { salt: Buffer.from(line(salt), "hex"), record }).toString("hex");
  const content = part("content", "content-salt", {
    code: line("for").slice("entry ".length),
    version: Number(line("version")),
    received: line("received"),
    sha256: line("sha256"),
  });
  const name = part("name", "name-salt", { city: city.name, country: at.country, title: at.title });
  expect(
    part("entry", "salt", {
      cycle: line("cycle"),
      content,
      name,
      number: part("number", "number-salt", { entry: id }),
    }),
  ).toBe(line("commitment"));
  expect(line("number")).toBe(id);
});

describe("as a command", () => {
  const run = async (text: string) => {
    const [said, complained]: [string[], string[]] = [[], []];
    const files: Record<string, string> = { "bundle.json": text, "trust.json": JSON.stringify(TRUST) };
    const status = await main(["bundle.json", "trust.json"], (file) => files[file]!, {
      log: (line: string) => said.push(line),
      error: (line: string) => complained.push(line),
    });
    return { status, said, complained };
  };

  it("says what holds and ends with 0, or says the first thing that does not and ends with 1", async () => {
    expect(await run(bundle)).toMatchObject({ status: 0, complained: [] });
    expect((await run(bundle)).said.at(-1)).toBe("Everything holds.");
    expect(await run(bundle.replace(/"v":6\}$/, '"v":11}'))).toMatchObject({
      status: 1,
      complained: ["NO  this verifier reads bundles of versions 1 to 10"],
    });
    expect(await main([], () => "", { log: () => {}, error: () => {} })).toBe(1);
  });
});
