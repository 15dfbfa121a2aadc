/**
 * A register with as many items as told, with the words of their documents, for measuring what reads. Written row by row beside the ledger's rules
 * (only the registrations are in it, and no tree), which nothing that only reads looks at.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { labelNumber } from '#domain/label-number.ts';
import { encodeBody, encodeHeader } from '#register/leaf.ts';
import { openProjection } from '#register/project.ts';
import { openForWriting } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { openSearchIndex, type SearchEntry } from '#store/search-index.ts';

const WORDS = 50_000;
const WORDS_PER_PAGE = 60;
const STRETCH = 5_000;
/** Positions an item takes: registered, divided, decided, filed. */
const POSITIONS = 4;
const START_MS = Date.UTC(2024, 0, 2, 8);
const DEPARTMENTS = 30;

/** Reproducible: the same register each time. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Pronounceable, so that beginnings are shared as in a language. */
const SYLLABLES = ['ba', 'con', 'de', 'fac', 'gi', 'lor', 'ma', 'nou', 'par', 'qui', 'ren', 'sa', 'tion', 'ture', 'ver', 'é', 'ment', 'li'];
export function wordAt(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length];
  return word;
}

/** Zipf: the word of rank n comes about 1/n as often as the first. */
const zipf = (chance: number): number => Math.floor(WORDS ** chance) - 1;

export interface LargeRegister {
  databaseFile: string;
  searchFile: string;
  items: number;
  /** Puts in one more item with its words, as a batch does. */
  add(): void;
  close(): void;
}

/** Opens the register in a folder, filling it up to `items` where it is shorter. */
export function openLargeRegister(folder: string, items: number, say: (line: string) => void = () => {}): LargeRegister {
  mkdirSync(folder, { recursive: true });
  const databaseFile = join(folder, 'register.db');
  const searchFile = join(folder, 'search.db');
  const fresh = !existsSync(databaseFile);
  const db = openForWriting(databaseFile);
  if (fresh) migrate(db);
  db.pragma('synchronous = OFF');
  const index = openSearchIndex(searchFile);
  const putLeaf = db.prepare('INSERT INTO ledger (position, header, body, hash, item_id, type) VALUES (?, ?, ?, ?, ?, ?)');
  const project = openProjection(db);
  const putPersonal = db.prepare(`INSERT INTO personal VALUES (?, 'sender', x'00', ?)`);
  let count = db.prepare<[], number>('SELECT count(*) FROM item').pluck().get() ?? 0;

  /** Every 5,000th item still waits for a person. */
  function putRows(n: number): SearchEntry {
    const chance = random(n * 2654435761);
    const [itemId, documentId] = [`it_${n}`, `dc_${n}`];
    const position = n * POSITIONS + 1;
    const number = labelNumber({ prefix: 'VM', year: 2000 + Math.floor(n / 900_000), sequence: (n % 900_000) + 1 });
    const wallMs = START_MS + n * 20_000;
    const department = `department-${Math.floor(chance() ** 2 * DEPARTMENTS)}`;
    const waits = n % 5_000 === 0;
    const sender = `${wordAt(100 + Math.floor(chance() * 4_000))} ${wordAt(Math.floor(chance() * 100))}`;
    const leaf = (at: number, type: string): void => {
      const header = encodeHeader({
        format: 1,
        register: 'bench',
        epoch: 1,
        position: at,
        wallMs,
        boot: 'bench',
        timeQuality: 'ntp',
        type,
        item: itemId,
      });
      putLeaf.run(
        at,
        header,
        encodeBody({ number, direction: 'in', kind: 'letter' }),
        createHash('sha256').update(header).digest(),
        itemId,
        type,
      );
    };
    leaf(position, 'item.registered@1');
    if (waits) leaf(position + 2, 'document.decided@1');
    const nobody = { parent_id: null, person_id: null, shelf: null, secrecy: null, urgent: 0, day: null, voided_position: null } as const;
    const item = { id: itemId, number, direction: 'in', kind: 'letter', source: 'scan', department_id: null } as const;
    project({
      table: 'item',
      op: 'insert',
      row: { ...item, ...nobody, registered_ms: wallMs, registered_position: position, last_position: position + 3 },
    });
    project({
      table: 'document',
      op: 'insert',
      row: {
        ...{ id: documentId, item_id: itemId, seq: 1, batch_id: 'bt_bench', sheet: 1, state: waits ? 'review' : 'file' },
        ...{ class: 'invoice', class_confidence: 0.9, department_id: waits ? null : department, person_id: null, confidence: 0.9 },
        ...{ box_class: 'invoice', box_confidence: 0.9 },
        ...{ secrecy: null, registered_mail: 0, reason: waits ? 'low_confidence' : null, candidates: '[]', decided_by: 'box', model: null },
        ...{ routing_reading: null, full_reading: null, language: 'fr', read_failure: null, suspicions: '[]', revision: 1 },
        ...{ divided_position: position + 1, decided_position: position + 2 },
      },
    });
    if (!waits) {
      const id = `fl_${n}`;
      const filed = {
        id,
        item_id: itemId,
        document_id: documentId,
        target: 'imap',
        department_id: department,
        mailbox: 'box',
        revision: 1,
      };
      project({
        table: 'filing',
        op: 'insert',
        row: {
          ...{ ...filed, state: 'filed', message_id: id, grace_ms: 0, locator: 'l', uid: 1, digest: 'd', hold_code: null },
          ...{ planned_position: position + 2, planned_ms: wallMs, filed_ms: wallMs },
        },
      });
    }
    putPersonal.run(documentId, sender);
    const text = Array.from({ length: WORDS_PER_PAGE }, () => wordAt(zipf(chance()))).join(' ');
    return {
      ...{ position: position + 1, documentId, itemId, number, departmentId: department, departmentName: department, personName: '' },
      ...{ sender, subject: '', class: 'invoice', direction: 'in', text },
    };
  }

  const stretch = db.transaction((from: number, to: number) => Array.from({ length: to - from }, (_, n) => putRows(from + n)));
  while (count < items) {
    const to = Math.min(items, count + STRETCH);
    index.put(stretch(count, to));
    if (to % 100_000 === 0) say(`${to} items`);
    count = to;
  }
  if (fresh) db.exec('ANALYZE');
  db.pragma('synchronous = FULL');

  return {
    databaseFile,
    searchFile,
    items: count,
    add() {
      index.put(stretch(count, count + 1));
      count += 1;
    },
    close() {
      index.close();
      db.close();
    },
  };
}
