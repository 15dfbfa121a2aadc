import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from '#base/clock.ts';
import { reportAlive } from '../../src/commands/alive.ts';

function heard(env: NodeJS.ProcessEnv, fail?: () => Error | null) {
  const clock = manualClock();
  const words: string[] = [];
  const end = reportAlive(clock, env, (word) => {
    words.push(word);
    const error = word === 'WATCHDOG=1' && fail?.();
    if (error) throw error;
  });
  return { clock, words, end };
}

test('a service says that it is ready, that it lives thrice in each period of its watchdog, and that it ends', () => {
  const { clock, words, end } = heard({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: String(process.pid) });
  clock.advance(30_000);
  end();
  clock.advance(30_000);
  assert.deepEqual(words, ['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'STOPPING=1']);
});

test('a service without a watchdog, or with one that is for its parent, only says that it is ready', () => {
  for (const env of [{}, { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }]) {
    const { clock, words } = heard(env);
    clock.advance(60_000);
    assert.deepEqual(words, ['READY=1']);
  }
});

test('a word that systemd does not take is followed by the next', () => {
  const { clock, words } = heard({ WATCHDOG_USEC: '30000000' }, () => Object.assign(new Error('no room'), { code: 'EAGAIN' }));
  clock.advance(20_000);
  assert.equal(words.filter((word) => word === 'WATCHDOG=1').length, 2);
});
