/** A bridge without its socket, over a folder that outlives it, and a scanner with a button whose runs are written down beforehand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { systemClock } from '#base/clock.ts';
import { silentLog } from '#base/log.ts';
import type { Condition } from '#base/words.ts';
import type { HeldBatch } from '#bridge/protocol/messages.ts';
import type { News } from '#bridge/server.ts';
import { openHeldBatches } from '#bridge/spool/held-batches.ts';
import { openLabelLedger } from '#bridge/spool/label-ledger.ts';
import { openSpool, type Waiting } from '#bridge/spool/spool.ts';
import { defineDriver, type ScannedSide } from '#bridge/supervisor/driver.ts';
import { openQuarantine } from '#bridge/supervisor/quarantine.ts';
import { supervise } from '#bridge/supervisor/supervisor.ts';

const SIDE: ScannedSide = { format: 'jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]), resolutionDpi: 200 };
export const SCANNER = { id: 'scanner-1', driver: 'scripted', address: 'http://127.0.0.1/', name: 'Scripted' };

/** What a run gives; `left`: the feeder still says it is loaded; `until`: it feeds on till then. */
interface Run {
  sides: number;
  condition: Condition | null;
  left?: boolean;
  until?: Promise<void>;
}
export function scripted(runs: Run[]) {
  const hand = { press: false, loaded: true, looks: 0 };
  const driver = defineDriver({
    ...{ kind: 'scanner', name: 'scripted', transport: ['http'], match: [], isolation: 'shared', limits: { pageBytes: 1_000 } },
    ...{ starters: ['button', 'paper'], options: Type.Object({}, { additionalProperties: false }) },
    open: async () => ({
      async status() {
        hand.looks++;
        const button = hand.press ? { button: 'scan' } : {};
        hand.press = false;
        return { conditions: [], feederLoaded: hand.loaded, ...button };
      },
      async *scan() {
        const { sides, condition, left = true, until } = runs.shift() ?? ({ sides: 0, condition: 'feeder-empty' } as Run);
        for (let n = 0; n < sides; n++) yield SIDE;
        await until;
        hand.loaded = left;
        return condition;
      },
      abandon: async () => undefined,
      close: async () => undefined,
    }),
  });
  return { hand, driver };
}

export const wordOf = (one: Waiting): string =>
  one.kind === 'batch-begun' ? 'begun' : one.kind === 'page' ? `${one.page.sheet} ${one.page.attempt}` : `end ${one.end.atSheet}`;

/** @param listen hears all it tells */
export async function bridge(
  folder: string,
  start: 'paper' | 'button',
  { driver }: ReturnType<typeof scripted>,
  listen: (news: News) => void = () => {},
) {
  const spool = await openSpool(folder, 1_000);
  const ledger = await openLabelLedger(folder);
  const held = await openHeldBatches(folder, spool);
  const told: Waiting[] = [];
  const supervisor = supervise({
    devices: [{ ...SCANNER, options: { start, startSource: 'adf' } }],
    drivers: new Map([['scripted', driver]]),
    ...{ spool, held, ledger, quarantine: await openQuarantine(folder, systemClock()), clock: systemClock(), log: silentLog, pollMs: 10 },
    tell(news) {
      if (news.kind !== 'status' && news.kind !== 'input') told.push(news);
      listen(news);
    },
  });
  const close = async () => {
    await supervisor.close();
    await ledger.close();
  };
  return {
    ...{ supervisor, spool, told, close },
    ends: () => told.filter(({ kind }) => kind === 'batch-end').length,
    words: () => told.map(wordOf),
    /** As the daemon does it: what the register holds, then the end. */
    async acknowledge(word: HeldBatch | null) {
      for (const one of spool.waiting()) if (one.kind === 'page') await spool.acknowledgePage(one.page.pageId);
      await supervisor.holdScan(SCANNER.id, word);
      for (const one of spool.waiting()) if (one.kind === 'batch-end') await spool.acknowledgeBatchEnd(one.end.batchId, one.end.attempt);
    },
    async leave() {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'self-'));
