import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layoutOf, PosCodes } from '#bridge/drivers/reader/hid-pos.ts';
import { badgeOf, codeOf, MAX_CODE_BYTES, textOf } from '#bridge/drivers/reader/reading/code.ts';
import { CodeFramer, type Ending } from '#bridge/drivers/reader/reading/code-line.ts';
import { TypedText } from '#bridge/drivers/reader/reading/typed-text.ts';
import type { InputWire } from '#bridge/protocol/messages.ts';
import { parseHidDescriptor } from '#bridge/transports/hid-descriptor.ts';
import { parseKeyEvents } from '#bridge/transports/keys.ts';
import { EVENTS_LOST, keyEvents, posDescriptor, posReports, SCALE_DESCRIPTOR, typed } from '../../lab/hid-device.ts';
import { readTraces } from './traces.ts';

const traces = readTraces<InputWire[]>('serial-scanner');

function codesOf(pieces: readonly Uint8Array[], ending: Ending = 'any'): InputWire[] {
  const framer = new CodeFramer(ending);
  return pieces.flatMap((piece) => framer.push(piece)).flatMap((code) => codeOf(textOf(code)) ?? []);
}
const latin1 = (text: string) => Buffer.from(text, 'latin1');

test('each recorded scan on a line is the code its trace says, wherever it is cut', () => {
  assert.ok(traces.length >= 6);
  for (const { name, device, expect } of traces)
    for (let cut = 0; cut <= device.length; cut++)
      assert.deepEqual(codesOf([device.subarray(0, cut), device.subarray(cut)]), expect, `${name} cut at ${cut}`);
});

test('a scan whose end is lost is no code before a pause, and one whose beginning is lost is never two', () => {
  for (const { name, device, expect } of traces)
    for (let cut = 0; cut < device.length; cut++) {
      const begun = codesOf([device.subarray(0, cut)]);
      assert.deepEqual(begun, expect.slice(0, begun.length), `${name} up to ${cut}`);
      assert.ok(codesOf([device.subarray(cut)]).length <= expect.length, `${name} from ${cut}`);
    }
});

test('an ending that is configured is the only one; between STX and ETX alone codes are believed', () => {
  assert.deepEqual(codesOf([latin1('A\tB\rC\r')], 'cr'), [codeOf('A\tB'), codeOf('C')]);
  assert.deepEqual(codesOf([latin1('noise\x02A\r\nB\x03noise\x02half\x02C\x03')], 'stx-etx'), [codeOf('A\r\nB'), codeOf('C')]);
  const framer = new CodeFramer('silence');
  assert.deepEqual(framer.push(latin1('A\rB')), []);
  assert.deepEqual(framer.silence(), Uint8Array.from(latin1('A\rB')));
  assert.equal(framer.silence(), null);
  const framed = new CodeFramer('stx-etx');
  framed.push(latin1('\x02half'));
  assert.equal(framed.silence(), null);
  assert.deepEqual(framed.push(latin1('rest\x03')), []);
});

test('what is longer than any code is passed over whole, and the next code is read', () => {
  const framer = new CodeFramer('cr');
  for (let i = 0; i < 10; i++) assert.deepEqual(framer.push(Buffer.alloc(MAX_CODE_BYTES / 4, 0x41)), []);
  assert.deepEqual(framer.push(latin1('AAA\rB\r')), [Uint8Array.from(latin1('B'))]);
  const typing = new TypedText('us');
  for (let i = 0; i < 3; i++) assert.deepEqual(typing.push(parseKeyEvents(typed('a'.repeat(4_000), 0)).presses), []);
  assert.deepEqual(typing.push(parseKeyEvents(typed('tail')).presses), []);
  assert.deepEqual(typing.push(parseKeyEvents(typed('b')).presses), ['b']);
});

test('a badge is what a badge says: printable, short, and without the blanks around it', () => {
  assert.deepEqual(badgeOf(' 0012345678 '), { kind: 'badge', badge: '0012345678' });
  for (const none of ['', '   ', 'a\x1db', 'é', 'x'.repeat(129)]) assert.equal(badgeOf(none), null);
});

// --- HID-POS ---------------------------------------------------------------------------------------------------------------------

const pos = (dataBytes = 56) => new PosCodes(layoutOf(parseHidDescriptor(posDescriptor(dataBytes))!)!);
const code = (text: string, symbology: string | null = 'C0'): InputWire => ({ kind: 'code', text, symbology });

test('a code that takes several reports is one code, its symbology that of the reports', () => {
  const long = '0123456789'.repeat(30);
  for (const dataBytes of [8, 56, 120]) {
    const codes = pos(dataBytes);
    const said = [...posReports(long, { symbology: ']Q1', dataBytes }), ...posReports('SHORT\r\n', { dataBytes })];
    assert.deepEqual(
      said.flatMap((report) => codes.push(report) ?? []),
      [code(long, 'Q1'), code('SHORT')],
    );
    assert.equal(codes.waiting, false);
  }
});

test('reports of other kinds, damaged ones, and half a code are no codes', () => {
  const codes = pos();
  const [whole] = posReports('CODE');
  assert.equal(codes.push(Buffer.from([3, 1])), null);
  assert.equal(codes.push(whole!.subarray(0, 40)), null);
  const lying = Buffer.from(whole!);
  lying[1] = 200;
  assert.equal(codes.push(lying), null);
  assert.equal(codes.push(posReports('X'.repeat(60))[0]!), null);
  assert.equal(codes.waiting, true);
  codes.forget();
  assert.deepEqual(codes.push(whole!), code('CODE'));
  assert.equal(layoutOf(parseHidDescriptor(SCALE_DESCRIPTOR)!), null);
});

test('a code that never ends is not kept, and the next one is read', () => {
  const codes = pos();
  const [goesOn] = posReports('X'.repeat(60));
  for (let i = 0; i < 1_000; i++) assert.equal(codes.push(goesOn!), null);
  assert.equal(codes.push(posReports('end')[0]!), null);
  assert.deepEqual(codes.push(posReports('NEXT')[0]!), code('NEXT'));
});

test('no reports whatever make it throw or say what the protocol does not carry', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 70 }), { maxLength: 30 }), (reports) => {
      const codes = pos();
      for (const bytes of reports) {
        const report = Buffer.from(bytes);
        report[0] = 2;
        const input = codes.push(report);
        if (input?.kind === 'code') assert.ok(input.text.length >= 1 && input.text.length <= MAX_CODE_BYTES);
      }
    }),
  );
});

// --- keyboards -------------------------------------------------------------------------------------------------------------------

const textsOf = (layout: ConstructorParameters<typeof TypedText>[0], events: Buffer) =>
  new TypedText(layout).push(parseKeyEvents(events).presses);
const press = (...codes: number[]) =>
  codes.flatMap((key): [number, number][] => [
    [key, 1],
    [key, 0],
  ]);
const held = (modifier: number, ...codes: number[]): [number, number][] => [[modifier, 1], ...press(...codes), [modifier, 0]];

test('a reader set to a keyboard of the United States types what stands in the code', () => {
  const all = ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';
  assert.deepEqual(textsOf('us', Buffer.concat([typed(all), typed('VM-2026-000123-M', 15), typed('9', 96)])), [
    all,
    'VM-2026-000123-M',
    '9',
  ]);
});

test('set to AZERTY or QWERTZ the same keys are other letters, and digits are shifted', () => {
  // The keys that lie where A, Q, Z, W, M and 1, 9 lie in the United States.
  const keys = press(30, 16, 44, 17, 50);
  assert.deepEqual(textsOf('fr', keyEvents(...keys, ...press(39, 2, 10), ...held(42, 2, 10, 30), ...press(28))), ['qawz,m&ç19Q']);
  assert.deepEqual(textsOf('de', keyEvents(...keys, ...press(2, 10, 53), ...held(54, 21, 8), ...press(28))), ['aqywm19-Z/']);
  assert.deepEqual(textsOf('fr', keyEvents(...held(100, 4, 7, 11), ...press(28))), ['#|@']);
  assert.deepEqual(textsOf('de', keyEvents(...held(100, 16, 8, 86), ...press(28))), ['@{|']);
});

test('caps lock, keypad, control and numbered characters mean what they mean on a keyboard', () => {
  assert.deepEqual(textsOf('us', keyEvents(...press(58, 30, 2), ...held(42, 30, 2), ...press(58, 30, 28))), ['A1a!a']);
  assert.deepEqual(textsOf('us', keyEvents(...press(79, 80, 82, 83, 98, 55, 74, 78, 96))), ['120./*-+']);
  assert.deepEqual(textsOf('us', keyEvents(...press(30), ...held(29, 27), ...press(48, 28))), ['a\x1db']);
  assert.deepEqual(textsOf('us', keyEvents(...held(56, 82, 82, 75, 77), ...press(30, 28))), ['.a']);
  // A modifier held by the person at the keyboard beside is not known: nothing is typed by keys that nobody knows.
  assert.deepEqual(textsOf('us', keyEvents(...press(600, 30, 28))), ['a']);
});

test('what was typed around lost events is no code', () => {
  const typing = new TypedText('us');
  typing.push(parseKeyEvents(typed('halfco', 0)).presses);
  const { presses, lost } = parseKeyEvents(Buffer.concat([EVENTS_LOST, typed('whole')]));
  assert.ok(lost);
  typing.lose();
  assert.deepEqual(typing.push(presses), ['whole']);
});

test('no presses whatever make it throw or keep more than a code', () => {
  const presses = fc.array(fc.record({ code: fc.nat(120), down: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(presses, fc.constantFrom('us' as const, 'fr' as const, 'de' as const), (some, layout) => {
      const typing = new TypedText(layout);
      for (const text of typing.push(some)) assert.ok(text.length >= 1 && text.length <= MAX_CODE_BYTES);
      typing.end();
    }),
  );
});
