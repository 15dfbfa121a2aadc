import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFate } from '#bridge/drivers/printer/brother-ql.ts';
import { conditionsOf as tsplConditions, parseStatusByte as tsplStatusByte } from '#bridge/drivers/printer/tspl.ts';
import { Conversation, MAX_ANSWER_BYTES } from '#bridge/printing/conversation.ts';
import type { Pipe } from '#bridge/transports/pipe.ts';
import { clock, LANGUAGES } from './label-languages.ts';
import { readTraces } from './traces.ts';

/** Of ZPL's two answers `zpl.test.ts` has both. */
const OTHERS = LANGUAGES.filter(({ name }) => name !== 'zpl');
/** Noise that holds nothing that could be an answer of this language, and ends as lines do. */
const NOISE = Buffer.from('\xfe\xe0H\xb4\x80 \xc8\n', 'latin1');

for (const { name, parse } of OTHERS) {
  const traces = readTraces<unknown>(name);

  test(`${name}: each answer means what its trace says, also with noise in front`, () => {
    assert.ok(traces.length >= 5);
    for (const { name: trace, expect, device } of traces) {
      assert.deepEqual(parse(device), expect, trace);
      assert.deepEqual(parse(Buffer.concat([NOISE, device])), expect, `${trace} after noise`);
    }
  });

  test(`${name}: an answer cut anywhere is not whole yet, or says what came whole before the cut`, () => {
    for (const { name: trace, expect, device } of traces)
      for (let cut = 0; cut < device.length; cut++) {
        const part = parse(device.subarray(0, cut));
        const earlier = name === 'brother-ql' && device.length > 32 && cut >= 32;
        if (part !== null && !earlier) assert.deepEqual(part, expect, `${trace} cut at ${cut}`);
      }
  });

  test(`${name}: no bytes whatever make the parser throw`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...traces), fc.nat(), (noise, { device }, at) => {
        const cut = at % (device.length + 1);
        parse(Buffer.concat([device.subarray(0, cut), noise, device.subarray(cut)]));
      }),
    );
  });
}

test('brother-ql: the first word about a label counts, for a jam of the cutter comes after it', () => {
  const { device } = readTraces('brother-ql').find(({ name }) => name === 'printed.jsonl')!;
  const jam = readTraces('brother-ql').find(({ name }) => name === 'cutter-jam.jsonl')!.device;
  const news = device.subarray(0, 32);
  assert.equal(parseFate(news), null);
  assert.equal(parseFate(device), 'out');
  assert.equal(parseFate(Buffer.concat([device, jam])), 'out');
  assert.equal(parseFate(Buffer.concat([news, jam, device])), 'lost');
});

test('tspl: every byte a printer can answer has its conditions', () => {
  for (let status = 0; status < 256; status++) assert.equal(tsplConditions(status).length > 0, (status & ~0x20) !== 0, `${status}`);
});

test('tspl: a name that was asked for before is not taken for how the printer is', () => {
  const name = Buffer.from('TTP-244 Pro\r\n');
  assert.equal(tsplStatusByte(name), null);
  assert.equal(tsplStatusByte(Buffer.concat([name, Buffer.from([0])])), 0);
  assert.equal(tsplStatusByte(Buffer.concat([Buffer.from([4]), name])), 4);
});

test('a printer that talks without end and says nothing is listened to for as long as an answer may take, in bounded memory', async () => {
  let longest = 0;
  let now = 0;
  const endless: Pipe = {
    send: async (bytes) => ({ sentBytes: bytes.length, complete: true }),
    receive: async () => {
      now += 10;
      return Buffer.alloc(50_000, 0xff);
    },
    forget: () => undefined,
    counts: { sentBytes: 0, receivedBytes: 0 },
    close: async () => undefined,
  };
  const talk = new Conversation(endless, { ...clock, monotonicMs: () => now }, { silenceMs: 100, answerMs: 100 });
  const answer = await talk.ask('?', (heard) => {
    longest = Math.max(longest, heard.length);
    return null;
  });
  assert.deepEqual([answer, longest, now], [null, MAX_ANSWER_BYTES, 100]);
});
