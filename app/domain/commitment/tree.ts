import crypto from "node:crypto";

/**
 * The Merkle tree of RFC 6962, section 2.1: leaves and nodes are hashed under different first bytes, so that a node
 * cannot pass for a leaf.
 */

const hash = (...parts: Uint8Array[]): Buffer => {
  const state = crypto.createHash("sha256");
  for (const part of parts) state.update(part);
  return state.digest();
};
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf from its data. */
export const leafHash = (data: Uint8Array): Buffer => hash(LEAF, data);

/** The largest power of two below `size`. */
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1));

/** The root over leaf hashes, in order; the hash of nothing for an empty tree. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0]!;
  const middle = split(leaves.length);
  return hash(NODE, rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle)));
}

/**
 * The roots of the perfect trees that a tree of these leaves falls into, the largest first: with them anybody can go on
 * adding leaves.
 */
export function peaksOf(leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 0) return [];
  const size = 2 ** Math.floor(Math.log2(leaves.length));
  return [rootOf(leaves.slice(0, size)), ...peaksOf(leaves.slice(size))];
}

/** The siblings on the way from leaf `index` to the root, the lowest first (2.1.1). */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index} in a tree of ${leaves.length}`);
  if (leaves.length === 1) return [];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  return index < middle
    ? [...inclusionProof(left, index), rootOf(right)]
    : [...inclusionProof(right, index - middle), rootOf(left)];
}

/** As `inclusionProof`, of any number of leaves of one tree, which is hashed once. */
export function inclusionProofs(leaves: readonly Buffer[]): (index: number) => Buffer[] {
  const rows = [leaves];
  for (let row = leaves; row.length > 1; rows.push(row))
    row = row.flatMap((left, at) => (at % 2 ? [] : [at + 1 < row.length ? hash(NODE, left, row[at + 1]!) : left]));
  return (index) => rows.flatMap((row, height) => row[Math.floor(index / 2 ** height) ^ 1] ?? []);
}

/** What shows that the tree of the first `size` leaves is the beginning of this one (2.1.2). */
export function consistencyProof(leaves: readonly Buffer[], size: number): Buffer[] {
  if (size < 1 || size > leaves.length) throw new RangeError(`no tree of ${size} in one of ${leaves.length}`);
  return size === leaves.length ? [] : subproof(leaves, size, true);
}

function subproof(leaves: readonly Buffer[], size: number, known: boolean): Buffer[] {
  if (size === leaves.length) return known ? [] : [rootOf(leaves)];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  return size <= middle
    ? [...subproof(left, size, known), rootOf(right)]
    : [...subproof(right, size - middle, false), rootOf(left)];
}
