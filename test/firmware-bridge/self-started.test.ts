import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Type } from 'typebox';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import type { Condition } from '#base/words.ts';
import { checkDevices } from '#bridge/config.ts';
import { openLabelLedger } from '#bridge/spool/label-ledger.ts';
import { openSpool, type Waiting } from '#bridge/spool/spool.ts';
import { defineDriver, type ScannedSide } from '#bridge/supervisor/driver.ts';
import { openQuarantine } from '#bridge/supervisor/quarantine.ts';
import { supervise } from '#bridge/supervisor/supervisor.ts';
import { until } from '../contracts/device-events.ts';

const SIDE: ScannedSide = { format: 'jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), resolutionDpi: 200 };
const SCANNER = { id: 'scanner-1', driver: 'scripted', address: 'http://127.0.0.1/', name: 'Scripted' };

/** A scanner with a button, whose runs give what they are told to. */
function scripted(runs: { sides: number; condition: Condition | null }[]) {
  const hand = { press: false };
  const driver = defineDriver({
    ...{ kind: 'scanner', name: 'scripted', transport: ['http'], match: [], isolation: 'shared', limits: { pageBytes: 1_000 } },
    ...{ starters: ['button'], options: Type.Object({}, { additionalProperties: false }) },
    open: async () => ({
      async status() {
        const button = hand.press ? { button: 'scan' } : {};
        hand.press = false;
        return { conditions: [], feederLoaded: true, ...button };
      },
      async *scan() {
        const { sides, condition } = runs.shift()!;
        for (let n = 0; n < sides; n++) yield SIDE;
        return condition;
      },
      abandon: async () => undefined,
      close: async () => undefined,
    }),
  });
  return { hand, driver };
}

const wordOf = (one: Waiting): string =>
  one.kind === 'batch-begun' ? 'begun' : one.kind === 'page' ? `${one.page.sheet} ${one.page.attempt}` : `end ${one.end.atSheet}`;

test('what the button began and went on with lies in the spool, batch first, until a daemon takes it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'self-'));
  const { hand, driver } = scripted([
    { sides: 1, condition: 'media-jam' },
    { sides: 2, condition: null },
  ]);
  const spool = await openSpool(folder, 1_000);
  const ledger = await openLabelLedger(folder);
  const told: Waiting[] = [];
  const ends = () => told.filter(({ kind }) => kind === 'batch-end').length;
  const supervisor = supervise({
    devices: [{ ...SCANNER, options: { start: 'button', startSource: 'adf' } }],
    drivers: new Map([['scripted', driver]]),
    ...{ spool, ledger, quarantine: await openQuarantine(folder, systemClock()), clock: systemClock(), log: silentLog, pollMs: 10 },
    tell: (news) => void (news.kind !== 'status' && news.kind !== 'input' && told.push(news)),
  });
  t.after(async () => {
    await supervisor.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  });
  await until(() => supervisor.status()[0]!.state === 'ready', 'it is ready');
  assert.equal(told.length, 0, 'nothing begins before somebody presses it');
  hand.press = true;
  await until(() => ends() === 1, 'the run stops');
  hand.press = true;
  await until(() => ends() === 2, 'the batch is through');
  assert.deepEqual(told.map(wordOf), ['begun', '1 1', 'end 2', 'begun', '2 2', '3 2', 'end null']);
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

test('a scanner that cannot tell when its button is pressed is not told to begin by it', () => {
  const { driver } = scripted([]);
  const check = (start: string) => checkDevices([{ ...SCANNER, options: { start } }], new Map([['scripted', driver]]));
  check('button');
  assert.throws(() => check('paper'), /cannot begin by "paper" \(it can by button\)/);
  assert.throws(() => check('whistle'), { code: 'CONFIG_INVALID' });
});
