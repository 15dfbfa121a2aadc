import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import type { Condition } from '#base/words.ts';
import { crc16, encodeLabel, type HostStatus, parseErrorStatus, parseHostStatus, runLength, z64 } from '#bridge/drivers/printer/zpl.ts';
import { checkered } from '#test/contracts/label-printer.contract.ts';
import { readTraces } from './traces.ts';

const traces = readTraces<{ errors: Condition[] | null; host: HostStatus | null }>('zpl');
const NOISE = Buffer.from('\x00\xff~HS\r\n\x02030,0,0\x03ERRORS: 1 zz\r\n\x02', 'latin1');

test('each recorded answer means what its trace says', () => {
  assert.ok(traces.length >= 8);
  for (const { name, expect, device } of traces) {
    assert.deepEqual(parseErrorStatus(device), expect.errors, name);
    assert.deepEqual(parseHostStatus(device), expect.host, name);
  }
});

test('an answer cut anywhere is either not whole yet or already right, never wrong', () => {
  for (const { name, expect, device } of traces)
    for (let cut = 0; cut < device.length; cut++) {
      const part = device.subarray(0, cut);
      const [errors, host] = [parseErrorStatus(part), parseHostStatus(part)];
      if (errors !== null) assert.deepEqual(errors, expect.errors, `${name} cut at ${cut}`);
      if (host !== null) assert.deepEqual(host, expect.host, `${name} cut at ${cut}`);
    }
});

test('noise in front of an answer changes nothing', () => {
  for (const { name, expect, device } of traces) {
    const noisy = Buffer.concat([NOISE, device]);
    assert.deepEqual(parseErrorStatus(noisy), expect.errors, name);
    assert.deepEqual(parseHostStatus(noisy), expect.host, name);
  }
});

test('no bytes whatever make a parser throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...traces), fc.nat(), (noise, { device }, at) => {
      const cut = at % (device.length + 1);
      const mixed = Buffer.concat([device.subarray(0, cut), noise, device.subarray(cut)]);
      parseErrorStatus(mixed);
      parseHostStatus(mixed);
    }),
  );
});

test('the checksum of Z64 is the CRC with polynomial 0x1021 and initial value 0', () => {
  // Check value of CRC-16/XMODEM in the catalogue of parametrised CRC algorithms; the others by long division.
  assert.equal(crc16(Buffer.from('123456789')), 0x31c3);
  assert.equal(crc16(Buffer.from('')), 0);
  assert.equal(crc16(Buffer.from('A')), 0x58e5);
  const [, base64, crc] = /^:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})$/.exec(z64(Buffer.from([1, 2, 3])))!;
  assert.deepEqual([...inflateSync(Buffer.from(base64!, 'base64'))], [1, 2, 3]);
  assert.equal(
    crc16(Buffer.concat([Buffer.from(base64!), Buffer.from(crc!, 'hex')])),
    0,
    'text followed by its checksum divides without rest',
  );
});

test('run lengths say the same bitmap', () => {
  const bitmap = fc.tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 6 })).chain(([rowBytes, rows]) =>
    fc.tuple(
      fc.constant(rowBytes),
      fc.array(fc.tuple(fc.constantFrom(0x00, 0xff, 0x0f, 0xa5), fc.integer({ min: 1, max: 60 })), { minLength: 1 }).map((runs) => {
        const pattern = runs.flatMap(([byte, count]) => Array.from({ length: count }, () => byte));
        return Uint8Array.from({ length: rowBytes * rows }, (_, i) => pattern[i % pattern.length]!);
      }),
    ),
  );
  fc.assert(fc.property(bitmap, ([rowBytes, bits]) => assert.deepEqual(expand(runLength(bits, rowBytes), rowBytes), Buffer.from(bits))));
  assert.equal(runLength(new Uint8Array(20), 10), ',:');
  assert.equal(runLength(Uint8Array.from([0xff, 0xff, 0, 0]), 2), '!,');
  assert.equal(
    runLength(Uint8Array.from([...Array<number>(205).fill(0xbb), 1]), 206),
    'zPB01'.replace('P', String.fromCharCode(0x46 + 10)),
  );
});

test('a label states its size, home and copies, and dots beyond its width are white', () => {
  const label = checkered(203, 50);
  const spoilt = { ...label, bits: label.bits.map((byte, i) => (i % 26 === 25 ? byte | 0x1f : byte)) };
  assert.deepEqual(encodeLabel(spoilt, 'z64'), encodeLabel(label, 'z64'));
  assert.match(
    encodeLabel(label, 'z64').toString('latin1'),
    /^\^XA\^PW203\^LL50\^LH0,0\^LS0\^LT0\^FO0,0\^GFA,1300,1300,26,:Z64:[^^~]+:[0-9A-F]{4}\^FS\^PQ1\^XZ\r\n$/,
  );
});

/** The reverse, written from the description of ^GF alone. */
function expand(text: string, rowBytes: number): Buffer {
  const rows: string[] = [];
  let row = '';
  let count = 0;
  const end = (fill = '') => {
    rows.push(row.padEnd(rowBytes * 2, fill || '?'));
    row = '';
  };
  for (const char of text) {
    if (char === ',') end('0');
    else if (char === '!') end('F');
    else if (char === ':') rows.push(rows.at(-1)!);
    else if (/[G-Y]/.test(char)) count += char.charCodeAt(0) - 0x46;
    else if (/[g-z]/.test(char)) count += (char.charCodeAt(0) - 0x66) * 20;
    else {
      row += char.repeat(count || 1);
      count = 0;
    }
    if (row.length === rowBytes * 2) end();
  }
  return Buffer.from(rows.join(''), 'hex');
}
