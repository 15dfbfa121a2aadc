import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { openRoom, type Room, temporaryFolder } from '#test/register/state-folder.ts';
import { type Hands, handsOn } from '#test/views/mailroom.ts';
import { vaguemestre } from './run-command.ts';

/** A register with three letters in it, closed again, and a way to spoil a copy of it. */
async function filled(t: Parameters<typeof openRoom>[0]): Promise<{ room: Room; letters: ReturnType<Hands['register']>[] }> {
  const room = await openRoom(t);
  const hands = handsOn(room.store);
  const letters = [hands.register(), hands.register('parcel'), hands.register()];
  return { room, letters };
}

test('register verify says where the register stands, beside the running daemon and on a copied file', async (t) => {
  const { room } = await filled(t);
  const head = room.store.head();
  const live = await vaguemestre('register', 'verify', room.folder);
  assert.equal(live.code, 0);
  assert.deepEqual(JSON.parse(live.out[0]!), { ok: true, register: head.registerId, epoch: 1, position: head.position, root: head.root });
  assert.match(live.said[0]!, new RegExp(`^The register holds ${head.position} event`));
  room.store.close();
  const copy = join(temporaryFolder(t), 'copied.db');
  await cp(join(room.folder, 'register.db'), copy);
  assert.deepEqual((await vaguemestre('register', 'verify', copy)).out, live.out);
});

test('register verify names the position that was tampered with, with exit code 1', async (t) => {
  const { room } = await filled(t);
  room.store.close();
  const db = new Database(join(room.folder, 'register.db'));
  db.prepare(`UPDATE ledger SET body = CAST(replace(CAST(body AS TEXT), 'parcel', 'letter') AS BLOB) WHERE position = 3`).run();
  db.close();
  const { code, out, said } = await vaguemestre('register', 'verify', room.folder);
  assert.equal(code, 1);
  assert.deepEqual(out, []);
  assert.match(said.join(), /does not verify at position 3: /);
});

test('register verify tells by a root noted down before whether the newest events were cut off', async (t) => {
  const { room } = await filled(t);
  room.store.close();
  const noted = /^Note down, somewhere else: (\d+:[0-9a-f]{64})$/.exec(
    (await vaguemestre('register', 'verify', room.folder)).said.at(-1)!,
  )![1]!;
  const held = await vaguemestre('register', 'verify', room.folder, '--anchor', noted);
  assert.equal(held.code, 0);
  assert.ok(held.said.includes(`It continues the register as it was at position ${noted.split(':')[0]}.`));
  const db = new Database(join(room.folder, 'register.db'));
  const position = db.prepare<[], number>('SELECT max(position) FROM ledger').pluck().get()!;
  db.prepare('DELETE FROM item WHERE registered_position = ?').run(position);
  db.prepare('DELETE FROM ledger WHERE position = ?').run(position);
  db.prepare('DELETE FROM tree_node WHERE (number + 1) * (1 << level) >= ?').run(position);
  db.close();
  assert.equal((await vaguemestre('register', 'verify', room.folder)).code, 0, 'what is left is a valid shorter one');
  const cut = await vaguemestre('register', 'verify', room.folder, '--anchor', noted);
  assert.equal(cut.code, 1);
  assert.match(cut.said.join(), new RegExp(`an anchor speaks of ${position} positions, here are ${position - 1}`));
});

test('register prove prints the proof of an item, by id and by the number on its label', async (t) => {
  const { room, letters } = await filled(t);
  const { itemId, number } = letters[1]!;
  const [byNumber, byId] = await Promise.all([number, itemId].map((item) => vaguemestre('register', 'prove', room.folder, item)));
  assert.equal(byNumber!.code, 0);
  assert.deepEqual(byNumber!.out, byId!.out);
  const proof = JSON.parse(byNumber!.out.join('\n')) as { item: string; root: string; events: unknown[] };
  assert.deepEqual([proof.item, proof.root, proof.events.length], [itemId, room.store.head().root, 1]);
  const unknown = await vaguemestre('register', 'prove', room.folder, 'VM-2026-999999-9');
  assert.equal(unknown.code, 1);
  assert.match(unknown.said.join(), /No item VM-2026-999999-9/);
});

test('register export writes one line per event and nothing between them', async (t) => {
  const { room } = await filled(t);
  const { code, out, said } = await vaguemestre('register', 'export', room.folder);
  assert.equal(code, 0);
  const { position } = room.store.head();
  assert.deepEqual(
    out.map((line) => (JSON.parse(line) as { position: number }).position),
    Array.from({ length: position }, (_, n) => n + 1),
  );
  assert.deepEqual(said, [`${position} event(s)`]);
});

test('register rebuild mends the projection from the ledger, but not under a running daemon', async (t) => {
  const { room } = await filled(t);
  const busy = await vaguemestre('register', 'rebuild', room.folder);
  assert.equal(busy.code, 1);
  assert.match(busy.said.join(), /already running/);
  room.store.close();
  const db = new Database(join(room.folder, 'register.db'));
  db.prepare(`UPDATE item SET kind = 'bag'`).run();
  db.close();
  assert.equal((await vaguemestre('register', 'verify', room.folder)).code, 1);
  const { code, out } = await vaguemestre('register', 'rebuild', room.folder);
  assert.equal(code, 0);
  assert.deepEqual((JSON.parse(out[0]!) as { mended: string[] }).mended, ['item']);
  assert.equal((await vaguemestre('register', 'verify', room.folder)).code, 0);
});

test('register resume lets a register that was put back go on, and only that makes the daemon take it', async (t) => {
  const { room, letters } = await filled(t);
  const backup = join(temporaryFolder(t), 'backup.db');
  await room.store.backup(backup);
  const last = handsOn(room.store).register();
  room.store.close();
  await cp(backup, room.store.databaseFile);
  await assert.rejects(room.reopen(), { code: 'REGISTER_WENT_BACK' });
  assert.equal((await vaguemestre('register', 'resume', room.folder)).code, 2);
  const { code, out } = await vaguemestre('register', 'resume', room.folder, last.number);
  assert.equal(code, 0);
  const { epoch, voided } = JSON.parse(out[0]!) as { epoch: number; voided: { from: string; to: string }[] };
  assert.deepEqual([epoch, voided[0]!.from], [2, last.number]);
  const store = await room.reopen();
  assert.ok(store.read.get('item', { id: letters[0]!.itemId }));
  assert.ok(store.write((tx) => tx.allotNumber()) > voided.at(-1)!.to);
});

test('what is no register is a sentence, what is called wrongly is exit code 2', async (t) => {
  const folder = temporaryFolder(t);
  const letter = join(folder, 'letter.txt');
  await writeFile(letter, 'Dear Sir');
  for (const [args, code, saying] of [
    [['verify', folder], 1, /There is no register at/],
    [['verify', letter], 1, /does not verify|no register/],
    [['verify'], 2, /usage: vaguemestre register/],
    [['prove', folder], 2, /name the item/],
    [['verify', folder, '--anchor', '12:abc'], 2, /"12:abc" is no anchor/],
    [['export', folder, '--anchor', `12:${'a'.repeat(64)}`], 2, /takes no anchor/],
    [['burn', folder], 2, /register cannot "burn"/],
    [['verify', '--all', folder], 2, /usage: vaguemestre register/],
  ] as const) {
    const ran = await vaguemestre('register', ...args);
    assert.equal(ran.code, code, args.join(' '));
    assert.match(ran.said.join('\n'), saying);
  }
  assert.equal((await readFile(letter, 'utf8')).length, 8);
});
