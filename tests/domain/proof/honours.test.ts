import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { giveHonour, takeHonour } from "#app/domain/honour/commands.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { approveList, openListCorrection, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { bundleOf, proofBundle } from "#app/domain/proof/queries.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import { levelOf } from "#app/domain/shortlist/rules.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import { type Bundle, changes, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { contextOf } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const MENTION = { name: { en: "Special mention", fr: "Mention spéciale" }, reason: "CNRY-why" };
const FAVOURITE = { name: { en: "Online Popular City" }, reason: "CNRY-votes" };

type Given = Parameters<typeof aProvedRound>[1];
/** A proved round whose best entry, with a level, is a favourite, and whose last, without one, has a mention. */
const aHonouredRound = (tx: Db, given: Given = {}) =>
  aProvedRound(tx, {
    against: false,
    ...given,
    afterwards: async (_tasks, roundId) => {
      const lin = await contextOf(tx, await aStaffMember(tx));
      const ranked = (await selectionOf(lin, roundId)).lines.filter(({ rank }) => rank !== null);
      await giveHonour(lin, { roundId, entryId: ranked[0]!.entryId, honour: FAVOURITE });
      await giveHonour(lin, { roundId, entryId: ranked.at(-1)!.entryId, honour: MENTION });
    },
  });

type Honour = { entry: string; name: Record<string, string> };
type Stated = Record<string, unknown> & {
  honours: Honour[];
  list: { entry: string; level: string | null }[];
};
const stated = (bundle: string, type = "result") =>
  (JSON.parse(bundle) as Bundle).statements
    .map(({ json }) => JSON.parse(json) as Stated)
    .findLast((each) => each["type"] === type)!;
const told = async (bundle: string) => {
  const verdict = await verify(bundle, TRUST);
  return verdict.ok ? verdict.lines.join("\n") : verdict.failure;
};

const open = await aHonouredRound(db);
const closed = await aHonouredRound(db, { disclosure: 0 });

describe("a stated list with honours", () => {
  it("names them in every language, with their entries, and not why; the verifier tells of them in words", async () => {
    const { v, honours } = stated(open.bundle);
    expect(honours.map(({ name }) => name)).toEqual([FAVOURITE.name, MENTION.name]);
    expect([25, 29]).toContain(v);
    expect(open.bundle).not.toContain("CNRY");
    const lines = await told(open.bundle);
    expect(lines).toMatch(/^shortlisted: .+, rank 1; honours: Online Popular City$/m);
    expect(lines).toMatch(/^no level: .+, rank \d+; honours: Special mention$/m);
    expect(lines).toContain("2 honours stand beside the levels: no score gives them, two people approved them");
    expect((JSON.parse(open.bundle) as Bundle).names).toHaveLength(7);
  });

  it("states the honoured without a level where the awarded alone are disclosed, too, and nobody else", async () => {
    const { list, honours } = stated(closed.bundle);
    expect(list).toHaveLength(7);
    const mentioned = honours.find(({ name }) => name["en"] === MENTION.name.en)!.entry;
    expect(list.filter(({ level }) => level === null).map(({ entry }) => entry)).toEqual([mentioned]);
    expect(await told(closed.bundle)).toMatch(/^no level: .+; honours: Special mention$/m);
  });

  it("is told by commitments to whoever signs it without names, and holds with the openings of its scores", async () => {
    for (const { round, bundle } of [open, closed]) {
      const openings = await openingsFile({ db }, round.id);
      expect((await verify(bundle, TRUST, { openings })).ok).toBe(true);
      const nameless = await bundleOf({ db }, round.id, { names: false });
      const verdict = await verify(nameless, TRUST, { openings, signing: true });
      const { entry } = stated(nameless).honours.find(({ name }) => name["en"] === FAVOURITE.name.en)!;
      expect(verdict.lines).toContain(`honours: ${entry.slice(0, 12)}… Online Popular City`);
    }
  });

  it.each([
    ["where all scores are disclosed", open.bundle],
    ["where the awarded alone are", closed.bundle],
  ])("is refused after any one value in it is changed, %s", async (_where, bundle) => {
    const found: string[] = [];
    for (const [path, changed] of changes(JSON.parse(bundle) as Bundle))
      if ((await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
  });

  it.each<[string, (of: Stated, parts: Parts) => void, string]>([
    [
      "honours an entry that is not in the result",
      (of) => (of.honours[0]!.entry = "0".repeat(64)),
      "not in the result",
    ],
    ["gives an honour twice", (of) => of.honours.push(of.honours[0]!), "twice"],
    ["gives one without a name", (of) => (of.honours[0]!.name = { en: " " }), "has no name"],
    ["gives one without an English name", (of) => (of.honours[0]!.name = { fr: "Mention" }), "has no name"],
    ["names one in no language", (of) => (of.honours[0]!.name = { en: "A", "?": "B" }), "has no name"],
    ["gives a list of names", (of) => Object.assign(of.honours[0]!, { name: ["A"] }), "has no name"],
    ["has members that nobody reads", (of) => Object.assign(of.honours[0]!, { more: 1 }), "exactly the members"],
    ["has an empty list of them", (of) => (of.honours = []), "and has none"],
    ["has no list of them", (of) => Object.assign(of, { honours: "none" }), "is not a list"],
    [
      "leaves them out",
      (of) => {
        Object.assign(of, { v: (of["v"] as number) - 16 });
        Reflect.deleteProperty(of, "honours");
      },
      "was put in its place",
    ],
    [
      "calls it a version without them",
      (of) => Object.assign(of, { v: (of["v"] as number) - 16 }),
      "exactly the members",
    ],
    ["takes away the one of an entry whose name is open", (of) => of.honours.pop(), "was put in its place"],
    ["opens one name less", (_of, parts) => parts.names.pop(), "awarded entries have no name"],
  ])("whoever holds the key and %s: refused", async (_what, change, because) => {
    expect(
      await told(forge(open.bundle, KEY, (parts) => void change(parts.of("result") as unknown as Stated, parts))),
    ).toContain(because);
  });

  it("lists no entry with neither a level nor an honour where the awarded alone are told", async () => {
    const forged = forge(closed.bundle, KEY, (parts) => {
      const result = parts.of("result") as unknown as Stated;
      const other = parts.entries.find((entry) => !result.list.some((line) => line.entry === entry))!;
      result.list.push({ entry: other, level: null });
    });
    expect(await told(forged)).toContain("neither a level nor an honour");
  });

  it("leaves the format of every other result as it was", async () => {
    const plain = stated((await aProvedRound(db, { against: false })).bundle);
    expect(plain).not.toHaveProperty("honours");
    expect(plain["v"]).toBeLessThanOrEqual(16);
  });
});

describe("a corrected list", () => {
  /** The mention goes to the one before, which has no level either; or, where `none`, there are no honours any more. */
  async function aCorrected({ none }: { none: boolean }) {
    const { lin, chen, round } = await aHonouredRound(db);
    const roundId = round.id;
    await openListCorrection(lin, roundId, "The wrong one was mentioned.");
    const { lines } = await selectionOf(lin, roundId);
    for (const { entryId, honours } of lines)
      for (const { id, name } of honours)
        if (none || name.en === MENTION.name.en) await takeHonour(lin, { roundId, entryId, id });
    const other = lines.findLast((line) => levelOf(line) === null && line.honours.length === 0)!;
    if (!none) await giveHonour(lin, { roundId, entryId: other.entryId, honour: MENTION });
    await proposeShortlist(lin, roundId);
    await approveList(chen, roundId, PUBLIC_URL, (await signingOf(chen, roundId)).listSha256);
    await publishCorrection(chen, { roundId, at: chen.now, pictures: [], publicUrl: PUBLIC_URL });
    await signLog(lin, KEY);
    return { bundle: await proofBundle(chen, roundId) };
  }

  it("states the honours it has, in a version of its own, and opens their names", async () => {
    const { bundle } = await aCorrected({ none: false });
    const [first, now] = [stated(bundle), stated(bundle, "correction")];
    expect(now).toMatchObject({ v: 4, honours: [{ name: FAVOURITE.name }, { name: MENTION.name }] });
    expect(now.honours[1]!.entry).not.toBe(first.honours[1]!.entry);
    expect(await told(bundle)).toMatch(/^no level: .+; honours: Special mention$/m);
    const forged = (change: (of: Stated) => void) =>
      told(
        forge(bundle, KEY, (parts) => {
          const correction = parts.of("correction") as unknown as Stated;
          const result = parts.statements.findIndex(({ type }) => type === "result");
          Object.assign(correction, { result, replaces: result });
          change(correction);
        }),
      );
    expect(await forged(() => {})).toContain("checked is version 2 of the list");
    expect(await forged((of) => (of.honours[1]!.entry = first.honours[1]!.entry))).toContain("was put in its place");
    expect(await forged((of) => (of.honours[1]!.entry = "0".repeat(64)))).toContain("not in the result");
    expect(await forged((of) => (of.honours = []))).toContain("and has none");
  });

  it("without honours is stated as before, and takes those of the list before away", async () => {
    const { bundle } = await aCorrected({ none: true });
    expect(stated(bundle, "correction")).toMatchObject({ v: 3 });
    const lines = await told(bundle);
    expect(lines).toContain("checked is version 2 of the list");
    expect(lines).not.toContain("; honours: ");
    expect((JSON.parse(bundle) as Bundle).names).toHaveLength(6);
  });
});
