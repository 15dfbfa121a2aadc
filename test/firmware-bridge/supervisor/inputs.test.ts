import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Type } from 'typebox';
import { manualClock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { ReaderDriver } from '#bridge/supervisor/driver.ts';
import { type SupervisorParts, supervise } from '#bridge/supervisor/supervisor.ts';

const deviceId = 'reader-1' as DeviceId;

/** A reader that says a code whenever it is asked, until it is unplugged. */
function babbling() {
  const cable = { plugged: true, opened: 0 };
  const gone = () => new MailroomError('DEVICE_ABSENT', { deviceId });
  const driver: ReaderDriver = {
    ...{ kind: 'code-reader', name: 'babbler', transport: ['tcp'], match: [], isolation: 'shared', options: Type.Object({}) },
    async open() {
      if (!cable.plugged) throw gone();
      cable.opened++;
      let open = true;
      return {
        async *inputs() {
          for (let n = 0; ; n++) {
            if (!open || !cable.plugged) throw gone();
            yield { kind: 'code', text: `${n}`, symbology: null };
          }
        },
        async status() {
          if (!cable.plugged) throw gone();
          return { conditions: [] };
        },
        async close() {
          open = false;
        },
      };
    },
  };
  return { cable, driver };
}

async function supervised() {
  const { cable, driver } = babbling();
  const clock = manualClock();
  const texts: string[] = [];
  const supervisor = supervise({
    devices: [{ id: deviceId, driver: 'babbler', address: 'tcp://192.0.2.1:1', name: 'Babbler', options: {} }],
    drivers: new Map([['babbler', driver]]),
    spool: { leftJobs: [], endedRuns: () => [], waiting: () => [] } as unknown as SupervisorParts['spool'],
    held: { close: async () => undefined } as unknown as SupervisorParts['held'],
    ledger: null as unknown as SupervisorParts['ledger'],
    quarantine: { reportOf: () => null, crashed: async () => null, brokeBridge: () => {}, release: async () => undefined },
    ...{ clock, log: silentLog, pollMs: 1_000 },
    tell: (news) => news.kind === 'input' && news.input.kind === 'code' && texts.push(news.input.text),
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 10) {
      clock.advance(Math.min(10, left));
      await turn();
    }
  };
  await turn();
  return { cable, texts, pass, supervisor };
}

test('a device that babbles is heard a hundred times a second, in order, and no oftener', async () => {
  const { texts, pass, supervisor } = await supervised();
  await pass(500);
  assert.ok(texts.length >= 40 && texts.length <= 51, `${texts.length}`);
  assert.deepEqual(
    texts,
    Array.from(texts, (_, n) => `${n}`),
  );
  const closed = supervisor.close();
  await pass(2_000);
  await closed;
});

test('a reader that is away and back again is listened to once, not twice', async () => {
  const { cable, texts, pass, supervisor } = await supervised();
  cable.plugged = false;
  await pass(3_000);
  const before = texts.length;
  await pass(1_000);
  assert.equal(texts.length, before);
  cable.plugged = true;
  await pass(20_000);
  assert.equal(cable.opened, 2);
  const from = texts.length;
  await pass(1_000);
  const heard = texts.slice(from);
  assert.ok(heard.length <= 101, `${heard.length}`);
  assert.equal(new Set(heard).size, heard.length);
  const closed = supervisor.close();
  await pass(2_000);
  await closed;
});
