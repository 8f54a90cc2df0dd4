import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { commit, type CommitmentType, statementText } from "#app/domain/commitment/rules.ts";
import { canonical as verifiersCanonical } from "../../../public/verify.mjs";

describe("commitments", () => {
  const salt = Buffer.alloc(32, 5);
  const record = { entry: "e1", scores: [3, 4] };

  it("are SHA-256 over a word for the kind, the salt and canonical JSON", () => {
    const expected = createHash("sha256")
      .update(Buffer.concat([Buffer.from("awards/v1/review\n"), salt, Buffer.from('{"entry":"e1","scores":[3,4]}')]))
      .digest("hex");
    expect(commit("review", { salt, record }).toString("hex")).toBe(expected);
  });

  it("differ by kind, salt and record", () => {
    const kinds: CommitmentType[] = ["entry", "content", "score-event", "review", "audit", "reason"];
    const all = [
      ...kinds.map((kind) => commit(kind, { salt, record })),
      commit("review", { salt: Buffer.alloc(32, 6), record }),
      commit("review", { salt, record: { ...record, scores: [3, 5] } }),
    ];
    expect(new Set(all.map((each) => each.toString("hex"))).size).toBe(all.length);
  });

  it.each([[{ n: 0.5 }], [{ n: 2 ** 53 }], [{ n: -0 }], [{ deep: [{ n: 1e300 }] }]])(
    "hold whole numbers only: not %j",
    (wrong) => {
      expect(() => commit("review", { salt, record: wrong })).toThrow(TypeError);
      expect(() => statementText(wrong)).toThrow(TypeError);
    },
  );

  it("need a whole salt", () => expect(() => commit("review", { salt: Buffer.alloc(31), record })).toThrow(TypeError));
});

/** Of RFC 8785: the examples of 3.2.2 and 3.2.3, and the numbers of appendix B that we do not refuse on purpose. */
describe("canonical JSON after RFC 8785", () => {
  it("writes literals, numbers and strings as in 3.2.2, but for 1e30: a whole number that nobody can count with is refused", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts members by UTF-16 code units as in 3.2.3, and so does the verifier", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const written =
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}';
    expect(canonical(value)).toBe(written);
    expect(verifiersCanonical(value)).toBe(written);
  });

  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("number %s is %s", (bits, written) => expect(canonical(Buffer.from(bits, "hex").readDoubleBE())).toBe(written));

  it.each([
    "7fffffffffffffff",
    "7ff0000000000000",
    "fff0000000000000",
    "4340000000000000",
    "4430000000000000",
    "44b52d02c7e14af6",
    "7fefffffffffffff",
  ])("number %s is refused", (bits) => {
    expect(() => canonical(Buffer.from(bits, "hex").readDoubleBE())).toThrow(TypeError);
  });

  it.each([[undefined], [new Map()], [new Date(0)], ["\ud800"], [{ a: undefined }], [() => 1], [1n]])(
    "refuses what others drop: %s",
    (value) => {
      expect(() => canonical(value)).toThrow(TypeError);
    },
  );
});
