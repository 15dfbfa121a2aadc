import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import { event } from '#domain/events.ts';
import { measuredThresholds } from '#pipeline/deciding.ts';
import { verify } from '#register/verify.ts';
import { migrate } from '#store/migrate.ts';
import { temporaryFolder } from '#test/register/state-folder.ts';
import { classesNamed, classOutcomes } from '#views/class-outcomes.ts';
import { CLOSED, DECIDED, type Mailroom, openMailroom, type Scanned, UNSURE } from './mailroom.ts';

/** A clerk's word on what it is; null: none of the classes. */
const corrected = ({ store }: Mailroom, letter: Scanned, classId: string | null) =>
  store.write((tx) =>
    tx.append([
      event('document.corrected@1', letter.itemId, {
        ...{ ...DECIDED, class: classId, classConfidence: 1 },
        ...{ documentId: letter.documentId, revision: 2, by: 'operator:clerk', undoOf: null },
      }),
    ]),
  );

test('what the box said of a class is measured by what stands today', async (t) => {
  const mailroom = await openMailroom(t);
  const { store, hands } = mailroom;
  await hands.scanned(DECIDED);
  corrected(mailroom, await hands.scanned({ ...DECIDED, classConfidence: 0.8 }), 'contract');
  corrected(mailroom, await hands.scanned({ ...DECIDED, classConfidence: 0.7 }), null);
  corrected(mailroom, await hands.scanned({ ...DECIDED, classConfidence: 0.6 }), 'invoice');
  corrected(mailroom, await hands.scanned({ ...DECIDED, class: null, classConfidence: 0.2 }), 'invoice');
  await hands.scanned(UNSURE);
  await hands.scanned({ ...CLOSED, class: 'invoice' });
  assert.deepEqual(classOutcomes(store.read, 'invoice'), [
    { confidence: 0.6, right: true },
    { confidence: 0.7, right: false },
    { confidence: 0.8, right: false },
    { confidence: 0.97, right: true },
  ]);
  assert.deepEqual(classesNamed(store.read), ['invoice']);
  assert.equal(measuredThresholds(store.read).routeByClass('invoice'), 0.801);
  assert.equal(measuredThresholds(store.read).routeByClass('tax'), 0.75);
});

test('the outcomes of a class come from its index alone, however many documents there are', async (t) => {
  const { store } = await openMailroom(t);
  const plan = store.read.query<{ detail: string }>(
    `EXPLAIN QUERY PLAN SELECT box_confidence, class IS box_class FROM document
     WHERE state = 'file' AND box_class = ? ORDER BY decided_position DESC LIMIT 500`,
    'invoice',
  );
  assert.deepEqual(
    plan.map(({ detail }) => detail),
    ['SEARCH document USING COVERING INDEX document_box_class (box_class=?)'],
  );
});

test('a register from before the box remembered its word is told from its ledger', async (t) => {
  const mailroom = await openMailroom(t);
  corrected(mailroom, await mailroom.hands.scanned({ ...DECIDED, classConfidence: 0.8 }), 'contract');
  await mailroom.hands.scanned(UNSURE);
  const folder = temporaryFolder(t);
  const old = new BetterSqlite(join(folder, 'register.db'));
  migrate(old, 12);
  old.prepare('ATTACH ? AS now').run(mailroom.store.databaseFile);
  const tables = old.prepare<[], string>(`SELECT name FROM now.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`).pluck();
  for (const table of tables.all()) {
    const columns = old.prepare<[string], string>(`SELECT name FROM pragma_table_info(?, 'main')`).pluck().all(table);
    old.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM now.${table}`);
  }
  old.exec('DETACH now');
  migrate(old);
  const said = old.prepare('SELECT box_class, box_confidence FROM document ORDER BY divided_position').raw().all();
  old.close();
  assert.deepEqual(said, [
    ['invoice', 0.8],
    ['invoice', 0.97],
  ]);
  verify(folder);
});
