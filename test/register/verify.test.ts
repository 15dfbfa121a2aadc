import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { isFailure } from '#base/errors.ts';
import { mintId } from '#base/ids.ts';
import type { NewEvent } from '#domain/events.ts';
import { exportLedger } from '#register/export.ts';
import { consistency, prove } from '#register/prove.ts';
import { verify } from '#register/verify.ts';
import { migrate } from '#store/migrate.ts';
import { fixedHistory } from './history.ts';
import { continues, includes, leafHashOf } from './rfc9162-checker.ts';
import { openRoom, registered, registerOne, temporaryFolder } from './state-folder.ts';

type After = Parameters<typeof openRoom>[0];
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** A register with a history in it, closed, and a way to make copies that may be spoiled. */
async function finished(t: After, history = fixedHistory(120, 11)) {
  const room = await openRoom(t);
  room.store.write((tx) => history.forEach((group) => void tx.append(group)));
  const head = room.store.head();
  room.store.close();
  const elsewhere = temporaryFolder(t);
  let copies = 0;
  return {
    head,
    file: room.store.databaseFile,
    copy(): string {
      const path = join(elsewhere, `copy-${++copies}.db`);
      copyFileSync(room.store.databaseFile, path);
      return path;
    },
    /** The position at which a copy on which `sql` was run is broken. */
    brokenAt(sql: string, ...parameters: unknown[]): number {
      const path = this.copy();
      const db = new BetterSqlite(path);
      db.prepare(sql).run(...parameters);
      db.close();
      return brokenPosition(path);
    },
  };
}

function brokenPosition(path: string, anchors?: Parameters<typeof verify>[1]): number {
  try {
    verify(path, anchors);
  } catch (error) {
    assert.ok(isFailure(error, 'REGISTER_BROKEN'), String(error));
    return error.context.position;
  }
  return assert.fail('it verifies');
}

test('verifies a copied file on a medium that cannot be written to', async (t) => {
  const { copy, head } = await finished(t);
  const medium = temporaryFolder(t);
  const code = `import { verify } from '#register/verify.ts'; console.log(JSON.stringify(verify(process.argv[1])))`;
  const script =
    'mount -t tmpfs tmpfs "$1" && cp "$2" "$1/register 1 #2?.db" && mount -o remount,ro "$1" && exec "$3" --input-type=module -e "$4" "$1/register 1 #2?.db"';
  const { stdout, stderr } = spawnSync('unshare', ['-Urm', 'sh', '-c', script, 'sh', medium, copy(), process.execPath, code], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  assert.notEqual(stdout, '', stderr);
  assert.deepEqual(JSON.parse(stdout), head);
});

/** The same as it could happen when the schema was the seventh: what came later had no columns then. */
function asOfSchema7(happened: NewEvent): NewEvent[] {
  const later = ['grams', 'urgent', 'day', 'orders', 'notes', 'sheetsPerItem', 'profile', 'suspect'];
  const body = Object.fromEntries(Object.entries(happened.body).filter(([name]) => !later.includes(name)));
  return happened.type === 'document.suspected@1' ? [] : [{ ...happened, body } as NewEvent];
}

test('verifies a register of an older schema, as it is and once it is brought up', async (t) => {
  const { file, head } = await finished(
    t,
    fixedHistory(120, 11).map((group) => group.flatMap(asOfSchema7)),
  );
  const folder = temporaryFolder(t);
  const old = new BetterSqlite(join(folder, 'register.db'));
  migrate(old, 7);
  old.prepare('ATTACH ? AS now').run(file);
  const tables = old.prepare<[], string>(`SELECT name FROM now.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`).pluck();
  for (const table of tables.all()) {
    const columns = old.prepare<[string], string>(`SELECT name FROM pragma_table_info(?, 'main')`).pluck().all(table);
    old.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM now.${table}`);
  }
  // What such a register still has: a node of the lowest level, which nothing reads any more.
  old.exec('INSERT INTO main.tree_node VALUES (1, 0, zeroblob(32))');
  old.close();
  assert.deepEqual(verify(folder), head);

  const { store } = await openRoom(t, { folder });
  assert.equal(store.read.query<{ n: number }>('SELECT count(*) AS n FROM tree_node WHERE level < 3')[0]?.n, 0);
  store.write(registerOne);
  assert.deepEqual(verify(folder), store.head());
  store.close();
});

test('verifies the live file while the daemon writes', async (t) => {
  const room = await openRoom(t);
  room.store.write(registerOne);
  assert.equal(verify(room.folder).position, 2);
  room.store.write(registerOne);
  assert.equal(verify(room.store.databaseFile).position, 3);
});

test('finds any flipped byte of header, body, hash or tree node, at its position', async (t) => {
  const { copy, head } = await finished(t, fixedHistory(60, 11));
  const path = copy();
  const db = new BetterSqlite(path);
  t.after(() => db.close());
  const cells = fc.record({
    column: fc.constantFrom('header', 'body', 'hash'),
    position: fc.integer({ min: 1, max: head.position }),
    at: fc.nat(),
    bit: fc.nat(7),
  });
  fc.assert(
    fc.property(cells, ({ column, position, at, bit }) => {
      const before = db.prepare<[number], Buffer>(`SELECT ${column} FROM ledger WHERE position = ?`).pluck().get(position)!;
      const flipped = Buffer.from(before);
      flipped[at % flipped.length]! ^= 1 << bit;
      const put = db.prepare(`UPDATE ledger SET ${column} = ? WHERE position = ?`);
      put.run(flipped, position);
      try {
        assert.equal(brokenPosition(path), position);
      } finally {
        put.run(before, position);
      }
    }),
    { numRuns: 40 },
  );
  verify(path);
  db.exec('UPDATE tree_node SET hash = zeroblob(32) WHERE level = 3 AND number = 1');
  assert.equal(brokenPosition(path), 16);
});

test('finds leaves that were taken out, moved, put in or cut off', async (t) => {
  const { brokenAt, copy, head } = await finished(t);
  const broken = { brokenAt, copy };
  assert.equal(broken.brokenAt('DELETE FROM ledger WHERE position = 5'), 5);
  assert.equal(broken.brokenAt('UPDATE ledger SET position = position + 1 WHERE position = ?', head.position), head.position);
  assert.equal(broken.brokenAt(`UPDATE ledger SET type = 'page.scanned@1' WHERE position = 1`), 1);
  assert.equal(broken.brokenAt(`UPDATE ledger SET item_id = 'it_x' WHERE position = 7`), 7);
  const repeated = 'INSERT INTO ledger SELECT position + 1, header, body, hash, item_id, type FROM ledger WHERE position = ?';
  assert.equal(broken.brokenAt(repeated, head.position), head.position + 1);
  assert.equal(broken.brokenAt('INSERT INTO tree_node VALUES (20, 0, zeroblob(32))'), head.position);
});

test('tells a shortened register by an anchor kept elsewhere, and accepts the one that holds', async (t) => {
  const { file, copy, head } = await finished(t);
  const anchors = [consistency(file, 9, 40)].flatMap(({ from, to, rootFrom, rootTo }) => [
    { position: from, root: rootFrom },
    { position: to, root: rootTo },
  ]);
  assert.deepEqual(verify(file, anchors), head);
  assert.equal(brokenPosition(file, [{ position: 12, root: anchors[0]!.root }]), 12);
  assert.equal(brokenPosition(copy(), [{ position: head.position + 1, root: head.root }]), head.position + 1);
});

test('finds a row of the projection that does not follow from the ledger', async (t) => {
  const { brokenAt, copy, head } = await finished(t);
  const broken = { brokenAt, copy };
  for (const sql of [
    `UPDATE item SET secrecy = 'union' WHERE id = (SELECT min(id) FROM item)`,
    'DELETE FROM page WHERE id = (SELECT max(id) FROM page)',
    `INSERT INTO custody VALUES (999999, 'it_x', NULL, NULL, NULL, 'box', 1)`,
    'UPDATE document SET confidence = confidence + 1e-9',
  ])
    assert.equal(broken.brokenAt(sql), head.position, sql);
});

test('half a character in a text, as a cut emoji leaves it, breaks no register', async (t) => {
  const { store, folder } = await openRoom(t);
  store.write((tx) => {
    const id = mintId('item');
    const texts = [{ subject: id, field: 'tracking' as const, value: '1Z \ud83c' }];
    tx.append([{ ...registered(id, tx.allotNumber()), texts }]);
  });
  assert.deepEqual(verify(folder), store.head());
});

test('finds a text that is not the one its event brought, and misses none that was erased', async (t) => {
  const { brokenAt, copy, file } = await finished(t);
  const db = new BetterSqlite(file, { readonly: true });
  const texts = db.prepare<[], { subject: string; field: string }>('SELECT subject, field FROM personal').all();
  const bringing = db.prepare<[string], number>(
    `SELECT max(position) FROM ledger, json_each(CAST(body AS TEXT), '$.texts') WHERE value ->> '$.subject' = ?`,
  );
  const { subject, field } = texts.find((one) => one.field === 'sender')!;
  const position = bringing.pluck().get(subject);
  db.close();
  const broken = { brokenAt, copy };
  assert.equal(broken.brokenAt(`UPDATE personal SET value = 'FORGED' WHERE subject = ? AND field = ?`, subject, field), position);
  assert.equal(broken.brokenAt('UPDATE personal SET salt = zeroblob(32) WHERE subject = ? AND field = ?', subject, field), position);
  assert.ok(broken.brokenAt(`UPDATE personal SET field = 'date' WHERE subject = ? AND field = ?`, subject, field) > 0);
  assert.ok(broken.brokenAt(`INSERT INTO personal VALUES ('it_x', 'sender', zeroblob(32), 'FORGED')`) > 0);
  const erased = copy();
  const without = new BetterSqlite(erased);
  without.prepare('DELETE FROM personal WHERE subject = ?').run(subject);
  without.close();
  verify(erased);
});

test('finds damage anywhere in the file that holds the ledger, and says so of files that are no register', async (t) => {
  const { copy } = await finished(t);
  const whole = readFileSync(copy());
  const path = copy();
  const header = whole.indexOf('"type":"item.registered@1"');
  assert.ok(header > 0);
  const spoiled = Buffer.from(whole);
  spoiled[header + 10]! ^= 1;
  writeFileSync(path, spoiled);
  brokenPosition(path);
  writeFileSync(path, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 0xff)]));
  brokenPosition(path);
  writeFileSync(path, 'Not a database at all, but long enough to be taken for one. '.repeat(20));
  assert.equal(brokenPosition(path), 0);
  const other = join(temporaryFolder(t), 'other.db');
  const db = new BetterSqlite(other);
  db.exec('CREATE TABLE t (x)');
  db.close();
  assert.equal(brokenPosition(other), 0);
  assert.throws(() => verify(join(other, 'nothing')), { code: 'NOT_FOUND' });
});

test('a third party can check the proof of an item with nothing but the RFC', async (t) => {
  const { file, head } = await finished(t, fixedHistory(200, 5));
  const db = new BetterSqlite(file, { readonly: true });
  const items = db.prepare<[], { id: string; number: string }>('SELECT id, number FROM item').all();
  db.close();
  assert.ok(items.length > 5);
  let events = 0;
  for (const { id, number } of items) {
    const proof = JSON.parse(JSON.stringify(prove(file, number))) as ReturnType<typeof prove>;
    assert.equal(proof.item, id);
    assert.equal(proof.root, head.root);
    for (const { position, header, body, path } of proof.events) {
      events += 1;
      assert.equal(JSON.parse(header).item, id);
      const hash = leafHashOf(header, body);
      assert.ok(includes(position - 1, proof.size, hash, path.map(bytes), bytes(proof.root)));
      assert.ok(!includes(position - 1, proof.size, leafHashOf(header, `${body} `), path.map(bytes), bytes(proof.root)));
    }
  }
  assert.ok(events > items.length);
  assert.throws(() => prove(file, 'VM-2031-000001-X'), { code: 'ITEM_UNKNOWN' });
});

test('a proof never leaves out an event whose row was tampered with', async (t) => {
  const { file, copy } = await finished(t, fixedHistory(200, 5));
  const db = new BetterSqlite(file, { readonly: true });
  const { id, number, last } = db
    .prepare<[], { id: string; number: string; last: number }>(
      'SELECT id, number, last_position AS last FROM item WHERE last_position > registered_position',
    )
    .get()!;
  const other = db.prepare<[string], { number: string }>('SELECT number FROM item WHERE id <> ?').get(id)!;
  db.close();
  const spoiled = (sql: string, ...parameters: unknown[]): string => {
    const path = copy();
    const writable = new BetterSqlite(path);
    writable.prepare(sql).run(...parameters);
    writable.close();
    return path;
  };
  const brokenThere = (error: unknown) => isFailure(error, 'REGISTER_BROKEN') && error.context.position === last;
  const hidden = spoiled('UPDATE ledger SET item_id = NULL WHERE position = ?', last);
  assert.throws(() => prove(hidden, id), brokenThere);
  assert.throws(() => prove(spoiled(`UPDATE ledger SET item_id = 'it_x' WHERE position = ?`, last), id), brokenThere);
  const header = `CAST(replace(CAST(header AS TEXT), '"item":"${id}"', '"item":null') AS BLOB)`;
  assert.throws(() => prove(spoiled(`UPDATE ledger SET item_id = NULL, header = ${header} WHERE position = ?`, last), id), brokenThere);
  // The number is looked up in the ledger: the projection may point to another item.
  const swapped = spoiled(`UPDATE item SET number = 'VM-2026-999999-X' WHERE number = ?`, number);
  assert.equal(prove(swapped, number).item, id);
  const renamed = spoiled(`UPDATE item SET number = number || 'x'`);
  const writable = new BetterSqlite(renamed);
  writable.prepare('UPDATE item SET number = ? WHERE id = ?').run(other.number, id);
  writable.close();
  assert.notEqual(prove(renamed, other.number).item, id);
});

test('a proof shows that its root continues the ones noted down before', async (t) => {
  const { file, head } = await finished(t, fixedHistory(40, 11));
  const item = new BetterSqlite(file, { readonly: true }).prepare<[], string>('SELECT id FROM item').pluck().get()!;
  const { rootFrom } = consistency(file, 9);
  const [shown] = prove(file, item, [{ position: 9, root: rootFrom }]).continues;
  assert.ok(continues(9, head.position, shown!.path.map(bytes), bytes(rootFrom), bytes(head.root)));
  assert.throws(() => prove(file, item, [{ position: 9, root: head.root }]), { code: 'REGISTER_BROKEN' });
});

test('proves to a third party that today continues yesterday', async (t) => {
  const { file, head } = await finished(t, fixedHistory(40, 11));
  for (let from = 1; from <= head.position; from++) {
    const proof = consistency(file, from);
    assert.ok(continues(from, proof.to, proof.path.map(bytes), bytes(proof.rootFrom), bytes(head.root)));
  }
  assert.throws(() => consistency(file, 0), { code: 'REQUEST_INVALID' });
  assert.throws(() => consistency(file, 2, head.position + 1), { code: 'REQUEST_INVALID' });
});

test('exports lines from which the leaves can be hashed again', async (t) => {
  const { file, head } = await finished(t, fixedHistory(30, 11));
  const lines: string[] = [];
  assert.equal(
    exportLedger(file, (line) => void lines.push(line)),
    head.position,
  );
  for (const line of lines) {
    const [, header, body] = /"header":(\{.*?\}),"body":(\{.*\})\}\n$/.exec(line) as unknown as [string, string, string];
    assert.equal(leafHashOf(header, body).toString('hex'), JSON.parse(line).hash);
  }
});
