import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailroomError } from '#base/errors.ts';
import { blamed } from '#bridge/supervisor/blame.ts';

const BUG = new TypeError('a bug');
const ABSENT = new MailroomError('DEVICE_ABSENT', { deviceId: 'printer-1' });

/** A session as drivers have them: private parts, calls of each kind. */
class Session {
  readonly widthDots = 8;
  readonly #why: Error;
  constructor(why: Error) {
    this.#why = why;
  }
  encode(): Uint8Array {
    throw this.#why;
  }
  async status(): Promise<never> {
    throw this.#why;
  }
  async *scan(sides: number): AsyncGenerator<number, string> {
    for (let side = 1; side <= sides; side++) yield side;
    if (sides === 2) return 'media-jam';
    throw this.#why;
  }
}

test('a bug of a driver is told by the call it came out of, whatever kind of call, and goes on its way', async () => {
  const told: [string, unknown][] = [];
  const session = blamed(new Session(BUG), (call, error) => told.push([call, error]));
  assert.equal(session.widthDots, 8);
  assert.throws(() => session.encode(), BUG);
  await assert.rejects(session.status(), BUG);
  await assert.rejects(async () => {
    for await (const _ of session.scan(1));
  }, BUG);
  assert.deepEqual(told, [
    ['encode', BUG],
    ['status', BUG],
    ['scan', BUG],
  ]);
});

test("what a driver may throw is nobody's blame, and what it gives comes through", async () => {
  const session = blamed(new Session(ABSENT), () => assert.fail());
  assert.throws(() => session.encode(), ABSENT);
  await assert.rejects(session.status(), ABSENT);
  const sides = session.scan(2);
  assert.deepEqual(
    [await sides.next(), await sides.next(), await sides.next()],
    [
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: 'media-jam' },
    ],
  );
  const early = session.scan(5);
  await early.next();
  assert.deepEqual(await early.return('feeder-empty'), { done: true, value: 'feeder-empty' });
});

test('what the machine has no more of is blamed on no device', async () => {
  const full = Object.assign(new Error('no room for the folder of its process'), { code: 'ENOSPC' });
  const session = blamed(new Session(full), () => assert.fail());
  assert.throws(() => session.encode(), full);
  await assert.rejects(session.status(), full);
});
