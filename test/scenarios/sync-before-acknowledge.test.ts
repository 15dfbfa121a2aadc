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
const walHolds = (...words: string[]): Step[] => [written(WAL, ...words), synced('/state/register.db-wal')];
const toDaemon = /^UNIX-STREAM:.*bridge\.sock/;
/** strace shows the path of a socket at the listener's end only. */
const toBridge = /^UNIX-STREAM:[^"]*$/;
const quoted = (key: string, value: string): string => `\\"${key}\\":\\"${value}\\"`;

test('no word is given before what it says is on the disk: spool, page, act, label, filing', LIMIT, async (t) => {
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
  await station.stop();

  const calls = parseTrace(await readFile(traceFile, 'utf8'));
  const promises = promisesOf(scene, number!);
  assert.equal(promises.length, 2 + 2 * 3 + 2 + 2 + 2);
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

function promisesOf(scene: Scene, number: string): Promised[] {
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
        steps: [...blobIsThere(blob), ...walHolds(pageId)],
      },
      {
        what: 'the register names a blob that is there',
        word: written(WAL, blob),
        steps: blobIsThere(blob),
      },
    );
  }
  const [{ batchId = '' } = {}] = scene.ask<{ batchId: string }>('SELECT id AS batchId FROM batch');
  promises.push(
    {
      what: 'the bridge tells of the end of a batch that lies in the spool',
      word: written(toDaemon, quoted('type', 'batch-end'), quoted('batchId', batchId)),
      steps: [synced(`${batchId}.end.json.part`), renamed(`${batchId}.end.json`), synced('/spool')],
    },
    {
      what: 'the daemon acknowledges the end of a batch that stands in the register',
      word: written(toBridge, quoted('type', 'batch.ack'), quoted('batchId', batchId)),
      steps: walHolds('batch.closed@1', batchId),
    },
  );
  const filings = scene.ask<{ messageId: string }>('SELECT message_id AS messageId FROM filing');
  for (const { messageId } of filings)
    promises.push({
      what: 'a message goes to the mail server once the register knows from where it would be looked for',
      word: written(kiosk, `Message-ID: ${messageId}`),
      steps: walHolds('uidNext'),
    });
  return promises;
}

/** The temporary file synced, renamed, and the folder synced. */
const blobIsThere = (blob: string): Step[] => [
  {
    what: 'the half-written blob is synced',
    is: ({ name, text }) => /^f(data)?sync$/.test(name) && text.includes('/blobs/half-written/'),
  },
  renamed(`/blobs/${blob.slice(0, 2)}/${blob}`),
  synced(`/blobs/${blob.slice(0, 2)}`),
];
