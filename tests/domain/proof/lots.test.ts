import { describe, expect, it } from "vitest";
import { sha256 } from "#app/domain/audit/rules.ts";
import { noteKey } from "#app/domain/commitment/note.ts";
import { drawOf, lotOf } from "#app/domain/proof/lots.ts";
import { wholeRanking } from "#app/domain/ranking/queries.server.ts";
import { verifierSha256 } from "#app/outside/verifier.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Bundle, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { asBeforeSeeds } from "#tests/support/older-rules.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const made = await aProvedRound(db, { ties: ["lot"], against: false });
const { bundle } = made;

type Line = { entry: string; rank: number; reviews: number; total: number };
const statementOf = (text: string, type: string) =>
  (JSON.parse(text) as Bundle).statements
    .map(({ json }) => JSON.parse(json) as Record<string, unknown> & { list: Line[] })
    .find((each) => each["type"] === type)!;
const told = async (text: string, further = {}) => {
  const verdict = await verify(text, TRUST, further);
  return verdict.ok ? verdict.lines.join("\n") : `refused: ${verdict.failure}`;
};
const meanOf = ({ total, reviews }: Line) => total / reviews;
const ranked = (list: Line[]) => list.map(({ entry, rank }) => ({ entry, rank })).sort((a, b) => a.rank - b.rank);

/** The list of a result whose ties go by other lots. */
const drawnBy = (draw: string, list: readonly Line[]) =>
  list
    .toSorted((a, b) => meanOf(b) - meanOf(a) || (lotOf(draw, a.entry) < lotOf(draw, b.entry) ? -1 : 1))
    .map(({ entry }, at) => ({ entry, rank: at + 1 }));
const reranked = ({ of }: Parts, draw: string) => {
  const list = of("result")["list"] as Line[];
  const ranks = new Map(drawnBy(draw, list).map(({ entry, rank }) => [entry, rank]));
  for (const line of list) line.rank = ranks.get(line.entry)!;
};

describe("a lot", () => {
  const { list } = statementOf(bundle, "result");
  const { seed, root } = statementOf(bundle, "freeze") as { seed?: string; root?: string };
  const given = (JSON.parse(bundle) as Bundle).openings.map(({ record }) => record);

  it("decides here: entries have equal means, and the root of the scores would order them otherwise", () => {
    expect(new Set(list.map(meanOf)).size).toBeLessThan(list.length);
    expect(drawnBy(root!, list)).not.toEqual(ranked(list));
    expect(drawnBy(drawOf([seed!], given), list)).toEqual(ranked(list));
  });

  it("goes by a seed that the rules commit to and the freeze opens, and the verifier says so", async () => {
    expect(statementOf(bundle, "rules")).toMatchObject({ v: 9, seeds: { ranking: expect.any(String) as string } });
    expect(bundle.indexOf(seed!)).toBeGreaterThan(bundle.indexOf('\\"type\\":\\"rules\\"'));
    const lines = await told(bundle);
    expect(lines).toMatch(
      /lots go by a seed of the portal's, to which the rules commit .* nobody could draw them again after the rules/,
    );
    expect(lines).toContain("ties broken by lot");
  });

  it("is the same whatever salts and slots the scores are committed to under", async () => {
    const again = forge(bundle, KEY, ({ openings }) => {
      for (const [at, opening] of openings.entries()) {
        opening.salt = sha256(`another salt ${at}`);
        opening.record["slot"] = sha256(`another slot ${at}`).slice(0, 32);
      }
    });
    expect(statementOf(again, "freeze")["root"]).not.toBe(root);
    expect(await told(again)).toContain("comes out the same");
  });

  it("is drawn by the portal as by the verifier, on its pages too", async () => {
    const places = (await wholeRanking({ db }, made.round.id)).map(({ entryId, rank }) => [entryId, rank]);
    expect(new Set(places.map(([, rank]) => rank)).size).toBe(12);
  });
});

describe("whoever holds the log's key and", () => {
  it("changes nothing, forges what is accepted", async () =>
    expect(await told(forge(bundle, KEY, () => {}))).not.toContain("refused"));

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "opens another seed, by which the lots go",
      (p) => {
        p.of("freeze")["seed"] = "5a".repeat(32);
        const given = p.openings.map(({ record }) => record);
        reranked(p, drawOf(["5a".repeat(32)], given));
      },
      "the seed of the ranking that was opened with the frozen scores is not the one that the rules commit to",
    ],
    [
      "opens the seed of the ballot in its place",
      (p) => {
        const seeds = p.of("rules")["seeds"] as { ranking: string; ballot: string };
        [seeds.ranking, seeds.ballot] = [seeds.ballot, seeds.ranking];
      },
      "is not the one that the rules commit to",
    ],
    [
      "opens no seed",
      (p) => {
        for (const member of ["seed", "opened", "scrutineers"]) delete p.of("freeze")[member];
        p.of("freeze")["v"] = 4;
      },
      "commit to seeds of lots that are not opened",
    ],
    [
      "opens what is none",
      (p) => {
        p.of("freeze")["seed"] = "";
      },
      "is not the one that the rules commit to",
    ],
    [
      "opens a seed that the rules do not commit to",
      (p) => {
        const { v, freeze } = { v: p.v, freeze: structuredClone(p.of("freeze")) };
        asBeforeSeeds(p);
        p.v = v - 5;
        Object.assign(p.of("freeze"), freeze);
      },
      "seeds are opened that they do not commit to",
    ],
    [
      "draws the lots by the root of the scores, as before",
      (p) => reranked(p, p.of("freeze")["root"] as string),
      "is listed with rank",
    ],
    [
      "draws them by the seed alone",
      (p) => reranked(p, drawOf([p.of("freeze")["seed"] as string], [])),
      "is listed with rank",
    ],
    [
      "commits to one seed alone",
      (p) => delete (p.of("rules")["seeds"] as { ballot?: string }).ballot,
      "exactly the members",
    ],
    [
      "names no verifier",
      (p) => {
        p.of("rules")["verifier"] = "verify.mjs";
      },
      "do not name the verifier",
    ],
    [
      "leaves open what comes late",
      (p) => {
        p.of("rules")["late"] = { graceSeconds: -1, extensions: "" };
      },
      "do not say what holds for what comes late",
    ],
  ])("%s: refused", async (_what, change, why) => {
    const forged = await told(forge(bundle, KEY, change));
    expect(forged).toMatch(/^refused: /);
    expect(forged).toContain(why);
  });
});

describe("seeds of scrutineers", () => {
  const [nadia, omar] = [61, 62].map((seed, at) =>
    noteKey(`scrutineer.example/${["nadia", "omar"][at]}`, Buffer.alloc(32, seed)),
  ) as [typeof KEY, typeof KEY];
  const [hers, his] = ["a1".repeat(32), "b2".repeat(32)] as [string, string];
  const proved = aProvedRound(db, {
    ties: ["lot"],
    against: false,
    committed: [
      { key: nadia, seed: hers, opens: true },
      { key: omar, seed: his, opens: false },
    ],
  });
  const asBothOpened = (p: Parts) =>
    drawOf(
      [p.of("freeze")["seed"] as string, hers],
      p.openings.map(({ record }) => record),
    );

  it("join the portal's where they were opened; one that was not is told with its holder's key", async () => {
    const { bundle: text } = await proved;
    const { list } = statementOf(text, "result");
    const given = (JSON.parse(text) as Bundle).openings.map(({ record }) => record);
    const { seed } = statementOf(text, "freeze") as { seed?: string };
    expect(drawnBy(drawOf([seed!, hers], given), list)).toEqual(ranked(list));
    const verdict = await verify(text, TRUST);
    expect(verdict).toMatchObject({ ok: true, scrutineers: [{ seed: "opened" }, { seed: "missing" }] });
    const lines = verdict.lines.join("\n");
    expect(lines).toMatch(/lots go by 2 seeds that were committed to before any score was in the log: the portal's/);
    expect(lines).toMatch(/of the scrutineer scrutineer.example\/nadia\+\w{8}, and by these scores/);
    expect(lines.match(/WARNING: the scrutineer .* committed to a seed/g)).toHaveLength(1);
    expect(lines).toMatch(/WARNING: the scrutineer scrutineer.example\/omar\+\w{8} committed to a seed/);
    expect(text).not.toContain(his);
  });

  const seedsOf = ({ statements }: Parts) => statements.filter(({ type }) => type === "seed");
  const moved = (p: Parts, statement: Parts["statements"][number], behind: string) => {
    p.statements.splice(p.statements.indexOf(statement), 1);
    p.statements.splice(p.statements.findIndex(({ type }) => type === behind) + 1, 0, statement);
  };
  it.each<[string, (p: Parts) => void, string]>([
    [
      "opens another one",
      (p) => Object.assign(seedsOf(p)[0]!, { seed: his }),
      "not one that a scrutineer committed to",
    ],
    [
      "opens what is none",
      (p) => Object.assign(seedsOf(p)[0]!, { seed: "" }),
      "not one that a scrutineer committed to",
    ],
    [
      "opens one of a scrutineer who committed to none",
      (p) => {
        const stated = p.of("scrutineer");
        delete Object.assign(stated, { v: 1 })["seed"];
      },
      "not one that a scrutineer committed to",
    ],
    ["opens one of another round", (p) => Object.assign(seedsOf(p)[0]!, { round: "another" }), "not of one round"],
    [
      "opens one after the freeze",
      (p) => moved(p, seedsOf(p)[0]!, "freeze"),
      "between the rules and the frozen scores",
    ],
    [
      "opens one before the rules, when the portal drew its own",
      (p) => {
        const [seed, rules] = [seedsOf(p)[0]!, p.of("rules")];
        p.statements.splice(p.statements.indexOf(seed), 1);
        p.statements.splice(p.statements.indexOf(rules), 0, seed);
      },
      "between the rules and the frozen scores",
    ],
    [
      "takes a commitment after the rules",
      (p) => moved(p, p.of("scrutineer"), "rules"),
      "does not stand before the rules",
    ],
    [
      "takes a commitment after the freeze",
      (p) => moved(p, p.of("scrutineer"), "freeze"),
      "not signed before the scores were frozen",
    ],
    [
      "commits to what is no seed",
      (p) => Object.assign(p.of("scrutineer"), { seed: "" }),
      "does not stand before the rules",
    ],
    [
      "opens one twice",
      (p) => p.statements.splice(p.statements.indexOf(seedsOf(p)[0]!), 0, structuredClone(seedsOf(p)[0]!)),
      "is opened for the second time|not one that a scrutineer committed to",
    ],
    [
      "draws the lots without one that is opened",
      (p) =>
        reranked(
          p,
          drawOf(
            [p.of("freeze")["seed"] as string],
            p.openings.map(({ record }) => record),
          ),
        ),
      "is listed with rank",
    ],
    [
      "draws them with one that is not opened",
      (p) =>
        reranked(
          p,
          drawOf(
            [p.of("freeze")["seed"] as string, hers, his],
            p.openings.map(({ record }) => record),
          ),
        ),
      "is listed with rank",
    ],
  ])("whoever holds the log's key and %s: refused", async (_what, change, why) =>
    expect(await told(forge((await proved).bundle, KEY, change))).toMatch(new RegExp(`^refused: .*(${why})`)),
  );

  it("go by the order of their keys, whoever held openings back: he opened before her", async () => {
    const committed = [
      { key: nadia, seed: hers, opens: true },
      { key: omar, seed: his, opens: true },
    ];
    const { bundle: text } = await aProvedRound(db, { ties: ["lot"], against: false, committed });
    const { list } = statementOf(text, "result");
    const given = (JSON.parse(text) as Bundle).openings.map(({ record }) => record);
    const { seed, opened } = statementOf(text, "freeze") as { seed?: string; opened?: number[] };
    expect(opened).toEqual(opened!.toSorted((a, b) => a - b));
    expect(text.indexOf(his)).toBeLessThan(text.indexOf(hers));
    expect(drawnBy(drawOf([seed!, hers, his], given), list)).toEqual(ranked(list));
    expect(await told(text)).toContain("lots go by 3 seeds");
    expect(await told(forge(text, KEY, (p) => reranked(p, drawOf([seed!, his, hers], given))))).toContain("refused");
  });

  it("forged anew with nothing changed, or under the same lots, are accepted", async () => {
    const { bundle: text } = await proved;
    expect(await told(forge(text, KEY, (p) => reranked(p, asBothOpened(p))))).toContain("lots go by 2 seeds");
  });

  it.each<[string, (p: Parts) => void]>([
    ["the bundle, where the freeze names it", (p) => p.statements.splice(p.statements.indexOf(seedsOf(p)[0]!), 1)],
    ["the freeze", (p) => Object.assign(p.of("freeze"), { opened: [] })],
  ])("left out of %s: refused", async (_where, change) =>
    expect(
      await told(
        forge(
          forge((await proved).bundle, KEY, () => {}),
          KEY,
          change,
          { recommit: false },
        ),
      ),
    ).toContain("the opened seeds that are shown are not those that the freeze names"),
  );

  it("left out of a log that is written anew: its holder's key stands in a WARNING", async () => {
    const without = forge((await proved).bundle, KEY, (p) =>
      p.statements.splice(p.statements.indexOf(seedsOf(p)[0]!), 1),
    );
    const { lines } = await verify(without, TRUST);
    expect(lines.filter((line) => /^WARNING: the scrutineer .* committed to a seed/.test(line))).toHaveLength(2);
  });
});

describe("the verifier on lots", () => {
  it("warns where entries were sealed again after the rules, and not where that was before", async () => {
    const again = (place: (p: Parts) => number) => (p: Parts) => {
      const seal = p.of("seal");
      p.statements.splice(p.statements.indexOf(seal), 1);
      p.statements.splice(place(p), 0, seal, { ...seal, number: 2 });
    };
    const before = again((p) => p.statements.indexOf(p.of("rules")));
    const after = again((p) => p.statements.indexOf(p.of("rules")) + 1);
    const warned = /WARNING: the entries were sealed again after the rules were stated/;
    expect(await told(forge(bundle, KEY, after))).toMatch(warned);
    expect(await told(forge(bundle, KEY, before))).not.toMatch(/refused|sealed again after/);
    expect(await told(bundle)).not.toMatch(warned);
  });

  it("says that none is drawn where people decide between equals", async () => {
    const lines = await told((await aProvedRound(db)).bundle);
    expect(lines).toContain("neither scores nor votes are told apart by lot here");
    expect(lines).not.toMatch(/lots go by|nobody could draw/);
  });

  it("says by what equal adjusted scores go", async () => {
    const { bundle: adjusted } = await aProvedRound(db, { method: "adjusted", severe: true, against: false });
    expect(await told(adjusted)).toContain("equal adjusted scores go by mean, by spread, and then by a lot");
    expect(await told(bundle)).not.toContain("equal adjusted scores");
  });
});

describe("rules that were stated before there were seeds", () => {
  it("keep their lots, by the root of the scores, in the portal and in the verifier", async () => {
    const older = (await aProvedRound(db, { ties: ["lot"], against: false, older: true })).bundle;
    const { list } = statementOf(older, "result");
    expect(statementOf(older, "rules")).toMatchObject({ v: 4 });
    expect(statementOf(older, "freeze")).toMatchObject({ v: 4 });
    expect(drawnBy(statementOf(older, "freeze")["root"] as string, list)).toEqual(ranked(list));
    const lines = await told(older);
    expect(lines).toContain("ties broken by lot");
    expect(lines).not.toContain("seed");
    expect(lines).toContain("WARNING: lots go by the root of the frozen scores, whose salts whoever runs the portal");
    const forged = await told(
      forge(older, KEY, (p) =>
        reranked(
          p,
          drawOf(
            ["5a".repeat(32)],
            p.openings.map(({ record }) => record),
          ),
        ),
      ),
    );
    expect(forged).toContain("is listed with rank");
  });
});

it("the rules name the verifier that is served, and one that knows its own bytes says whether it is that", async () => {
  const { verifier, late } = statementOf(bundle, "rules");
  expect(verifier).toBe(verifierSha256());
  expect(late).toEqual({ graceSeconds: 120, extensions: "for one entry at a time, with a reason on record" });
  expect(await told(bundle, { source: verifierSha256() })).toContain(`${verifierSha256()}: that is the one which runs`);
  expect(await told(bundle, { source: "0".repeat(64) })).toContain("the one that runs here is another, 000");
  expect(await told(bundle)).toContain("compare it with the one that you use");
});
