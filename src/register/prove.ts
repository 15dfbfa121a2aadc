import { MailroomError } from '#base/errors.ts';
import { parseLabelNumber } from '#domain/label-number.ts';
import type { Database } from '#store/database.ts';
import { type LeafRow, openHead, storedNodes } from './ledger.ts';
import { withRegister } from './register-file.ts';
import { consistencyPath, inclusionPath, rootOf } from './tree.ts';

/**
 * What a third party needs to see that these events stand in the register with this root, and nothing more.
 *
 * Leaf hash = SHA-256(0x00 ‖ length of header ‖ header ‖ length of body ‖ body), lengths in 4 bytes, most significant first,
 * header and body the UTF-8 of the given texts; inner node = SHA-256(0x01 ‖ left ‖ right). `path` is checked as
 * RFC 9162 §2.1.3.2 says, with leaf_index = position − 1 and tree_size = size.
 */
export interface ItemProof {
  format: 1;
  register: string;
  epoch: number;
  size: number;
  root: string;
  item: string;
  events: { position: number; header: string; body: string; leafHash: string; path: string[] }[];
}

/** That the register of `from` positions is the beginning of the one of `to` positions: checked as RFC 9162 §2.1.4.2 says. */
export interface ConsistencyProof {
  format: 1;
  register: string;
  from: number;
  to: number;
  rootFrom: string;
  rootTo: string;
  path: string[];
}

const hex = (hashes: Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

/** @param item an item id or the number on its label. @throws ITEM_UNKNOWN, NOT_FOUND */
export function prove(path: string, item: string): ItemProof {
  return withRegister(path, (db) => {
    db.exec('BEGIN');
    const { registerId, epoch, position: size, root } = openHead(db)();
    const node = storedNodes(db);
    const id = itemIdOf(db, item);
    const rows = db.prepare<[string], LeafRow>('SELECT * FROM ledger WHERE item_id = ? ORDER BY position').all(id);
    if (rows.length === 0) throw new MailroomError('ITEM_UNKNOWN', { item });
    const events = rows.map(({ position, header, body, hash }) => ({
      position,
      header: header.toString('utf8'),
      body: body.toString('utf8'),
      leafHash: hash.toString('hex'),
      path: hex(inclusionPath(node, position - 1, size)),
    }));
    return { format: 1, register: registerId, epoch, size, root, item: id, events };
  });
}

function itemIdOf(db: Database, item: string): string {
  const number = parseLabelNumber(item)?.number;
  if (!number) return item;
  return db.prepare<[string], string>('SELECT id FROM item WHERE number = ?').pluck().get(number) ?? item;
}

/** @param to default: all there is. @throws REQUEST_INVALID unless 0 < from ≤ to ≤ size */
export function consistency(path: string, from: number, to?: number): ConsistencyProof {
  return withRegister(path, (db) => {
    db.exec('BEGIN');
    const { registerId, position } = openHead(db)();
    const size = to ?? position;
    const wellFormed = Number.isInteger(from) && Number.isInteger(size) && from >= 1 && from <= size && size <= position;
    if (!wellFormed) throw new MailroomError('REQUEST_INVALID', { what: `positions ${from} to ${size} of a register of ${position}` });
    const node = storedNodes(db);
    const [rootFrom, rootTo] = hex([rootOf(node, from), rootOf(node, size)]) as [string, string];
    return { format: 1, register: registerId, from, to: size, rootFrom, rootTo, path: hex(consistencyPath(node, from, size)) };
  });
}
