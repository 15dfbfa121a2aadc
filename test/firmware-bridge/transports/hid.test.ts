import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#base/clock.ts';
import { layoutOf, openReports } from '#bridge/transports/hid.ts';
import { carries, fieldOf, MAX_DESCRIPTOR_BYTES, parseHidDescriptor, selected, usage, valueIn } from '#bridge/transports/hid-descriptor.ts';
import { until } from '../../contracts/device-events.ts';
import { openVirtualDevices, PEDAL_DESCRIPTOR, posDescriptor, SCALE_DESCRIPTOR, scaleReport } from '../../lab/hid-device.ts';

const clock = systemClock();

async function machine(t: TestContext) {
  const place = await openVirtualDevices();
  t.after(() => place.close());
  return place;
}
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const isScale = (layout: NonNullable<ReturnType<typeof parseHidDescriptor>>) => fieldOf(layout, usage(0x8d, 0x40)) !== null;

test('a descriptor says where each value stands, its report number included', () => {
  const scale = parseHidDescriptor(SCALE_DESCRIPTOR)!;
  assert.deepEqual(
    scale.fields.map(({ reportId, bitOffset, bitSize, count, isArray }) => ({ reportId, bitOffset, bitSize, count, isArray })),
    [
      { reportId: 3, bitOffset: 8, bitSize: 8, count: 1, isArray: true },
      { reportId: 3, bitOffset: 16, bitSize: 8, count: 1, isArray: true },
      { reportId: 3, bitOffset: 24, bitSize: 8, count: 1, isArray: false },
      { reportId: 3, bitOffset: 32, bitSize: 16, count: 1, isArray: false },
    ],
  );
  const report = scaleReport('stable', 'oz', -1, 1_234);
  assert.deepEqual(report.toString('hex'), '03040bffd204');
  const [status, unit, scaling, weight] = scale.fields;
  assert.equal(selected(report, status!), usage(0x8d, 0x74));
  assert.equal(selected(report, unit!), usage(0x8d, 0x5b));
  assert.equal(valueIn(report, scaling!), -1);
  assert.equal(valueIn(report, weight!), 1_234);
  assert.equal(carries(report.subarray(0, 5), weight!), false);
  assert.equal(carries(Buffer.from([4, 0, 0, 0, 0, 0]), weight!), false);
});

test('padding and bits count, globals are put by and taken up again, and usages of a range go to their values', () => {
  const pedal = parseHidDescriptor(PEDAL_DESCRIPTOR)!;
  assert.deepEqual(fieldOf(pedal, usage(9, 3)), { field: pedal.fields[0], index: 2 });
  assert.deepEqual(
    [0, 1, 2].map((i) => valueIn(Buffer.from([0b101]), pedal.fields[0]!, i)),
    [1, 0, 1],
  );
  const pushed = bytes('0501 0900 a101 7508 9501 0930 a4 7510 9502 0931 8102 b4 8102 c0');
  assert.deepEqual(
    parseHidDescriptor(pushed)!.fields.map(({ bitOffset, bitSize, count }) => [bitOffset, bitSize, count]),
    [
      [0, 16, 2],
      [32, 8, 1],
    ],
  );
  const extended = bytes('0501 0900 a101 7508 9501 0b fe008c00 8102 c0');
  assert.deepEqual(parseHidDescriptor(extended)!.fields[0]!.usages, [{ first: usage(0x8c, 0xfe), count: 1 }]);
});

test('usages go to values however they are named: in ranges of any length, ends first, page last, by several names', () => {
  const find = (hex: string, wanted: number) => fieldOf(parseHidDescriptor(bytes(`0501 0900 a101 ${hex} c0`))!, wanted);
  const indexOf = (hex: string, wanted: number) => find(hex, wanted)?.index ?? null;
  // A range as long as a page costs nothing, and what is beyond the values is nobody's.
  assert.equal(indexOf('06 00ff 19 00 2a ffff 7508 9540 8102', usage(0xff00, 0x3f)), 0x3f);
  assert.equal(indexOf('06 00ff 19 00 2a ffff 7508 9540 8102', usage(0xff00, 0x40)), null);
  assert.equal(indexOf('0509 29 03 19 01 7501 9503 8102', usage(9, 3)), 2);
  // Crossed ends name nothing, and spoil nothing beside them.
  assert.equal(indexOf('0509 19 05 29 01 7501 9501 8102 0902 8102', usage(9, 2)), 0);
  // The page behind its usages, after others that have theirs.
  assert.equal(indexOf('09fb 09fc 058c 7508 9502 8102', usage(0x8c, 0xfc)), 1);
  assert.equal(indexOf('0501 0930 058c 09fb 7508 9502 8102', usage(1, 0x30)), 0);
  // Two names for the first value, one for the second.
  assert.equal(indexOf('058c a901 09fb 0910 a900 09fc 7508 9502 8102', usage(0x8c, 0xfc)), 1);
  assert.equal(selected(Buffer.from([5]), find('0509 15 01 0930 19 01 29 08 7508 9501 8100', usage(9, 3))!.field), usage(9, 4));
  assert.equal(selected(Buffer.from([0]), find('0509 15 01 0930 19 01 29 08 7508 9501 8100', usage(9, 3))!.field), null);
});

test('values of every size are read: of no bits none, of one, of thirty-two with a sign and without', () => {
  const fieldsOf = (hex: string) => parseHidDescriptor(bytes(`0501 0900 a101 ${hex} c0`))!.fields;
  // Nothing of no size or no count, and nothing moved by it.
  const sized = fieldsOf('7500 9508 0930 8102 7508 9500 0930 8102 7501 9503 0930 8102 9505 8103 7520 9501 1500 0931 8102 15ff 0932 8102');
  assert.deepEqual(
    sized.map(({ bitOffset, bitSize, count }) => [bitOffset, bitSize, count]),
    [
      [0, 1, 3],
      [8, 32, 1],
      [40, 32, 1],
    ],
  );
  const report = bytes('05 ffffffff feffffff');
  assert.deepEqual([valueIn(report, sized[0]!, 2), valueIn(report, sized[1]!), valueIn(report, sized[2]!)], [1, 0xffff_ffff, -2]);
  assert.equal(carries(report, sized[2]!), true);
  assert.equal(carries(report.subarray(0, -1), sized[2]!), false);
  assert.equal(parseHidDescriptor(bytes('7700010000 9501 8102')) !== null, true);
  assert.equal(parseHidDescriptor(bytes('7701010000 9501 8102')), null);
});

test('what stands before the first report number in a descriptor with numbers is of no report, and a long item is passed over', () => {
  const { fields } = parseHidDescriptor(bytes('0501 0900 a101 7508 9501 0930 8102 fe02ee0102 8503 0931 8102 c0'))!;
  assert.deepEqual(
    fields.map(({ reportId, bitOffset }) => [reportId, bitOffset]),
    [[3, 8]],
  );
});

test('bytes that are no descriptor, and descriptors beyond all measure, are none', () => {
  const none = [
    'a101',
    'c0',
    '85 00',
    '0501 a101 85',
    'b4',
    'fe',
    'fe 05 00 01',
    'a4'.repeat(20),
    '7501 97ffffffff 8102',
    'a100'.repeat(17),
  ];
  for (const hex of none) assert.equal(parseHidDescriptor(bytes(hex)), null, hex);
  assert.equal(parseHidDescriptor(Buffer.alloc(MAX_DESCRIPTOR_BYTES + 1)), null);
  for (const whole of [SCALE_DESCRIPTOR, PEDAL_DESCRIPTOR, posDescriptor()])
    for (let cut = 1; cut < whole.length; cut++)
      assert.deepEqual(parseHidDescriptor(whole.subarray(0, cut))?.fields ?? [], [], `cut at ${cut}`);
});

test('no bytes whatever make the descriptor parser throw, or read beyond a report', () => {
  const real = fc.constantFrom(SCALE_DESCRIPTOR, PEDAL_DESCRIPTOR, posDescriptor());
  fc.assert(
    fc.property(
      real,
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 8 }),
      fc.uint8Array({ maxLength: 80 }),
      (whole, spots, report) => {
        const spoilt = Buffer.from(whole);
        for (const [at, byte] of spots) spoilt[at % spoilt.length] = byte;
        for (const bytes of [spoilt, Buffer.from(report)])
          for (const field of parseHidDescriptor(bytes)?.fields ?? []) {
            if (!carries(Buffer.from(report), field)) continue;
            assert.ok(Number.isSafeInteger(valueIn(Buffer.from(report), field)));
            selected(Buffer.from(report), field);
          }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a HID device is found by its numbers and its serial number, whatever its name is today', async (t) => {
  const place = await machine(t);
  await place.hid({ vendorId: 0x0922, productId: 0x8003, serial: 'A', descriptor: SCALE_DESCRIPTOR });
  const right = await place.hid({ vendorId: 0x0922, productId: 0x8003, serial: '0:B', descriptor: SCALE_DESCRIPTOR });
  const reports = await openReports('hid:0922:8003:0:B', 'scale-1', clock, isScale, place);
  right.say(scaleReport('stable', 'g', 0, 100));
  right.say(scaleReport('moving', 'g', 0, 120));
  assert.deepEqual(await reports.next(1_000), scaleReport('stable', 'g', 0, 100));
  assert.deepEqual(await reports.next(1_000), scaleReport('moving', 'g', 0, 120));
  assert.equal(await reports.next(1), null);
  const waits = assert.rejects(reports.next(30_000), { code: 'DEVICE_ABSENT' });
  right.unplug();
  await waits;
  await reports.close();
  assert.equal(right.opened(), 0);
  await assert.rejects(openReports('hid:0922:8003:0:B', 'scale-1', clock, isScale, place), { code: 'DEVICE_ABSENT' });
  await assert.rejects(openReports('hid:0922:8003:*', 'scale-1', clock, isScale, place), {
    code: 'DEVICE_REFUSED',
    message: /2 devices fit/,
  });
  await assert.rejects(openReports('hid:0922:9999:A', 'scale-1', clock, isScale, place), { code: 'DEVICE_ABSENT' });
});

test('of the interfaces of one device the one is taken that reports what is wanted', async (t) => {
  const place = await machine(t);
  const about = { vendorId: 0x0c2e, productId: 0x0b62, serial: 'X' };
  await place.hid({ ...about, descriptor: PEDAL_DESCRIPTOR });
  const wanted = await place.hid({ ...about, descriptor: posDescriptor() });
  const byLink = await place.link('mailroom/hid-X', wanted);
  const isPos = (layout: Parameters<typeof fieldOf>[0]) => fieldOf(layout, usage(0x8c, 0xfe)) !== null;
  for (const address of ['hid:0c2e:0b62:X', 'hid:0c2e:0b62:*', `hid:${byLink}`]) {
    const reports = await openReports(address, 'reader-1', clock, isPos, place);
    assert.equal(wanted.opened(), 1);
    await reports.close();
  }
  await assert.rejects(openReports('hid:0c2e:0b62:X', 'scale-1', clock, isScale, place), { code: 'DEVICE_SPEECH' });
  await assert.rejects(openReports(`hid:${place.dev}/mailroom/hid-Y`, 'scale-1', clock, isScale, place), { code: 'DEVICE_ABSENT' });
  await place.hid({ vendorId: 1, productId: 1, descriptor: bytes('a101') });
  await assert.rejects(openReports('hid:0001:0001:*', 'scale-1', clock, isScale, place), { code: 'DEVICE_SPEECH', message: /descriptor/ });
  assert.equal(await layoutOf(`${place.dev}/hidraw9`, place), null);
});

test('a device that says more than anybody reads is cut off, and what it has said is bounded', async (t) => {
  const place = await machine(t);
  const flood = await place.hid({ vendorId: 1, productId: 2, descriptor: PEDAL_DESCRIPTOR });
  for (let i = 0; i < 9_000; i++) flood.say(Buffer.from([i & 7]));
  const reports = await openReports('hid:0001:0002:*', 'pedal', clock, () => true, place);
  const KEPT = 4_097;
  await until(() => flood.left() <= 9_000 - KEPT, 'it is listened to no more');
  for (let said = 0; said < KEPT; said++) assert.ok(await reports.next(1_000));
  await assert.rejects(reports.next(1_000), { code: 'DEVICE_SPEECH' });
  assert.equal(flood.left(), 9_000 - KEPT);
  await reports.close();
});
