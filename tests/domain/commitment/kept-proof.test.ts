import { expect, it } from "vitest";
import { keptProof } from "#app/domain/commitment/queries.server.ts";
import { consistencyProof, inclusionProof, leafHash, rootOf } from "#app/domain/commitment/tree.ts";

const leavesOf = (log: string) => Array.from({ length: 9 }, (_none, at) => leafHash(Buffer.from(`${log} ${at}`)));
const made = (leaves: Buffer[], of = consistencyProof, place = 3, size = 7) =>
  of(leaves.slice(0, size), place).map((each) => each.toString("base64"));
const stateOf = (leaves: Buffer[], size = 7) => ({ size, root: rootOf(leaves.slice(0, size)) });
const unread = () => Promise.reject(new Error("The tree was read again."));

it("a proof is made once, for all who ask for it at once or later", async () => {
  const ours = leavesOf("ours");
  let read = 0;
  const leaves = () => {
    read++;
    return Promise.resolve(ours);
  };
  expect(await Promise.all([1, 2].map(() => keptProof(consistencyProof, 3, stateOf(ours), leaves)))).toEqual([
    made(ours),
    made(ours),
  ]);
  expect(await keptProof(consistencyProof, 3, stateOf(ours), unread)).toEqual(made(ours));
  expect(read).toBe(1);
});

it("is never another log's, another state's or of another kind, and what failed is not kept", async () => {
  const [ours, theirs] = [leavesOf("ours"), leavesOf("theirs")];
  await expect(keptProof(consistencyProof, 3, stateOf(theirs), unread)).rejects.toThrow("read again");
  expect(await keptProof(consistencyProof, 3, stateOf(theirs), () => Promise.resolve(theirs))).toEqual(made(theirs));
  expect(await keptProof(consistencyProof, 3, stateOf(ours, 8), () => Promise.resolve(ours))).toEqual(
    made(ours, consistencyProof, 3, 8),
  );
  expect(await keptProof(inclusionProof, 3, stateOf(ours), () => Promise.resolve(ours))).toEqual(
    made(ours, inclusionProof),
  );
});

it("what was asked for longest ago is forgotten, so that nobody fills the memory by asking", async () => {
  const old = leavesOf("old");
  const ask = (root: number, leaves: () => Promise<Buffer[]>) =>
    keptProof(consistencyProof, 3, { size: 7, root: Buffer.from([root >> 8, root & 255]) }, leaves);
  for (let root = 0; root <= 4096; root++) await ask(root, () => Promise.resolve(old));
  await expect(ask(4096, unread)).resolves.toEqual(made(old));
  await expect(ask(0, unread)).rejects.toThrow("read again");
});
