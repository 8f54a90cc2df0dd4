import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { consistencyProof, inclusionProof, inclusionProofs, leafHash, rootOf } from "#app/domain/commitment/tree.ts";
import { extendsTree, includes, rootOf as verifiersRoot } from "../../../public/verify.mjs";

/** Public test data, read as it came; its source and licence stand in the file. */
const vectors = JSON.parse(readFileSync(new URL("rfc6962.json", import.meta.url), "utf8")) as {
  inclusion: {
    name: string;
    leafIdx: number;
    treeSize: number;
    root: string;
    leafHash: string;
    proof: string[] | null;
    wantErr: boolean;
  }[];
  consistency: {
    name: string;
    size1: number;
    size2: number;
    root1: string;
    root2: string;
    proof: string[] | null;
    wantErr: boolean;
  }[];
};
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const data = (size: number) => Array.from({ length: size }, (_none, at) => Buffer.from(`leaf ${at}`));

describe("the public RFC 6962 vectors", () => {
  it(`holds all ${vectors.inclusion.length + vectors.consistency.length} of them`, () => {
    expect([vectors.inclusion.length, vectors.consistency.length]).toEqual([98, 98]);
    expect(
      vectors.inclusion.filter(({ wantErr }) => !wantErr).length +
        vectors.consistency.filter(({ wantErr }) => !wantErr).length,
    ).toBeGreaterThan(8);
  });

  it.each(vectors.inclusion)("$name", async ({ leafIdx, treeSize, root, leafHash: leaf, proof, wantErr }) => {
    expect(
      await includes({
        leaf: bytes(leaf),
        index: leafIdx,
        size: treeSize,
        root: bytes(root),
        proof: (proof ?? []).map(bytes),
      }),
    ).toBe(!wantErr);
  });

  it.each(vectors.consistency)("$name", async ({ size1, size2, root1, root2, proof, wantErr }) => {
    expect(
      await extendsTree({ size1, root1: bytes(root1), size2, root2: bytes(root2), proof: (proof ?? []).map(bytes) }),
    ).toBe(!wantErr);
  });
});

describe("every tree of up to 40 leaves", () => {
  const leaves = data(40).map(leafHash);
  const flipped = (bits: Uint8Array, bit: number) =>
    Uint8Array.from(bits, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

  it("has the root that is computed level by level, by other code", async () => {
    for (let size = 0; size <= 40; size++)
      expect(Buffer.from(await verifiersRoot(data(size)))).toEqual(rootOf(leaves.slice(0, size)));
    expect(rootOf([]).toString("hex")).toBe(createHash("sha256").digest("hex"));
  });

  it("proves each leaf, and nothing else with a bit turned", async () => {
    for (let size = 1; size <= 40; size++) {
      const tree = leaves.slice(0, size);
      const root = rootOf(tree);
      for (let index = 0; index < size; index++) {
        expect(inclusionProofs(tree)(index)).toEqual(inclusionProof(tree, index));
        const claim = { leaf: tree[index]!, index, size, root, proof: inclusionProof(tree, index) };
        expect(await includes(claim)).toBe(true);
        const bit = (size * 31 + index * 7) % 256;
        expect(await includes({ ...claim, leaf: flipped(claim.leaf, bit) })).toBe(false);
        expect(await includes({ ...claim, root: flipped(root, bit) })).toBe(false);
        expect(await includes({ ...claim, index: (index + 1) % size })).toBe(size === 1);
        const turned = (size + index) % (claim.proof.length || 1);
        if (size > 1)
          expect(
            await includes({
              ...claim,
              proof: claim.proof.map((each, place) => (place === turned ? flipped(each, bit) : each)),
            }),
          ).toBe(false);
        expect(await includes({ ...claim, proof: [...claim.proof, root] })).toBe(false);
      }
    }
  });

  it("proves that it extends each smaller one, and no other", async () => {
    for (let size2 = 1; size2 <= 40; size2++) {
      const tree = leaves.slice(0, size2);
      for (let size1 = 1; size1 <= size2; size1++) {
        const claim = {
          size1,
          root1: rootOf(tree.slice(0, size1)),
          size2,
          root2: rootOf(tree),
          proof: consistencyProof(tree, size1),
        };
        expect(await extendsTree(claim)).toBe(true);
        const bit = (size1 * 13 + size2 * 5) % 256;
        expect(await extendsTree({ ...claim, root1: flipped(claim.root1, bit) })).toBe(false);
        expect(await extendsTree({ ...claim, root2: flipped(claim.root2, bit) })).toBe(false);
        const turned = (size1 + size2) % (claim.proof.length || 1);
        if (size1 < size2)
          expect(
            await extendsTree({
              ...claim,
              proof: claim.proof.map((each, place) => (place === turned ? flipped(each, bit) : each)),
            }),
          ).toBe(false);
        if (size1 < size2) expect(await extendsTree({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }
    }
  });

  it("keeps leaves and nodes apart", () => {
    const [a, b] = [leafHash(Buffer.from("a")), leafHash(Buffer.from("b"))];
    expect(rootOf([a, b])).not.toEqual(leafHash(Buffer.concat([a, b])));
    expect(() => inclusionProof([a, b], 2)).toThrow(RangeError);
    expect(() => consistencyProof([a, b], 0)).toThrow(RangeError);
  });
});
