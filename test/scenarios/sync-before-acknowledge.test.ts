import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { requirePeer } from '#lab/peers/peers.ts';
import { openScene, type Scene } from './scene.ts';
import { atRest, until } from './station-process.ts';
import { type Call, parseTrace, renamed, type Step, spokenTooSoon, straceCommand, synced, written } from './trace.ts';

const LIMIT = { timeout: 300_000 };

/** One promise: before the word is given, these steps were taken, in this order. */
interface Promised {
  what: string;
  word: Step;
  steps: Step[];
}

const WAL = /register\.db-wal$/;
const walHolds = (...words: (string | RegExp)[]): Step[] => [written(WAL, ...words), synced('/state/register.db-wal')];
const toDaemon = /^UNIX-STREAM:.*bridge\.sock/;
/** strace shows the path of a socket at the listener's end only. */
const toBridge = /^UNIX-STREAM:[^"]*$/;
const quoted = (key: string, value: string): string => `\\"${key}\\":\\"${value}\\"`;

/** The row of one job: its subject and what is noted of its progress, with no other job's row between. */
const noted = (subject: string, key: string): RegExp => new RegExp(`${subject}(?:(?!jb_).)*\\\\"${key}\\\\"`);

test('no word is given before what it says is on the disk: spool, page, act, label, filing, withdrawal', LIMIT, async (t) => {
  const scene = await openScene(t, { children: 1 });
  // In clear text, so that the words to the mail server can be read.
  await scene.configure({ children: 1 }, scene.dovecot!.imapPort);
  const strace = requirePeer('strace');
  const traceFile = join(scene.folder, 'trace');
  const station = await scene.start(strace.env, straceCommand(strace.path, traceFile));
  const { number } = await scene.desk.act('register-item', { direction: 'in', kind: 'parcel', print: true });
  await scene.scanner.control.load(['a', 'b'].map((name) => ({ front: scene.sheets.letter(name), name })));
  const done = () => scene.scanner.control.delivered().length === 2 && scene.printer.labels.length === 1 && atRest(scene.stateFolder);
  await until('everything is at rest', done);
  await scene.scanner.control.load([{ front: scene.sheets.unroutable('c'), name: 'c' }]);
  const [waiting, rest] = [
    () => scene.ask<{ id: string; itemId: string }>(`SELECT id, item_id AS itemId FROM document WHERE state = 'review'`),
    () => atRest(scene.stateFolder),
  ];
  await until('one waits for a person', () => waiting().length === 1 && rest());
  const [{ id: documentId, itemId }] = waiting() as [{ id: string; itemId: string }];
  const choice = { kind: 'department', departmentId: 'd02' } as const;
  const { undo } = await scene.desk.act('decide', { ...scene.seen(itemId), documentId, choice });
  const filed = () => scene.ask(`SELECT 1 FROM filing WHERE document_id = ? AND state = 'filed'`, documentId).length === 1;
  await until('it is filed', () => filed() && rest());
  await scene.desk.act('undo', { actId: undo!.actId });
  await until('it is withdrawn', () => !filed() && rest());
  await station.stop();

  const calls = parseTrace(await readFile(traceFile, 'utf8'));
  const promises = promisesOf(scene, calls, number!);
  // Of acts and numbers, labels, 3 pages, the ends of 2 batches, 3 filings, and a withdrawal.
  assert.equal(promises.length, 2 + 2 + 3 * 3 + 2 * 2 + 3 + 1);
  for (const { what, word, steps } of promises) assert.deepEqual(spokenTooSoon(calls, word, steps), [], what);

  // That these can fail: the same trace without one of the syncs, or with the word given first, breaks the promise.
  for (const { what, word, steps } of promises) {
    for (const step of steps) assert.notDeepEqual(spokenTooSoon(without(calls, step), word, steps), [], `${what}, without: ${step.what}`);
    assert.notDeepEqual(spokenTooSoon(spokenFirst(calls, word), word, steps), [], `${what}, said first`);
  }
});

const without = (calls: readonly Call[], step: Step): Call[] => calls.filter((call) => !step.is(call));
const spokenFirst = (calls: readonly Call[], word: Step): Call[] =>
  calls.map((call) => (word.is(call) ? { ...call, begin: -1, end: -1 } : call));

function promisesOf(scene: Scene, calls: readonly Call[], number: string): Promised[] {
  const key = `${number}.1`;
  const ledger = /labels\.jsonl$/;
  const printer = new RegExp(`^TCP:.*->127\\.0\\.0\\.1:${scene.printer.port}`);
  const kiosk = /^TCP:/;
  const promises: Promised[] = [
    {
      what: 'the clerk is told of a registered item',
      word: written(kiosk, 'HTTP/1.1 200', quoted('number', number)),
      steps: walHolds(number),
    },
    {
      what: 'a number is given out of a block that is reserved',
      word: written(WAL, number),
      steps: [synced('/state/numbers.json.part'), renamed('/state/numbers.json'), synced('/state')],
    },
    {
      what: 'the printer gets a label whose key is noted',
      word: written(printer, '^XA'),
      steps: [written(ledger, quoted('jobKey', key), quoted('outcome', 'begun')), synced('/spool/labels.jsonl')],
    },
    {
      what: 'the register has a label as printed that the bridge has noted',
      word: written(WAL, 'label.printed@1', key.slice(0, -2)),
      steps: [written(ledger, quoted('jobKey', key), quoted('outcome', 'printed')), synced('/spool/labels.jsonl')],
    },
  ];

  const scanned = scene.ask<{ pageId: string; blob: string }>(
    `SELECT body ->> '$.pageId' AS pageId, body ->> '$.blob' AS blob FROM (SELECT CAST(body AS TEXT) AS body FROM ledger WHERE type = 'page.scanned@1')`,
  );
  for (const { pageId, blob } of scanned) {
    promises.push(
      {
        what: 'the bridge tells of a page that lies in the spool',
        word: written(toDaemon, quoted('type', 'page'), quoted('pageId', pageId)),
        steps: [
          synced(`${pageId}.jpg.part`),
          synced(`${pageId}.json.part`),
          renamed(`${pageId}.jpg`),
          renamed(`${pageId}.json`),
          synced('/spool'),
        ],
      },
      {
        what: 'the daemon acknowledges a page that lies in a blob and stands in the register',
        word: written(toBridge, quoted('type', 'page.ack'), quoted('pageId', pageId)),
        steps: [...blobIsThere(calls, blob), ...walHolds(pageId)],
      },
      {
        what: 'the register names a blob that is there',
        word: written(WAL, blob),
        steps: blobIsThere(calls, blob),
      },
    );
  }
  for (const { batchId } of scene.ask<{ batchId: string }>('SELECT id AS batchId FROM batch'))
    promises.push(
      {
        what: 'the bridge tells of the end of a batch that lies in the spool',
        word: written(toDaemon, quoted('type', 'batch-end'), quoted('batchId', batchId)),
        steps: [synced(`${batchId}.1.end.json.part`), renamed(`${batchId}.1.end.json`), synced('/spool')],
      },
      {
        what: 'the daemon acknowledges the end of a batch that stands in the register',
        word: written(toBridge, quoted('type', 'batch.ack'), quoted('batchId', batchId)),
        steps: walHolds('batch.closed@1', batchId),
      },
    );
  const filings = scene.ask<{ id: string; messageId: string; state: string; documentId: string }>(
    'SELECT id, message_id AS messageId, state, document_id AS documentId FROM filing',
  );
  for (const { id, messageId } of filings)
    promises.push({
      what: 'a message goes to the mail server once the register knows from where it would be looked for',
      word: written(kiosk, `Message-ID: ${messageId}`),
      steps: walHolds(noted(id, 'uidNext')),
    });
  for (const { id, documentId } of filings.filter(({ state }) => state === 'withdrawn'))
    promises.push({
      what: 'a copy is marked deleted once the register holds that it was taken back, and that we are at it',
      word: written(kiosk, 'UID STORE', '+FLAGS', '\\\\Deleted'),
      steps: [...walHolds('document.corrected@1', quoted('documentId', documentId), '\\"undoOf\\":'), ...walHolds(noted(id, 'deleting'))],
    });
  return promises;
}

/** Its own temporary file synced, renamed, and the folder synced. */
function blobIsThere(calls: readonly Call[], blob: string): Step[] {
  const named = renamed(`/blobs/${blob.slice(0, 2)}/${blob}`);
  const temporary = /\/half-written\/\d+(?=")/.exec(calls.find((call) => named.is(call))?.text ?? '')?.[0];
  assert.ok(temporary, `${blob} got its name from a half-written file`);
  return [synced(temporary), named, synced(`/blobs/${blob.slice(0, 2)}`)];
}
