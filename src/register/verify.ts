import { MailroomError } from '#base/errors.ts';
import type { Database } from '#store/database.ts';
import { canonicalJson } from './canonical-json.ts';
import { EMPTY_ROOT, eventOf, type Header, leafHash, nodeHash } from './leaf.ts';
import type { LeafRow } from './ledger.ts';
import { differenceOf, type FreshProjection, forgedText, freshProjection, leaves } from './rebuild.ts';
import { broken, withRegister } from './register-file.ts';
import { LOWEST_STORED } from './tree.ts';

/** A head somebody wrote down elsewhere: a daily anchor, an earlier proof. Without one nobody can tell that the newest leaves were cut off. */
export interface Anchor {
  position: number;
  /** Hex. */
  root: string;
}

export interface Verified {
  registerId: string;
  epoch: number;
  position: number;
  root: string;
}

const fail = (position: number, what: string): never => {
  throw new MailroomError('REGISTER_BROKEN', { position, what });
};

/**
 * Checks a register from end to end, on a live file or a copy on any computer: each leaf, the order, the headers,
 * the tree and its stored nodes, that the projection is what the ledger adds up to, and that every text people read which is still
 * there is the one its event committed to.
 *
 * @throws REGISTER_BROKEN with the first position that does not hold; NOT_FOUND, STATE_TOO_NEW
 */
export function verify(path: string, anchors: readonly Anchor[] = []): Verified {
  return withRegister(path, (db) => {
    const fresh = freshProjection();
    try {
      // One state of the file from the first leaf to the last row, whatever the daemon writes meanwhile.
      db.exec('BEGIN');
      const head = checkLedger(db, anchors, (leaf) => applyTo(fresh, leaf));
      broken(
        () => head.position,
        () => checkRows(db, fresh, head.position),
      );
      return head;
    } finally {
      fresh.close();
    }
  });
}

/**
 * Reads the ledger from end to end and checks each leaf by its hash, the order, that the index columns repeat the hashed headers, the tree,
 * and the anchors. What is handed to `each` is what was hashed.
 *
 * @throws REGISTER_BROKEN with the first position that does not hold
 */
export function checkLedger(db: Database, anchors: readonly Anchor[], each: (leaf: LeafRow, header: Header) => void): Verified {
  let position = 0;
  return broken(
    () => position + 1,
    () => {
      const tree = openTreeCheck(db);
      let before: Header | null = null;
      for (const leaf of leaves(db)) {
        position += 1;
        before = checkLeaf(leaf, before, position);
        tree.add(leaf.hash, position);
        for (const anchor of anchors)
          if (anchor.position === position && tree.root().toString('hex') !== anchor.root)
            fail(position, 'the root is not the anchored one');
        each(leaf, before);
      }
      const missing = anchors.find((anchor) => anchor.position > position);
      if (missing) fail(position + 1, `an anchor speaks of ${missing.position} positions, here are ${position}`);
      tree.end(position);
      return { registerId: before?.register ?? '', epoch: before?.epoch ?? 0, position, root: tree.root().toString('hex') };
    },
  );
}

/** @returns the header, for the next leaf to be compared with */
function checkLeaf(leaf: LeafRow, before: Header | null, position: number): Header {
  if (leaf.position !== position) fail(position, `the position is missing, ${leaf.position} comes next`);
  if (!leafHash(leaf.header, leaf.body).equals(leaf.hash)) fail(position, 'header and body do not have the stored hash');
  let header: Header;
  try {
    header = JSON.parse(leaf.header.toString('utf8'));
  } catch {
    return fail(position, 'the header is no JSON');
  }
  const what = faultOf(header, leaf, before);
  if (what) fail(position, what);
  return header;
}

function faultOf(header: Header, leaf: LeafRow, before: Header | null): string | null {
  if (canonicalJson(header) !== leaf.header.toString('utf8')) return 'the header is not in canonical form';
  if (header.format !== 1) return `the header has the unknown format ${header.format}`;
  if (header.position !== leaf.position) return `the header says position ${header.position}`;
  if (header.type !== leaf.type || header.item !== leaf.item_id) return 'the index columns do not repeat the header';
  if (!before && header.type !== 'epoch.opened@1') return 'the register does not begin by opening an epoch';
  const opens = header.type === 'epoch.opened@1';
  const epoch = before?.epoch ?? 0;
  // Epochs of a register that was lost are left out.
  if (opens ? !Number.isInteger(header.epoch) || header.epoch <= epoch : header.epoch !== epoch)
    return `the header says epoch ${header.epoch}`;
  if (before && !opens && header.register !== before.register) return 'the header speaks of another register';
  return null;
}

function applyTo(fresh: FreshProjection, leaf: LeafRow): void {
  try {
    fresh.apply(eventOf(leaf.header, leaf.body));
  } catch (error) {
    throw new MailroomError(
      'REGISTER_BROKEN',
      { position: leaf.position, what: `the event cannot follow on the ones before (${(error as Error).message})` },
      { cause: error },
    );
  }
}

/** Computes the tree again, keeping one hash a level, and compares each node it completes with the stored one. */
function openTreeCheck(db: Database) {
  const stored = db.prepare<[number, number], Buffer>('SELECT hash FROM tree_node WHERE level = ? AND number = ?').pluck();
  // Older copies hold lower nodes too; nothing reads them.
  const count = db.prepare<[], number>(`SELECT count(*) FROM tree_node WHERE level >= ${LOWEST_STORED}`).pluck();
  /** Complete subtrees not yet part of a larger one, largest first. */
  const peaks: { level: number; hash: Buffer }[] = [];
  let completed = 0;
  return {
    add(leaf: Buffer, position: number): void {
      let hash = leaf;
      let level = 0;
      for (let left = peaks.at(-1); left?.level === level; left = peaks.at(-1)) {
        peaks.pop();
        hash = nodeHash(left.hash, hash);
        level += 1;
        if (level < LOWEST_STORED) continue;
        completed += 1;
        const number = position / 2 ** level - 1;
        if (!stored.get(level, number)?.equals(hash)) fail(position, `tree node ${number} of level ${level} is not what its leaves give`);
      }
      peaks.push({ level, hash });
    },
    root: (): Buffer =>
      peaks.length === 0 ? EMPTY_ROOT : peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right)),
    end(position: number): void {
      if (count.get() !== completed) fail(position, 'the tree has nodes that no leaf gives');
    },
  };
}

function checkRows(db: Database, fresh: FreshProjection, position: number): void {
  const difference = differenceOf(db, fresh.db);
  if (difference) fail(position, difference);
  const forged = forgedText(db, fresh);
  if (forged) fail(forged.position ?? position, forged.what);
  const [fault] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (fault?.integrity_check !== 'ok') fail(position, `the file is damaged (${fault?.integrity_check})`);
}
