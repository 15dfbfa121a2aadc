import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Pipe } from '#bridge/transports/pipe.ts';
import { tracedPipe, traceOf } from '#bridge/transports/trace.ts';

test('a dialogue is written along piece by piece, without the pictures in it; nobody who did not ask gets one', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'trace-'));
  t.after(() => rm(folder, { recursive: true }));
  assert.equal(traceOf('scale', 'tcp://127.0.0.1:9', ''), null);
  const said = [Buffer.from('S S  1.0 g\r\n\xff', 'latin1'), null];
  const pipe: Pipe = {
    send: async (bytes) => ({ sentBytes: Math.min(bytes.length, 5_000), complete: bytes.length <= 5_000 }),
    receive: async () => said.shift() ?? null,
    forget: () => undefined,
    counts: { sentBytes: 1, receivedBytes: 2 },
    close: async () => undefined,
  };
  const traced = tracedPipe(pipe, traceOf('scale', 'tcp://127.0.0.1:9', folder)!);
  await traced.send(Buffer.from('SI\r\n'), 100);
  await traced.receive(100);
  await traced.receive(100);
  await traced.send(Buffer.alloc(6_000), 100);
  assert.deepEqual(traced.counts, { sentBytes: 1, receivedBytes: 2 });
  const [head, ...pieces] = (await readFile(join(folder, 'scale.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.match(String(head!.about), /tcp:\/\/127.0.0.1:9/);
  assert.deepEqual(pieces, [
    { from: 'host', text: 'SI\r\n' },
    { from: 'device', text: 'S S  1.0 g\r\n\xff' },
    { from: 'host', leftOutBytes: 5_000 },
  ]);
});
