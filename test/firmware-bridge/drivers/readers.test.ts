import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buttonsOf } from '#bridge/drivers/reader/hid-pedal.ts';
import { layoutOf, PosCodes } from '#bridge/drivers/reader/hid-pos.ts';
import { badgeOf, codeOf, MAX_CODE_BYTES, textIn, textOf } from '#bridge/drivers/reader/reading/code.ts';
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

test('a symbology in front of a code is taken off, unless another is known: then the code begins so of itself', () => {
  assert.deepEqual(codeOf(']C0ABC'), { kind: 'code', text: 'ABC', symbology: 'C0' });
  assert.deepEqual(codeOf(']C0ABC', 'C0'), { kind: 'code', text: 'ABC', symbology: 'C0' });
  assert.deepEqual(codeOf(']C0ABC', 'Q1'), { kind: 'code', text: ']C0ABC', symbology: 'Q1' });
  for (const none of ['', 'a\x02b', 'a\x85b', 'x'.repeat(MAX_CODE_BYTES + 1), null]) assert.equal(textIn(none), null);
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

test('a count of bytes has no sign, whatever the descriptor says', () => {
  const signed = Buffer.from(posDescriptor(200).toString('hex').replace('150026ff00', '158026ff00'), 'hex');
  const codes = new PosCodes(layoutOf(parseHidDescriptor(signed)!)!);
  assert.deepEqual(codes.push(posReports('X'.repeat(150), { dataBytes: 200 })[0]!), code('X'.repeat(150)));
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

test('a code of which one report is damaged is none, its other reports neither, and the next is read', () => {
  const reports = posReports('0123456789'.repeat(15));
  assert.equal(reports.length, 3);
  const lying = Buffer.from(reports[1]!);
  lying[1] = 200;
  for (const damaged of [lying, reports[1]!.subarray(0, 40), reports[1]!.subarray(0, -1)])
    for (const at of [0, 1]) {
      const codes = pos();
      const said = [...reports.with(at, damaged), ...posReports('NEXT')];
      assert.deepEqual(
        said.flatMap((report) => codes.push(report) ?? []),
        [code('NEXT')],
        `${damaged.length} bytes as report ${at}`,
      );
    }
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

test('a descriptor that speaks of millions of buttons has as many as a pedal may have', () => {
  const ids = Array.from({ length: 255 }, (_, i) => `85${(i + 1).toString(16).padStart(2, '0')}8102`).join('');
  const layout = parseHidDescriptor(Buffer.from(`05010904a10105097501960000${'96ffff'}${ids}c0`, 'hex'))!;
  assert.equal(layout.fields.length, 255);
  assert.equal(layout.fields[0]!.count, 0xffff);
  assert.equal(buttonsOf(layout).length, 64);
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
  // Num Lock is taken for on, whether the reader presses it or not.
  assert.deepEqual(textsOf('us', keyEvents(...press(79, 69, 80, 82, 83, 98, 55, 69, 74, 78, 96))), ['120./*-+']);
  assert.deepEqual(textsOf('us', keyEvents(...press(30), ...held(29, 27), ...press(48, 28))), ['a\x1db']);
  // A modifier held by the person at the keyboard beside is not known: nothing is typed by keys that nobody knows.
  assert.deepEqual(textsOf('us', keyEvents(...press(600, 30, 28))), ['a']);
});

test('caps lock is a shift lock on AZERTY and QWERTZ, but for the keys it leaves alone', () => {
  const LOCK = 58;
  assert.deepEqual(textsOf('fr', keyEvents(...press(LOCK, 16, 2, 11, 51), ...held(42, 16, 2), ...press(86, 41, LOCK, 16, 2, 28))), [
    'A10.a&<²a&',
  ]);
  assert.deepEqual(textsOf('fr', keyEvents(...press(LOCK, 26, 57, LOCK, 28))), ['^']);
  assert.deepEqual(textsOf('de', keyEvents(...press(LOCK, 30, 39, 2, 51, 53, 86, LOCK, 51, 28))), ['AÖ!;-<,']);
});

test('AltGr types the third character, by Ctrl and Alt as well, and no command types a letter', () => {
  const altgr = (...codes: number[]): [number, number][] => [[29, 1], ...held(56, ...codes), [29, 0]];
  assert.deepEqual(textsOf('fr', keyEvents(...held(100, 4, 6, 9, 10, 11, 18), ...press(28))), ['#[\\^@€']);
  assert.deepEqual(textsOf('fr', keyEvents(...altgr(5, 11), ...press(28))), ['{@']);
  assert.deepEqual(textsOf('de', keyEvents(...altgr(16, 27), ...held(100, 12), ...press(28))), ['@~\\']);
  // Keys without a third character, Alt and a letter, the Windows key and R, Ctrl and a digit.
  assert.deepEqual(textsOf('us', keyEvents(...held(100, 30), ...held(56, 33), ...held(125, 19), ...held(29, 3), ...press(45, 28))), ['x']);
});

test('a dead key goes on the letter after it, and stands for itself where there is no such letter', () => {
  const [CIRCUMFLEX, E, X, BLANK, ENTER] = [26, 18, 45, 57, 28];
  const fr = (...presses: [number, number][]) => textsOf('fr', keyEvents(...presses, ...press(ENTER)));
  assert.deepEqual(fr(...press(CIRCUMFLEX, E), ...held(42, CIRCUMFLEX, E), ...press(CIRCUMFLEX), ...held(42, E)), ['êËÊ']);
  assert.deepEqual(fr(...press(CIRCUMFLEX, BLANK, X), ...press(CIRCUMFLEX, X), ...press(CIRCUMFLEX, 4)), ['^x^x^"']);
  assert.deepEqual(fr(...press(CIRCUMFLEX, CIRCUMFLEX, E), ...press(CIRCUMFLEX)), ['^^e^']);
  assert.deepEqual(fr(...held(100, 3), ...press(49), ...held(100, 8), ...press(16, BLANK), ...held(100, 3), ...press(BLANK)), ['ñà ~']);
  assert.deepEqual(textsOf('de', keyEvents(...press(13, E, 41, 24), ...held(42, 13), ...press(30, 13, 46, ENTER))), ['éôà´c']);
  // Half a letter is no letter of the next code.
  const typing = new TypedText('fr');
  assert.deepEqual(typing.push(parseKeyEvents(keyEvents(...press(X, CIRCUMFLEX))).presses), []);
  assert.equal(typing.end(), 'x^');
  assert.deepEqual(typing.push(parseKeyEvents(keyEvents(...press(E, ENTER))).presses), ['e']);
});

test('characters by their number are those of Windows, and a number that stands for none spoils its code', () => {
  const [one, two, three, nought, six, nine] = [79, 80, 81, 82, 77, 73];
  const alt = (...digits: number[]) => held(56, ...digits);
  const us = (...presses: [number, number][]) => textsOf('us', keyEvents(...presses, ...press(28)));
  assert.deepEqual(us(...alt(nought, nought, six, 75), ...alt(six, 76), ...alt(nought, two, nine)), ['@A\x1d']);
  assert.deepEqual(us(...alt(one, three, nought), ...alt(nought, two, three, three), ...alt(nought, one, two, 72)), ['éé€']);
  assert.deepEqual(us(...press(30), ...alt(three, nought, nought), ...press(48)), []);
  assert.deepEqual(us(...press(30), ...alt(one, one, one, one, one), ...press(48)), []);
  assert.deepEqual(textsOf('fr', keyEvents(...press(26), ...alt(six, 76), ...press(28))), ['Â']);
});

test('digits that go down at once make their character, and none where one of them was down already', () => {
  const PAD = '7894561230';
  const codeOfDigit = (digit: string) => [71, 72, 73, 75, 76, 77, 79, 80, 81, 82][PAD.indexOf(digit)]!;
  /** As the kernel tells of two reports, `04 00 62 60 5b` and none: Alt and each key that is not down yet, then all up again, Alt first. */
  const chord = (digits: string) => {
    const keys = [...new Set(digits)].map(codeOfDigit);
    return keyEvents([56, 1], ...keys.map((key): [number, number] => [key, 1]), [56, 0], ...keys.map((key): [number, number] => [key, 0]));
  };
  const typedAs = (...numbers: string[]) => textsOf('us', Buffer.concat([...numbers.map(chord), keyEvents(...press(28))]));
  assert.deepEqual(typedAs('083', '073', '045', '052', '029', '0049'), ['SI-4\x1d1']);
  // 080 is P.
  assert.deepEqual(typedAs('083', '073', '080', '045'), []);
  // Whatever a code may hold comes right or not at all, with three digits as with four; but for what looks like GS.
  for (let number = 32; number < 256; number++)
    for (const digits of [`${number}`.padStart(3, '0'), `0${`${number}`.padStart(3, '0')}`]) {
      const [text] = typedAs(digits);
      const meant = typedAsApart(digits);
      assert.ok(text === undefined || text === meant || text === '\x1d', `${digits}: ${text} and not ${meant}`);
    }
  function typedAsApart(digits: string): string | undefined {
    return textsOf('us', keyEvents(...held(56, ...[...digits].map(codeOfDigit)), ...press(28)))[0];
  }
});

test('what was typed around lost events is no code up to its end, and what was held or locked then is let go', () => {
  const typing = new TypedText('us');
  const push = (events: Buffer) => {
    const { presses, lost } = parseKeyEvents(events);
    if (lost) typing.lose();
    return typing.push(presses);
  };
  assert.deepEqual(push(keyEvents([58, 1], [58, 0], [42, 1], ...press(30))), []);
  assert.deepEqual(push(Buffer.concat([EVENTS_LOST, typed('rest'), typed('Whole')])), ['Whole']);
  // A pause ends it as well, and an opening Caps Lock whose closing was lost.
  push(Buffer.concat([EVENTS_LOST, typed('rest', 0)]));
  assert.ok(typing.waiting);
  assert.equal(typing.end(), null);
  assert.deepEqual(push(typed('next')), ['next']);
  push(keyEvents([42, 1], ...press(58)));
  assert.ok(typing.waiting);
  assert.equal(typing.end(), null);
  assert.deepEqual([typing.waiting, ...push(typed('a1'))], [false, 'a1']);
});

test('no presses whatever make it throw or keep more than a code', () => {
  const presses = fc.array(fc.record({ code: fc.nat(130), down: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(presses, fc.constantFrom('us' as const, 'fr' as const, 'de' as const), (some, layout) => {
      const typing = new TypedText(layout);
      for (const text of typing.push(some)) assert.ok(text.length >= 1 && text.length <= MAX_CODE_BYTES);
      typing.end();
    }),
  );
});
