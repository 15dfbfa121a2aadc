import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import type { Detail, Summary } from '#lab/summary.ts';
import { until } from './station-process.ts';

const LAB = resolve(import.meta.dirname, '../lab');
const LETTERS = join(LAB, 'letters');
const CACHE = resolve(LAB, '../../.cache');
/** A whole mailroom is opened, with its mail server, and reads: on a busy machine that is minutes. */
const LIMIT = { timeout: 300_000 };
const ENDS_MS = 240_000;

/** Of somebody who writes as people write. */
const work = mkdtempSync(join(tmpdir(), 'vaguemestre-once-'));
const folder = join(work, 'Courrier reçu, été 2026');
const directory = join(folder, 'annuaire général.json');
before(() => {
  mkdirSync(folder);
  cpSync(join(LETTERS, 'directory.json'), directory);
});
after(() => rmSync(work, { recursive: true }));

interface Ended {
  code: number;
  lines: string[];
  said: string[];
}

/** `npm start -- --once …` behind the set-up. */
function start(...args: string[]): Promise<Ended> {
  const env = { ...process.env, NODE_COMPILE_CACHE: join(CACHE, 'compile') };
  const lines = (text: string) => text.split('\n').filter(Boolean);
  return new Promise((done) =>
    execFile(process.execPath, [join(LAB, 'main.ts'), ...args], { env, timeout: ENDS_MS }, (error, out, said) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, lines: lines(out), said: lines(said) });
    }),
  );
}

const passing = (): string[] => readdirSync(CACHE).filter((name) => name.startsWith('once-'));

test('one batch ends with a line for each file, also for one that is torn, and with 1 because of that', LIMIT, async () => {
  const letters = join(folder, 'lettres');
  mkdirSync(letters);
  cpSync(join(LETTERS, 'reminder.png'), join(letters, 'à payer.png'));
  const tax = readFileSync(join(LETTERS, 'tax.jpg'));
  writeFileSync(join(letters, 'impôts.jpg'), Buffer.concat([tax, Buffer.from('what a camera puts behind its pictures')]));
  writeFileSync(join(letters, 'déchirée.jpg'), tax.subarray(0, tax.length >> 1));
  cpSync(join(LETTERS, 'separator-sheet.jpg'), join(letters, 'séparateur.jpg'));
  const paper = { width: 1654, height: 2339, channels: 3, background: 'white' } as const;
  await sharp({ create: paper }).withMetadata({ density: 200 }).png().toFile(join(letters, 'blanche.png'));
  writeFileSync(join(letters, 'facture.pdf'), '%PDF-1.7');

  const before = passing();
  const { code, lines, said } = await start('--once', '--letters', letters, '--directory', directory);
  assert.deepEqual(said, []);
  assert.equal(code, 1);
  assert.deepEqual(passing(), before, 'nothing is left behind');
  assert.match(lines[0]!, /^Left out, .*: facture\.pdf$/);
  const summary = JSON.parse(lines.at(-1)!) as Summary;
  const keys = ['items', 'documents', 'filed', 'review', 'closed', 'notices', 'labels', 'elapsedMs', 'details'];
  assert.deepEqual(Object.keys(summary), keys);
  const { elapsedMs, details, ...counts } = summary;
  assert.ok(elapsedMs > 0);
  assert.deepEqual(counts, { items: 2, documents: 2, filed: 2, review: 0, closed: 0, notices: 2, labels: 2 });
  const fields = ['file', 'number', 'class', 'department', 'recipient', 'confidence', 'outcome', 'mailbox', 'uid'];
  for (const detail of details) assert.deepEqual(Object.keys(detail), fields);
  const of = (file: string): Detail | undefined => details.find((detail) => detail.file === file);
  const nothing = { number: '', class: null, department: null, recipient: null, confidence: 0, mailbox: null, uid: null };
  assert.equal(details.length, 4);
  assert.deepEqual(of('déchirée.jpg'), { file: 'déchirée.jpg', outcome: 'failed', ...nothing });
  assert.deepEqual(of('blanche.png'), { file: 'blanche.png', outcome: 'held', ...nothing });
  assert.equal(of('séparateur.jpg'), undefined, 'a separator is no mail');
  for (const [file, kind] of [
    ['à payer.png', 'reminder'],
    ['impôts.jpg', 'tax'],
  ] as const) {
    const detail = of(file)!;
    assert.deepEqual([detail.class, detail.outcome], [kind, 'filed']);
    assert.match(detail.number, /^VM-\d{4}-\d{6}-[0-9A-Z]$/);
    assert.match(detail.mailbox!, /^Post\//);
    assert.ok(detail.uid! > 0 && detail.confidence > 0.5 && detail.department !== null);
  }
});

test('what cannot begin says why in one line, ends, and leaves nothing behind', LIMIT, async () => {
  const letters = join(folder, 'une seule');
  mkdirSync(letters);
  cpSync(join(LETTERS, 'reminder.png'), join(letters, 'lettre.png'));
  const empty = join(folder, 'vide');
  mkdirSync(empty);
  const wrong = join(folder, 'no directory.json');
  writeFileSync(wrong, '{"people": 7}');
  const before = passing();
  const calls: [number, RegExp, string[]][] = [
    [1, /no directory\.json/, ['--once', '--letters', letters, '--directory', wrong]],
    [1, /There is no page image in .*vide/, ['--once', '--letters', empty, '--directory', directory]],
    [
      2,
      /--letters .*nope is no folder that can be read \(ENOENT\)/,
      ['--once', '--letters', join(folder, 'nope'), '--directory', directory],
    ],
    [2, /Unknown option '--onec'/, ['--onec']],
  ];
  for (const [wanted, why, args] of calls) {
    const { code, lines, said } = await start(...args);
    assert.deepEqual([code, lines, said.length], [wanted, [], 1], said.join('\n'));
    assert.match(said[0]!, why);
  }
  assert.deepEqual(passing(), before);
});

test('a stack of which no scanner could have made a page ends at once', LIMIT, async () => {
  const letters = join(folder, 'déchirées');
  mkdirSync(letters);
  writeFileSync(join(letters, 'une.jpg'), readFileSync(join(LETTERS, 'tax.jpg')).subarray(0, 9_000));
  const { code, lines } = await start('--once', '--letters', letters, '--directory', directory);
  const { items, details } = JSON.parse(lines.at(-1)!) as Summary;
  assert.deepEqual([code, items, details.map(({ outcome }) => outcome)], [1, 0, ['failed']]);
});

test('told to stop while it opens it stops, and leaves nothing behind', LIMIT, async () => {
  const before = passing();
  const running = spawn(process.execPath, [join(LAB, 'main.ts'), '--once'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(running, 'exit');
  await until('its folder is there', () => passing().length > before.length);
  running.kill('SIGINT');
  assert.deepEqual(await ended, [1, null]);
  assert.equal(said, 'Stopped before the batch had ended.\n');
  assert.deepEqual(passing(), before);
});
