import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { ItemId } from '#base/ids.ts';
import type { NewEvent, StoredEvent } from '#domain/events.ts';
import type { Database } from '#store/database.ts';
import { openPersonal } from '#store/personal.ts';
import { encodeBody, encodeHeader, eventOf, type Header, leafHash, nodeHash } from './leaf.ts';
import { completedBy, LOWEST_STORED, type NodeAt, rootOf } from './tree.ts';

export interface Head {
  registerId: string;
  epoch: number;
  /** Position of the newest event, 0 where there is none. */
  position: number;
  /** Merkle root over all positions, hex. */
  root: string;
}

export interface LeafRow {
  position: number;
  header: Buffer;
  body: Buffer;
  hash: Buffer;
  item_id: string | null;
  type: string;
}

/** What an event that opens an epoch brings. */
export interface Opening {
  /** Of a clone, or of a register that begins. */
  registerId?: string | undefined;
  /** The last epoch that is known to have been used, here or in what was lost. */
  afterEpoch?: number | undefined;
}

/** The append-only part, inside whatever transaction is open. Texts that come with an event go into the personal table. */
export interface Ledger {
  append(events: readonly NewEvent[], opening?: Opening): StoredEvent[];
  /** @throws ITEM_MOVED_ON */
  require(expected: ReadonlyMap<ItemId, number>): void;
  head(): Head;
}

/** Complete subtrees as stored, the lowest as their leaves give them. @throws Error where one is missing. */
export function storedNodes(db: Database): NodeAt {
  const leaf = db.prepare<[number], Buffer>('SELECT hash FROM ledger WHERE position = ?').pluck();
  const inner = db.prepare<[number, number], Buffer>('SELECT hash FROM tree_node WHERE level = ? AND number = ?').pluck();
  const node: NodeAt = (level, number) => {
    if (level > 0 && level < LOWEST_STORED) return nodeHash(node(level - 1, 2 * number), node(level - 1, 2 * number + 1));
    const hash = level === 0 ? leaf.get(number + 1) : inner.get(level, number);
    if (!hash) throw new Error(`the tree has no node ${number} at level ${level}`);
    return hash;
  };
  return node;
}

const NONE: Pick<Header, 'register' | 'epoch' | 'position'> = { register: '', epoch: 0, position: 0 };

/** The header of the newest leaf. */
function openNewest(db: Database): () => typeof NONE {
  const newest = db.prepare<[], Buffer>('SELECT header FROM ledger ORDER BY position DESC LIMIT 1').pluck();
  return () => {
    const header = newest.get();
    return header ? (JSON.parse(header.toString('utf8')) as Header) : NONE;
  };
}

/** Reads the head of any register file. */
export function openHead(db: Database): () => Head {
  const node = storedNodes(db);
  const newest = openNewest(db);
  return () => {
    const { register, epoch, position } = newest();
    return { registerId: register, epoch, position, root: rootOf(node, position).toString('hex') };
  };
}

/** Reads events back. */
export function openEvents(db: Database) {
  const ofItem = db.prepare<[string], LeafRow>('SELECT * FROM ledger WHERE item_id = ? ORDER BY position');
  const after = db.prepare<[number, number], LeafRow>('SELECT * FROM ledger WHERE position > ? ORDER BY position LIMIT ?');
  const stored = (row: LeafRow): StoredEvent => eventOf(row.header, row.body);
  return {
    eventsOf: (item: ItemId): StoredEvent[] => ofItem.all(item).map(stored),
    eventsAfter: (position: number, limit: number): StoredEvent[] => after.all(position, limit).map(stored),
  };
}

export function openLedger(db: Database, clock: Clock): Ledger {
  const node = storedNodes(db);
  const head = openHead(db);
  const newest = openNewest(db);
  const putLeaf = db.prepare('INSERT INTO ledger (position, header, body, hash, item_id, type) VALUES (?, ?, ?, ?, ?, ?)');
  const putNode = db.prepare('INSERT INTO tree_node (level, number, hash) VALUES (?, ?, ?)');
  const personal = openPersonal(db);
  const lastOf = db.prepare<[string], number>('SELECT last_position FROM item WHERE id = ?').pluck();

  return {
    append(events, opening) {
      let { register, epoch, position } = newest();
      return events.map((event) => {
        position += 1;
        if (event.type === 'epoch.opened@1') {
          epoch = Math.max(epoch, opening?.afterEpoch ?? 0) + 1;
          register = opening?.registerId ?? register;
        }
        const header = encodeHeader({
          format: 1,
          register,
          epoch,
          position,
          wallMs: Math.round(clock.wallMs()),
          boot: clock.bootId,
          timeQuality: clock.quality(),
          type: event.type,
          item: event.itemId,
        });
        const body = encodeBody(event.texts ? { ...event.body, texts: personal.keep(event.texts) } : event.body);
        const hash = leafHash(header, body);
        putLeaf.run(position, header, body, hash, event.itemId, event.type);
        for (const inner of completedBy(position - 1, hash, node))
          if (inner.level >= LOWEST_STORED) putNode.run(inner.level, inner.number, inner.hash);
        // Read back from the bytes: what is projected now is what a rebuild will read.
        return eventOf(header, body);
      });
    },
    require(expected) {
      for (const [itemId, saw] of expected) {
        const actual = lastOf.get(itemId) ?? 0;
        if (actual !== saw) throw new MailroomError('ITEM_MOVED_ON', { itemId, expected: saw, actual });
      }
    },
    head,
  };
}
