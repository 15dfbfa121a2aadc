import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { continuous } from '#bridge/drivers/scale/continuous.ts';
import { mtSics } from '#bridge/drivers/scale/mt-sics.ts';
import { nci } from '#bridge/drivers/scale/nci.ts';
import { toledo8217 } from '#bridge/drivers/scale/toledo-8217.ts';
import { parse as parseContinuous, toledoContinuous } from '#bridge/drivers/scale/toledo-continuous.ts';
import type { ScaleLanguage } from '#bridge/drivers/scale/weighing/serial-scale.ts';
import { type Reading, weightOf } from '#bridge/drivers/scale/weighing/weight.ts';
import type { SerialSettings } from '#bridge/transports/serial.ts';
import { readTraces } from './traces.ts';

const LANGUAGES: Record<string, ScaleLanguage> = {
  'mt-sics': mtSics,
  'toledo-8217': toledo8217({ unit: 'kg' }),
  nci,
  'toledo-continuous': toledoContinuous({}),
  continuous: continuous({}),
  'continuous-sartorius': continuous({ format: 'sartorius' }),
};
const cases = Object.entries(LANGUAGES).flatMap(([driver, language]) =>
  readTraces<Reading[]>(driver).map((trace) => ({ ...trace, name: `${driver}/${trace.name}`, language })),
);
const MOST_REST_BYTES = 64;

/** All that is read of pieces that come one after the other. */
function heardOf(language: ScaleLanguage, pieces: readonly Uint8Array[]): Reading[] {
  let rest = Buffer.alloc(0);
  return pieces.flatMap((piece) => {
    const heard = language.parse(Buffer.concat([rest, piece]));
    assert.ok(heard.rest.length <= MOST_REST_BYTES, `${heard.rest.length} bytes kept`);
    rest = Buffer.from(heard.rest);
    return heard.readings;
  });
}

test('each recorded answer of a scale means what its trace says', () => {
  assert.ok(cases.length >= 25);
  for (const { name, language, device, expect } of cases) assert.deepEqual(heardOf(language, [device]), expect, name);
});

test('an answer that comes in two pieces, wherever it is cut, means the same', () => {
  for (const { name, language, device, expect } of cases)
    for (let cut = 0; cut <= device.length; cut++)
      assert.deepEqual(heardOf(language, [device.subarray(0, cut), device.subarray(cut)]), expect, `${name} cut at ${cut}`);
});

test('a line longer than any answer is none, whatever it looks like', () => {
  for (const said of [`S S${' '.repeat(60)}1.0 g\r\n`, `S S${' '.repeat(65_000)}\r\n`])
    assert.deepEqual(heardOf(mtSics, [Buffer.from(said)]), []);
  // Its last forty characters would be one.
  const answer = `S S${' '.repeat(32)}1.0 g`;
  assert.equal(answer.length, 40);
  assert.deepEqual(heardOf(mtSics, [Buffer.from(`noise${answer}`), Buffer.from('\r\n')]), []);
  assert.equal(heardOf(mtSics, [Buffer.from(answer), Buffer.from('\r\n')]).length, 1);
});

test('a question that is asked at other settings than the scale has is no command that changes what it weighs', () => {
  /** Zero, tare, clear, high resolution, restart: one character in the protocol of Toledo, a line in the others. */
  const COMMANDS = { 'toledo-8217': /[ZTCH]/, nci: /^[ZTCH]\r/im, 'mt-sics': /^(?:Z|ZI|T|TI|TA|TAC|@)\r/im };
  for (const [name, commands] of Object.entries(COMMANDS)) {
    const { ask, settings } = LANGUAGES[name]!;
    const slow = settings.map((one) => ({ ...one, baudRate: one.baudRate / 8 }));
    const fast = settings.map((one) => ({ ...one, baudRate: one.baudRate * 2 }));
    for (const set of [...settings, ...slow, ...fast])
      for (const forgiving of [false, true]) {
        // All of a search, as it reaches a scale that never answers.
        const heard = settings.map((one) => uartHears(Buffer.from(ask!), one, set, forgiving)).join('');
        assert.doesNotMatch(heard, commands, `${name} set to ${JSON.stringify(set)} hears ${JSON.stringify(heard)}`);
      }
  }
  const even = { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 } as const;
  assert.equal(uartHears(Buffer.from('SI\r\n'), even, even, false), 'SI\r\n');
  assert.equal(uartHears(Buffer.from('W'), { ...even, dataBits: 8, parity: 'none' }, even, false), '');
});

test('an answer that is heard at other settings than it was given at makes no weight', () => {
  for (const { name, language, device } of cases)
    for (const given of language.settings)
      for (const set of language.settings.filter((one) => one !== given)) {
        const heard = Buffer.from(uartHears(device, given, set, false), 'latin1');
        assert.deepEqual(weightsOf(heardOf(language, [heard])), [], `${name}, ${JSON.stringify(given)} heard at ${JSON.stringify(set)}`);
      }
});

/**
 * What a receiver hears of bytes that were sent at other settings: it waits for the line to fall, looks into the middle of each bit, and waits for
 * the line to be idle again. A forgiving one takes characters with wrong parity or no stop bit for what they look like.
 */
function uartHears(bytes: Buffer, sent: SerialSettings, set: SerialSettings, forgiving: boolean): string {
  const levels = [...bytes].flatMap((byte) => {
    const data = Array.from({ length: sent.dataBits }, (_, bit) => (byte >> bit) & 1);
    return [0, ...data, ...parityOf(data, sent), ...Array.from({ length: sent.stopBits }, () => 1)];
  });
  const bit = 1 / set.baudRate;
  const levelAt = (time: number) => levels[Math.floor(time * sent.baudRate)] ?? 1;
  let heard = '';
  for (let time = 0; time * sent.baudRate < levels.length; time += bit / 16) {
    if (levelAt(time) === 1 || levelAt(time + bit / 2) === 1) continue;
    const data = Array.from({ length: set.dataBits }, (_, n) => levelAt(time + bit * (1.5 + n)));
    const parity = parityOf(data, set);
    const rest = Array.from({ length: parity.length + 1 }, (_, n) => levelAt(time + bit * (1.5 + set.dataBits + n)));
    if (forgiving || rest.join() === [...parity, 1].join()) heard += String.fromCharCode(Number.parseInt(data.toReversed().join(''), 2));
    time += bit * (1.5 + set.dataBits + parity.length);
    while (levelAt(time) === 0) time += bit / 16;
  }
  return heard;
}
function parityOf(data: readonly number[], { parity }: SerialSettings): number[] {
  const odd = data.reduce((sum, one) => sum ^ one, 0);
  return parity === 'none' ? [] : [parity === 'even' ? odd : odd ^ 1];
}

test('an answer whose beginning or end is lost says less, never something else', () => {
  for (const { name, language, device, expect } of cases)
    for (let cut = 0; cut <= device.length; cut++) {
      // An answer of NCI that lost its figure still has a status: no weight either way.
      const ends = weightsOf(heardOf(language, [device.subarray(cut)]));
      assert.deepEqual(ends, ends.length === 0 ? [] : weightsOf(expect).slice(-ends.length), `${name} from ${cut}`);
      const begins = heardOf(language, [device.subarray(0, cut)]);
      assert.deepEqual(begins, expect.slice(0, begins.length), `${name} up to ${cut}`);
    }
});
const weightsOf = (readings: readonly Reading[]) => readings.filter((one) => 'grams' in one);

test('noise in front of an answer, and between answers, makes no weight', () => {
  const noise = Buffer.from('\x00\xff\x02?\r\n,9.9kg\x03ST,GS\x02S S 1', 'latin1');
  for (const { name, language, device, expect } of cases) {
    const weights = weightsOf(heardOf(language, [noise, Buffer.from('\r\n'), device]));
    assert.deepEqual(weights, weightsOf(expect), name);
  }
});

test('no bytes whatever make a parser throw, keep much, or read otherwise for coming in pieces', () => {
  const mixed = fc.tuple(fc.constantFrom(...cases), fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.nat(80)), { maxLength: 8 }));
  fc.assert(
    fc.property(mixed, fc.array(fc.nat(), { maxLength: 6 }), ([{ language, device }, parts], cuts) => {
      const bytes = Buffer.concat(parts.map((part) => (typeof part === 'number' ? device.subarray(0, part) : part)));
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
      const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
      const whole = heardOf(language, [bytes]);
      assert.deepEqual(weightsOf(heardOf(language, pieces)), weightsOf(whole));
      for (const reading of whole) if ('grams' in reading) assert.ok(reading.grams >= 0 && reading.grams <= 1_000_000);
    }),
    { numRuns: 2_000 },
  );
});

test('a frame of Toledo Continuous with another checksum is none, wherever a byte changed', () => {
  const body = Buffer.from('\x02-0   1234000000\r', 'latin1');
  const sum = body.reduce((total, byte) => total + byte, 0) & 0x7f;
  const frame = Buffer.concat([body, Buffer.from([(0x80 - sum) & 0x7f])]);
  assert.deepEqual(parseContinuous(frame, true).readings, [{ grams: 1234 }]);
  for (let at = 0; at < frame.length; at++)
    for (const bit of [0x01, 0x04, 0x40]) {
      const spoilt = Buffer.from(frame);
      spoilt[at]! ^= bit;
      assert.deepEqual(weightsOf(parseContinuous(spoilt, true).readings), [], `byte ${at}`);
    }
});

test('weights are worked out exactly in each unit', () => {
  const grams = (figure: string, unit: string, decimals?: number) => weightOf({ figure, unit, ...(decimals ? { decimals } : {}) });
  assert.deepEqual(grams('1.005', 'kg'), { grams: 1005 });
  assert.deepEqual(grams('0.1', 'kg'), { grams: 100 });
  assert.deepEqual(grams('1', 'LB'), { grams: 453.59237 });
  assert.deepEqual(grams('16', 'oz'), { grams: 453.59237 });
  assert.deepEqual(grams('1234', 'kg', 3), { grams: 1234 });
  assert.deepEqual(weightOf({ figure: '1', unit: 'lb' }, { figure: '16', unit: 'oz' }), { grams: 907.18474 });
  assert.deepEqual(grams('-0.00', 'g'), { grams: 0 });
  assert.ok('none' in grams('-0.01', 'g') && 'none' in grams('1', 'st') && 'none' in grams('1.1', 't') && 'none' in grams('', 'g'));
});
