import { EMPTY_ROOT, nodeHash } from './leaf.ts';

/**
 * The Merkle tree of RFC 9162 §2.1 over stored complete subtrees. `node(level, number)` is the hash over the leaves
 * [number · 2^level, (number + 1) · 2^level), counted from 0; the leaf at position p has number p − 1.
 */
export type NodeAt = (level: number, number: number) => Buffer;
export interface TreeNode {
  level: number;
  number: number;
  hash: Buffer;
}

/** Nodes below this level are not stored but computed from up to four leaves: a page less in most commits, a few reads more in a proof. */
export const LOWEST_STORED = 3;

/** Largest power of two smaller than n (n ≥ 2). */
const split = (n: number): number => 2 ** (31 - Math.clz32(n - 1));

/** The inner nodes that the leaf with this number completes: one for each trailing 1 of it, lowest first. */
export function completedBy(leafNumber: number, hash: Buffer, node: NodeAt): TreeNode[] {
  const completed: TreeNode[] = [];
  let number = leafNumber;
  for (let level = 0; number % 2 === 1; level++) {
    hash = nodeHash(node(level, number - 1), hash);
    number = (number - 1) / 2;
    completed.push({ level: level + 1, number, hash });
  }
  return completed;
}

/** MTH(D[start : start + size]) of §2.1.1, where start is a multiple of a power of two no smaller than size. */
function subtree(node: NodeAt, start: number, size: number): Buffer {
  if (Number.isInteger(Math.log2(size))) return node(Math.log2(size), start / size);
  const left = split(size);
  return nodeHash(subtree(node, start, left), subtree(node, start + left, size - left));
}

/** Root over the first `size` leaves. */
export const rootOf = (node: NodeAt, size: number): Buffer => (size === 0 ? EMPTY_ROOT : subtree(node, 0, size));

/** PATH(m, D[0:size]) of §2.1.3.1, m = leafNumber: the neighbours from the leaf up to the root. */
export function inclusionPath(node: NodeAt, leafNumber: number, size: number, start = 0): Buffer[] {
  if (size === 1) return [];
  const left = split(size);
  return leafNumber < left
    ? [...inclusionPath(node, leafNumber, left, start), subtree(node, start + left, size - left)]
    : [...inclusionPath(node, leafNumber - left, size - left, start + left), subtree(node, start, left)];
}

/** PROOF(m, D[0:size]) of §2.1.4.1, m = earlier: what shows that the first `earlier` leaves are still the first of `size`. 0 < earlier ≤ size. */
export function consistencyPath(node: NodeAt, earlier: number, size: number): Buffer[] {
  const subproof = (m: number, start: number, n: number, whole: boolean): Buffer[] => {
    if (m === n) return whole ? [] : [subtree(node, start, n)];
    const left = split(n);
    return m <= left
      ? [...subproof(m, start, left, whole), subtree(node, start + left, n - left)]
      : [...subproof(m - left, start + left, n - left, false), subtree(node, start, left)];
  };
  return subproof(earlier, 0, size, true);
}
