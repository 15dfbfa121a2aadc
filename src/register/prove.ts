import { MailroomError } from '#base/errors.ts';
import type { StoredEvent } from '#domain/events.ts';
import { parseLabelNumber } from '#domain/label-number.ts';
import type { Database } from '#store/database.ts';
import { eventOf, type Header } from './leaf.ts';
import { type LeafRow, openHead, storedNodes } from './ledger.ts';
import { withRegister } from './register-file.ts';
import { consistencyPath, inclusionPath, rootOf } from './tree.ts';
import { type Anchor, checkLedger } from './verify.ts';

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
  /** For each head noted down before: that this one continues it. */
  continues: ConsistencyProof[];
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

/**
 * The whole ledger is checked on the way: a proof that leaves an event of the item out, because the row was tampered with, is worse than none.
 *
 * @param item an item id or the number on its label.
 * @throws ITEM_UNKNOWN, NOT_FOUND, REGISTER_BROKEN
 */
export function prove(path: string, item: string, anchors: readonly Anchor[] = []): ItemProof {
  return withRegister(path, (db) => {
    db.exec('BEGIN');
    const number = parseLabelNumber(item)?.number;
    let id = number === undefined ? item : null;
    const found: LeafRow[] = [];
    const {
      registerId,
      epoch,
      position: size,
      root,
    } = checkLedger(db, anchors, (leaf, header) => {
      if (number !== undefined && numberOf(leaf, header) === number) id = header.item;
      if (header.item !== null && header.item === id) found.push(leaf);
    });
    if (id === null || found.length === 0) throw new MailroomError('ITEM_UNKNOWN', { item });
    const node = storedNodes(db);
    const events = found.map(({ position, header, body, hash }) => ({
      position,
      header: header.toString('utf8'),
      body: body.toString('utf8'),
      leafHash: hash.toString('hex'),
      path: hex(inclusionPath(node, position - 1, size)),
    }));
    const continues = anchors.map((anchor) => continuing(db, anchor.position, size));
    return { format: 1, register: registerId, epoch, size, root, item: id, events, continues };
  });
}

/** The number an event gives to its item: read from the hashed bytes, as the projection may have been tampered with. */
function numberOf(leaf: LeafRow, header: Header): string | null {
  if (header.type !== 'item.registered@1') return null;
  return (eventOf(leaf.header, leaf.body) as Extract<StoredEvent, { type: 'item.registered@1' }>).body.number;
}

/** @param to default: all there is. @throws REQUEST_INVALID unless 0 < from ≤ to ≤ size */
export function consistency(path: string, from: number, to?: number): ConsistencyProof {
  return withRegister(path, (db) => {
    db.exec('BEGIN');
    const { position } = openHead(db)();
    const size = to ?? position;
    const wellFormed = Number.isInteger(from) && Number.isInteger(size) && from >= 1 && from <= size && size <= position;
    if (!wellFormed) throw new MailroomError('REQUEST_INVALID', { what: `positions ${from} to ${size} of a register of ${position}` });
    return continuing(db, from, size);
  });
}

function continuing(db: Database, from: number, size: number): ConsistencyProof {
  const node = storedNodes(db);
  const [rootFrom, rootTo] = hex([rootOf(node, from), rootOf(node, size)]) as [string, string];
  const { registerId } = openHead(db)();
  return { format: 1, register: registerId, from, to: size, rootFrom, rootTo, path: hex(consistencyPath(node, from, size)) };
}
