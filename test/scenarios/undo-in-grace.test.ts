import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markSeen, messagesOn } from './mail-server-eyes.ts';
import { nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };
/** Both are departments of the laboratory's directory. */
const ACCOUNTS = { kind: 'department', departmentId: 'd02' } as const;
const SALES = { kind: 'department', departmentId: 'd07' } as const;

test('taken back in time a decision leaves nothing behind; later an unread copy is withdrawn, a read one disowned', LIMIT, async (t) => {
  const scene = await openScene(t, { graceSeconds: 3_600, children: 1 });
  const { desk, scanner, stateFolder } = scene;
  const onServer = () => messagesOn(scene.dovecot!.imapPort);
  const filings = () => scene.ask<{ state: string }>('SELECT state FROM filing ORDER BY planned_position').map(({ state }) => state);
  const rest = () => until('all is at rest', () => atRest(stateFolder));
  const document = () => scene.ask<{ id: string; itemId: string; state: string }>('SELECT id, item_id AS itemId, state FROM document')[0]!;
  const decide = async (choice: typeof ACCOUNTS | typeof SALES) => {
    const { id, itemId } = document();
    const { undo } = await desk.act('decide', { ...scene.seen(itemId), documentId: id, choice });
    return undo!.actId;
  };

  let station = await scene.start();
  await scanner.control.load([{ front: scene.sheets.unroutable('nobody is named'), name: 'letter' }]);
  await until('the letter waits for a person', () => document().state === 'review');
  await rest();
  const hasty = await decide(ACCOUNTS);
  assert.deepEqual(filings(), ['planned']);
  await desk.act('undo', { actId: hasty });
  assert.deepEqual([document().state, filings()], ['review', ['cancelled']]);
  await rest();
  assert.deepEqual(await onServer(), []);
  await station.stop();

  await scene.configure({ graceSeconds: 0 });
  station = await scene.start();
  const wrong = await decide(ACCOUNTS);
  await until('it is filed', () => filings()[1] === 'filed');
  await rest();
  assert.equal((await onServer()).length, 1);
  await desk.act('undo', { actId: wrong });
  await until('it is withdrawn', () => filings()[1] === 'withdrawn');
  // Whoever was told of it is told so, which is news of the item.
  await rest();
  assert.deepEqual(await onServer(), []);
  assert.equal(document().state, 'review');

  const read = await decide(ACCOUNTS);
  await until('it is filed again', () => filings()[2] === 'filed');
  await rest();
  const [copy] = await onServer();
  await markSeen(scene.dovecot!.imapPort, copy!);
  await desk.act('undo', { actId: read });
  await until('the copy that was read is stale', () => filings()[2] === 'stale');
  await rest();
  await decide(SALES);
  await until('it is filed where it belongs', () => filings()[3] === 'filed');
  await rest();
  const left = (await onServer()).map(({ mailbox, messageId, flags }) => [
    mailbox,
    /d1\.imap\.(.*)@/.exec(messageId)?.[1],
    flags.includes('\\Seen') ? 'read' : 'unread',
  ]);
  assert.deepEqual(left.sort(), [
    ['Post/commercial/2026', 'v4', 'unread'],
    ['Post/comptabilite/2026', 'v3', 'read'],
    ['Post/comptabilite/2026', 'v3.withdrawn', 'unread'],
  ]);
  await station.stop();
  nothingIsParked(scene);
  await registerVerifies(scene);
});
