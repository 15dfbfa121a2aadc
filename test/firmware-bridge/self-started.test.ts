import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDevices } from '#bridge/config.ts';
import type { BatchEndWire, HeldBatch, ScanOrder } from '#bridge/protocol/messages.ts';
import { openSpool, type Waiting } from '#bridge/spool/spool.ts';
import { until } from '../contracts/device-events.ts';
import { bridge, newFolder, SCANNER, scripted, wordOf } from './scripted-bridge.ts';

/** A run that jammed at sheet 7, as the register has it once the end is taken. */
const waitsAt = (end: BatchEndWire, firstSheet: number, attempt: number, cancelled = false): HeldBatch => ({
  order: { ...orderOf(end), firstSheet, attempt },
  cancelled,
});
const orderOf = ({ batchId }: BatchEndWire): ScanOrder => ({
  ...{ deviceId: SCANNER.id, batchId, source: 'adf', profile: 'routing', resolutionDpi: 200, firstSheet: 1, attempt: 1 },
});
const endOf = (told: Waiting[]): BatchEndWire => told.flatMap((one) => (one.kind === 'batch-end' ? [one.end] : [])).at(-1)!;

/** The scanner was asked how it is and what it said was thought about. */
async function lookedAt({ hand }: ReturnType<typeof scripted>): Promise<void> {
  const from = hand.looks;
  await until(() => hand.looks > from + 2, 'the scanner is looked at');
}

test('what the button began and went on with lies in the spool, batch first, until a daemon takes it', async (t) => {
  const folder = await newFolder();
  const scanner = scripted([
    { sides: 1, condition: 'media-jam' },
    { sides: 2, condition: null },
  ]);
  const { supervisor, told, ends, words, leave } = await bridge(folder, 'button', scanner);
  t.after(leave);
  await until(() => supervisor.status()[0]!.state === 'ready', 'it is ready');
  assert.equal(told.length, 0, 'nothing begins before somebody presses it');
  scanner.hand.press = true;
  await until(() => ends() === 1, 'the run stops');
  scanner.hand.press = true;
  await until(() => ends() === 2, 'the batch is through');
  assert.deepEqual(words(), ['begun', '1 1', 'end 2', 'begun', '2 2', '3 2', 'end null']);
  assert.equal(
    new Set(told.map((one) => (one.kind === 'page' ? one.page : one.kind === 'batch-end' ? one.end : one.order).batchId)).size,
    1,
  );

  const later = await openSpool(folder, 1_000);
  assert.deepEqual(
    later.waiting().map(wordOf),
    ['begun', 'begun', '1 1', 'end 2', '2 2', '3 2', 'end null'],
    'a bridge that was restarted tells it all',
  );
  for (const one of later.waiting()) if (one.kind === 'page') await later.acknowledgePage(one.page.pageId);
  for (const one of later.waiting()) if (one.kind === 'batch-end') await later.acknowledgeBatchEnd(one.end.batchId, one.end.attempt);
  assert.deepEqual(later.waiting(), [], 'and forgets it once it is taken');
});

test('a button pressed before the sheets lie in the feeder gives no batch up: the next press goes on with it', async (t) => {
  const scanner = scripted([
    { sides: 1, condition: 'media-jam' },
    { sides: 0, condition: 'feeder-empty' },
    { sides: 2, condition: null },
  ]);
  const { supervisor, ends, words, leave } = await bridge(await newFolder(), 'button', scanner);
  t.after(leave);
  await until(() => supervisor.status()[0]!.state === 'ready', 'it is ready');
  for (const press of [1, 2, 3]) {
    scanner.hand.press = true;
    await until(() => ends() === press, `run ${press} ends`);
  }
  assert.deepEqual(words(), ['begun', '1 1', 'end 2', 'begun', 'end 2', 'begun', '2 3', '3 3', 'end null']);
});

test('a batch that stopped waits while one of its sheets is scanned again, whatever becomes of that', async (t) => {
  for (const start of ['paper', 'button'] as const)
    for (const again of [{ sides: 1, condition: null } as const, { sides: 0, condition: 'media-jam' } as const]) {
      const scanner = scripted([{ sides: 6, condition: 'media-jam' }, again, { sides: 4, condition: null }]);
      scanner.hand.press = start === 'button';
      const { supervisor, told, ends, words, acknowledge, leave } = await bridge(await newFolder(), start, scanner);
      t.after(leave);
      await until(() => ends() === 1, 'it jams at sheet 7');
      const end = endOf(told);
      await acknowledge(waitsAt(end, 7, 2));
      told.length = 0;
      await supervisor.startScan({ ...orderOf(end), firstSheet: 3, attempt: 2, sheets: 1 });
      await until(() => ends() === 1, 'that run ends');
      await lookedAt(scanner);
      assert.equal(told.filter(({ kind }) => kind === 'batch-begun').length, 0, 'the rest of the pile begins nothing');
      if (start === 'paper') continue;
      scanner.hand.press = true;
      await until(() => ends() === 2, 'the button goes on');
      assert.deepEqual(words().slice(again.sides), [
        `end ${again.sides === 1 ? null : 3}`,
        'begun',
        '7 3',
        '8 3',
        '9 3',
        '10 3',
        'end null',
      ]);
    }
});

test('a bridge that was restarted keeps to the batch the daemon knows of: to go on with, from where it says, or to leave alone', async (t) => {
  for (const start of ['paper', 'button'] as const)
    for (const cancelled of [false, true]) {
      const folder = await newFolder();
      const scanner = scripted([
        { sides: 6, condition: 'media-jam' },
        { sides: 1, condition: null, left: false },
      ]);
      scanner.hand.press = start === 'button';
      const before = await bridge(folder, start, scanner);
      await until(() => before.ends() === 1, 'it jams at sheet 7');
      // A clerk has taken sheets 5 and 6 back, or given the batch up.
      await before.acknowledge(waitsAt(endOf(before.told), 5, 2, cancelled));
      await before.close();
      const { supervisor, ends, words, leave } = await bridge(folder, start, scanner);
      t.after(leave);
      await until(() => supervisor.status()[0]!.state === 'ready', 'it is ready');
      await lookedAt(scanner);
      assert.deepEqual(words(), [], 'paper in the feeder begins nothing');
      if (start === 'button') scanner.hand.press = true;
      else if (cancelled) {
        scanner.hand.loaded = false;
        await lookedAt(scanner);
        scanner.hand.loaded = true;
      } else continue;
      await until(() => ends() === 1, 'it feeds');
      assert.deepEqual(words(), cancelled ? ['begun', '1 1', 'end null'] : ['begun', '5 2', 'end null']);
    }
});

test('a batch that the daemon stopped for a lost image begins no other one with the paper put back', async (t) => {
  const scanner = scripted([{ sides: 3, condition: null, left: false }]);
  const { told, ends, words, acknowledge, leave } = await bridge(await newFolder(), 'paper', scanner);
  t.after(leave);
  await until(() => ends() === 1, 'it ran empty');
  await acknowledge(waitsAt(endOf(told), 5, 2));
  scanner.hand.loaded = true;
  await lookedAt(scanner);
  assert.deepEqual(words(), ['begun', '1 1', '2 1', '3 1', 'end null']);
});

test('a scanner that cannot tell when its button is pressed is not told to begin by it', () => {
  const { driver } = scripted([]);
  const check = (start: string) =>
    checkDevices([{ ...SCANNER, options: { start } }], new Map([['scripted', { ...driver, starters: ['button'] }]]));
  check('button');
  assert.throws(() => check('paper'), /cannot begin by "paper" \(it can by button\)/);
  assert.throws(() => check('whistle'), { code: 'CONFIG_INVALID' });
});
