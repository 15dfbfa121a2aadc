import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { completedBy, consistencyPath, inclusionPath, type NodeAt, rootOf } from '#register/tree.ts';
import { continues, includes } from './rfc9162-checker.ts';

/** A tree in memory over these leaf hashes, with the nodes stored as the ledger stores them. */
function grow(leaves: readonly Buffer[]): NodeAt {
  const nodes = new Map<string, Buffer>();
  const node: NodeAt = (level, number) => {
    const hash = nodes.get(`${level}/${number}`);
    assert.ok(hash, `node ${level}/${number} was asked for and is not there`);
    return hash;
  };
  leaves.forEach((leaf, number) => {
    nodes.set(`0/${number}`, leaf);
    for (const inner of completedBy(number, leaf, node)) nodes.set(`${inner.level}/${inner.number}`, inner.hash);
  });
  return node;
}

const leafOf = (text: string): Buffer =>
  createHash('sha256')
    .update(Buffer.from([0]))
    .update(Buffer.from(text, 'hex'))
    .digest();
const numbered = (count: number): Buffer[] => Array.from({ length: count }, (_, at) => leafOf(at.toString(16).padStart(8, '0')));

test('gives the roots of the reference tree of Certificate Transparency', () => {
  // Inputs and roots of the reference implementation's tests (google/certificate-transparency, merkle_tree_test).
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const node = grow(inputs.map(leafOf));
  assert.equal(rootOf(node, 0).toString('hex'), createHash('sha256').digest('hex'));
  assert.deepEqual(
    roots.map((_, at) => rootOf(node, at + 1).toString('hex')),
    roots,
  );
});

test('proves each leaf of each size to an outsider, and no leaf at another place', () => {
  const leaves = numbered(40);
  const node = grow(leaves);
  for (let size = 1; size <= leaves.length; size++) {
    const root = rootOf(node, size);
    for (let at = 0; at < size; at++) {
      const path = inclusionPath(node, at, size);
      assert.ok(path.length <= Math.ceil(Math.log2(size)));
      assert.ok(includes(at, size, leaves[at]!, path, root), `leaf ${at} of ${size}`);
      assert.ok(size === 1 || !includes((at + 1) % size, size, leaves[at]!, path, root), `leaf ${at} of ${size} at another place`);
    }
  }
});

test('proves that each size is the beginning of each larger one', () => {
  const node = grow(numbered(40));
  for (let to = 1; to <= 40; to++)
    for (let from = 1; from <= to; from++) {
      const [rootFrom, rootTo] = [rootOf(node, from), rootOf(node, to)];
      const path = consistencyPath(node, from, to);
      assert.ok(continues(from, to, path, rootFrom, rootTo), `${from} to ${to}`);
      if (from < to) assert.ok(!continues(from, to, path, leafOf('aa'), rootTo), `${from} to ${to} from another root`);
    }
});

test('a flipped bit in leaf, path or root fails the proof', () => {
  const leaves = numbered(1000);
  const node = grow(leaves);
  const arbitrary = fc.record({ size: fc.integer({ min: 2, max: 1000 }), at: fc.nat(999), part: fc.nat(20), bit: fc.nat(255) });
  fc.assert(
    fc.property(arbitrary, ({ size, at, part, bit }) => {
      const leafIndex = at % size;
      const proof = [leaves[leafIndex]!, rootOf(node, size), ...inclusionPath(node, leafIndex, size)].map((hash) => Buffer.from(hash));
      const [leaf, root, ...path] = proof as [Buffer, Buffer, ...Buffer[]];
      assert.ok(includes(leafIndex, size, leaf, path, root));
      proof[part % proof.length]![bit >> 3]! ^= 1 << (bit & 7);
      assert.ok(!includes(leafIndex, size, leaf, path, root));
    }),
  );
});

test('reads a number of nodes that grows with the logarithm of the size', () => {
  const node = grow(numbered(5000));
  let reads = 0;
  const counting: NodeAt = (level, number) => {
    reads += 1;
    return node(level, number);
  };
  const most = 2 * Math.ceil(Math.log2(5000));
  for (const work of [() => rootOf(counting, 4999), () => inclusionPath(counting, 17, 4999), () => consistencyPath(counting, 1234, 4999)]) {
    reads = 0;
    work();
    assert.ok(reads <= most, `${reads} reads`);
  }
});
