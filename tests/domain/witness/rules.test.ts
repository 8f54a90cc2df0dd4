import { describe, expect, it } from "vitest";
import { noteKey } from "#app/domain/commitment/note.ts";
import { readCosigned, readWitnessKey, vouchesFor } from "#app/domain/witness/rules.ts";
import { aWitness, seconds } from "#tests/support/witness.ts";
import { cosignaturesApart, readKey } from "../../../public/verify.mjs";

/**
 * The public key of a witness of the public network, as the tests of its reference implementation hold it
 * (github.com/transparency-dev/formats).
 */
const REAL = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
/** The example of c2sp.org/tlog-cosignature. */
const EXAMPLE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

describe("the key of a witness", () => {
  it("of the public network is read by portal and verifier alike", async () => {
    expect(readWitnessKey(REAL)).toMatchObject({ name: "remora.n621.de", id: "da77ade7" });
    expect(await readKey(REAL, 4)).toMatchObject({
      name: "remora.n621.de",
      id: "da77ade7",
      bare: readWitnessKey(REAL)!.bare.toString("hex"),
    });
  });

  it.each([
    ["another number", REAL.replace("da77ade7", "da77ade8")],
    ["another name", REAL.replace("remora", "remorb")],
    ["a letter less", REAL.slice(0, -1)],
    ["a letter changed", REAL.replace("BOvN", "BOvM")],
    ["a key that signs notes", noteKey("award.example/log", Buffer.alloc(32, 9)).verifier],
    ["nothing", ""],
    ["words", "my key"],
  ])("with %s is refused by both", async (_what, written) => {
    expect(readWitnessKey(written)).toBeNull();
    await expect(readKey(written, 4)).rejects.toThrow();
  });
});

describe("cosignatures", () => {
  it("are told from the log's own signature, in the example of the specification", () => {
    const [signed, ...lines] = [cosignaturesApart(EXAMPLE).signed, ...readCosigned(EXAMPLE).cosignatures];
    expect(lines).toMatchObject([{ name: "witness.example.com/w1", id: "8d66cf3f", time: 1679315147n }]);
    expect(signed).toBe(EXAMPLE.replace(/— witness.*\n/, ""));
    expect(cosignaturesApart(EXAMPLE)).toMatchObject({
      text: readCosigned(EXAMPLE).text,
      cosignatures: [lines[0]!.line],
    });
  });

  const anna = aWitness();
  const between = { from: new Date("2027-01-01T00:00:00Z"), to: new Date("2027-01-02T00:00:00Z") };
  const noon = seconds(new Date("2027-01-01T12:00:00Z"));
  const vouched = (line: string, text = readCosigned(EXAMPLE).text, by = anna.key) =>
    readCosigned(`${EXAMPLE}${line}`).cosignatures.some((each) => vouchesFor(readWitnessKey(by)!, text, each, between));

  it("vouch for the text that was signed, by the key that signed it, between its making and now", () =>
    expect(vouched(anna.line(EXAMPLE, noon))).toBe(true));

  it.each<[string, () => boolean]>([
    [
      "another text",
      () => vouched(anna.line(EXAMPLE, noon), readCosigned(EXAMPLE.replace("20852163", "20852164")).text),
    ],
    ["another key of this name", () => vouched(aWitness(anna.name, 78).line(EXAMPLE, noon))],
    [
      "this key under another name",
      () => vouched(anna.line(EXAMPLE, noon), undefined, aWitness("witness.example/bela").key),
    ],
    ["a time before the checkpoint was made", () => vouched(anna.line(EXAMPLE, noon - 86_400))],
    ["a time to come", () => vouched(anna.line(EXAMPLE, noon + 86_400))],
    ["a time beyond counting", () => vouched(anna.line(EXAMPLE, 2n ** 64n - 1n))],
    ["another spelling", () => vouched(anna.line(EXAMPLE, noon).replace(/.==\n$/, "B==\n"))],
  ])("do not vouch with %s", (_what, given) => expect(given()).toBe(false));
});
