/**
 * What an outsider would write to check our proofs: RFC 9162 and the leaf's description, nothing of the program's own code.
 */
import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const inner = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.from([1]), left, right);
const length = (bytes: Uint8Array): Buffer => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes.length);
  return four;
};

export function leafHashOf(header: string, body: string): Buffer {
  const [h, b] = [Buffer.from(header, 'utf8'), Buffer.from(body, 'utf8')];
  return sha256(Buffer.from([0]), length(h), h, length(b), b);
}

/** §2.1.3.2 */
export function includes(leafIndex: number, treeSize: number, leaf: Uint8Array, path: Uint8Array[], root: Uint8Array): boolean {
  if (leafIndex >= treeSize) return false;
  let fn = leafIndex;
  let sn = treeSize - 1;
  let r: Uint8Array = leaf;
  for (const p of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = inner(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = inner(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 && Buffer.from(r).equals(root);
}

/** §2.1.4.2 */
export function continues(first: number, second: number, path: Uint8Array[], firstRoot: Uint8Array, secondRoot: Uint8Array): boolean {
  if (first === second) return path.length === 0 && Buffer.from(firstRoot).equals(secondRoot);
  const steps = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : [...path];
  let fn = first - 1;
  let sn = second - 1;
  while (fn % 2 === 1) {
    fn >>= 1;
    sn >>= 1;
  }
  const start = steps.shift();
  if (!start) return false;
  let fr = start;
  let sr = start;
  for (const c of steps) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = inner(c, fr);
      sr = inner(c, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = inner(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 && Buffer.from(fr).equals(firstRoot) && Buffer.from(sr).equals(secondRoot);
}
