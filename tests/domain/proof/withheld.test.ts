import { describe, expect, it } from "vitest";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Departure, forge, forgeOpened, type Parts } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const opened = async (given: Parameters<typeof aProvedRound>[1]) => {
  const { bundle, round } = await aProvedRound(db, { against: false, ...given });
  return { bundle, openings: await openingsFile({ db }, round.id) };
};
const secret = await opened({ disclosure: 0 });
const thin = await opened({ disclosure: 2, reviewers: 3 });
const few = await opened({ entries: 9 });

const told = async (bundle: string, openings?: string) => {
  const verdict = await verify(bundle, TRUST, openings === undefined ? {} : { openings });
  return verdict.ok
    ? (verdict.lines.find((line) => line.startsWith("WARNING: the rules promised")) ?? "no warning")
    : verdict.failure;
};
const promising =
  (withheld: string, rules = 1, disclosure = 0) =>
  ({ of }: Parts) => {
    Object.assign(of("rules"), { disclosure: rules });
    Object.assign(of("freeze"), { disclosure, withheld });
  };

describe("scores that the rules promised and the portal withholds", () => {
  it("are said to be withheld, with the reason; what was promised is not", async () => {
    expect(await told(thin.bundle)).toMatch(/disclosure 2.*an entry has fewer than 4 reviews.* does not show/);
    expect(await told(few.bundle)).toMatch(/disclosure 1.*fewer than 10 entries were judged.* does not show/);
    expect(await told(thin.bundle, thin.openings)).toMatch(/fewer than 4 reviews. The openings agree/);
    expect(await told(few.bundle, few.openings)).toMatch(/fewer than 10 entries were judged. The openings agree/);
    expect(await told(secret.bundle)).toBe("no warning");
    expect(await told(secret.bundle, secret.openings)).toBe("no warning");
  });

  it.each<[string, (parts: Parts) => void, string]>([
    ["a reason that there is not", promising("because we can"), "without a reason that there is"],
    ["no reason", promising(""), "without a reason that there is"],
    ["the name of what every object has", promising("toString"), "without a reason that there is"],
    ["a reason, and nothing was promised", promising("few-reviews", 0), "without a reason that there is"],
    ["a promise that there is not", promising("few-reviews", 3), "without a reason that there is"],
    ["a part of them", promising("few-reviews", 2, 1), "without a reason that there is"],
    [
      "few entries, and ten are shown",
      (p) => {
        promising("few-entries")(p);
        const known = new Set((p.of("result")["deviations"] as Departure[]).map(({ entry }) => entry));
        for (const entry of p.entries.filter((each) => !known.has(each)))
          (p.of("result")["deviations"] as Departure[]).push({
            entry,
            because: "ranking",
            from: null,
            to: null,
            reason: "0".repeat(64),
          });
      },
      "fewer than 10 entries were judged, which is not so",
    ],
  ])("for %s: refused, whoever signed it", async (_what, change, why) => {
    const forged = forgeOpened(secret, KEY, (_file, parts) => change(parts));
    expect(await told(forged.bundle)).toContain(why);
  });

  it.each([
    ["few-entries", "fewer than 10 entries were judged, which is not so"],
    ["few-reviews", "an entry has fewer than 4 reviews, which is not so"],
  ])(
    "because of %s, which the openings refute: a scrutineer sees it, and everybody else a warning",
    async (reason, why) => {
      const forged = forgeOpened(secret, KEY, (_file, parts) => promising(reason)(parts));
      expect(await told(forged.bundle)).toContain("WARNING");
      expect(await told(forged.bundle, forged.openings)).toContain(why);
    },
  );

  it("because of few entries: one that nobody reviewed may have come later, and refutes nothing", async () => {
    const forged = forgeOpened(few, KEY, (_file, { of }) =>
      (of("result")["deviations"] as Departure[]).push({
        entry: "0".repeat(64),
        because: "no-reviews",
        from: null,
        to: null,
        reason: "0".repeat(64),
      }),
    );
    expect(await told(forged.bundle)).toMatch(/fewer than 10 entries were judged.* does not show/);
  });

  it("in a round that withholds nothing, forged the same way, change nothing", async () => {
    const { bundle } = await aProvedRound(db, { against: false });
    expect(await told(forge(bundle, KEY, () => {}))).toBe("no warning");
  });
});
