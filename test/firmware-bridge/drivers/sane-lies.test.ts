import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import { compileLibrary } from '#lab/c-library.ts';
import { withoutPeer } from '#lab/peers/peers.ts';
import { openSane, orderOf, scanAll } from './sane-bench.ts';

const skip = withoutPeer('tcc');
const lying = skip ? null : compileLibrary(join(import.meta.dirname, '../../lab/lying-sane.c'), 'libsane.so.1');
let own: string | undefined;
before(() => {
  own = process.env.LD_LIBRARY_PATH;
});
after(async () => {
  if (own === undefined) delete process.env.LD_LIBRARY_PATH;
  else process.env.LD_LIBRARY_PATH = own;
  await lying?.remove();
});

const open = (t: TestContext, lie: string) =>
  openSane(t, { address: `sane:${lie}`, options: { configuration: '' } }, {}, undefined, { LD_LIBRARY_PATH: lying!.folder });

/** What a scan of one page by the real driver, in its process, over a libsane that lies, ends with. */
for (const { lie, code, call, how } of [
  { lie: 'more-than-room', code: 'DRIVER_CRASHED', call: 'sane_read', how: 'SIGABRT' },
  { lie: 'less-than-none', code: 'DRIVER_CRASHED', call: 'sane_read', how: 'SIGABRT' },
  { lie: 'strange-status', code: 'DEVICE_REFUSED', call: undefined, how: undefined },
] as const) {
  test(`a backend whose lie is "${lie}" costs the page under way and is ${code}`, { skip }, async (t) => {
    const session = await open(t, lie);
    assert.deepEqual(await session.status(), { conditions: [] });
    const { sides, end } = await scanAll(session, orderOf({ source: 'flatbed' }));
    assert.equal(sides.length, 0);
    assert.ok(isFailure(end, code), String(end));
    const context = end.context as Record<string, unknown>;
    assert.deepEqual([context.call, context.how, context.page], [call, how, call && 1]);
  });
}

test('a backend that describes itself without end is not opened', { skip }, async (t) => {
  await assert.rejects(
    open(t, 'endless'),
    (error) => isFailure(error, 'DRIVER_CRASHED') && error.context.call === 'sane_get_option_descriptor',
  );
});
