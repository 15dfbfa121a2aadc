import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { manualClock, systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { configuredAs, findScanners, scannerOf, whereIs } from '#bridge/drivers/scanner/escl/discovery.ts';
import escl from '#bridge/drivers/scanner/escl.ts';
import { encodeQuestions, parseAnswer } from '#bridge/transports/dns-message.ts';
import { askingOf, browse } from '#bridge/transports/mdns.ts';
import { openEsclScanner } from '#lab/escl-scanner.ts';
import { type Offered, openMdnsResponder } from '#lab/mdns-responder.ts';
import { until } from '#test/contracts/device-events.ts';

const UUID = '3b9f2d1c-0a4e-4c55-9d0e-1f2a3b4c5d6e';
const OFFERED: Offered = {
  ...{ service: '_uscan._tcp', instance: 'Lab ADF v1.2 (3rd floor)', port: 8080 },
  txt: ['txtvers=1', 'ty=Vaguemestre Lab ADF', 'rs=eSCL', `UUID=${UUID}`, 'is=platen,adf', 'duplex=T'],
};
async function responder(t: TestContext, offered: Partial<Offered> = {}) {
  const lab = await openMdnsResponder({ ...OFFERED, ...offered });
  t.after(() => lab.close());
  return { lab, asking: [askingOf(`127.0.0.1:${lab.port}`)] };
}

test('a scanner is found by what it offers, whether or not its first answer says all, dots in its name or none', async (t) => {
  for (const additionals of [true, false]) {
    const { lab, asking } = await responder(t, { additionals });
    const url = await whereIs(UUID.toUpperCase(), systemClock(), asking);
    assert.equal(url, 'http://127.0.0.1:8080/eSCL');
    assert.equal(lab.asked.filter((one) => one.endsWith(' 33')).length, additionals ? 0 : 1, 'what is missing is asked for, once');
  }
});

test('a search ends after its time, with the lines of the configuration for all that was found', async (t) => {
  const { lab, asking } = await responder(t);
  const clock = manualClock();
  const found = findScanners(clock, asking);
  await until(() => lab.asked.length > 0, 'it is asked');
  clock.advance(1_000);
  await until(() => lab.asked.filter((one) => one.startsWith('_uscan._tcp')).length === 2, 'and asked once more');
  // Its answer lies before ours in the same socket.
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(2_000);
  assert.deepEqual((await found).map(configuredAs), [
    [
      '[[device]]',
      'id = "scanner"',
      'driver = "escl"',
      `address = "mdns:${UUID}"  # today http://127.0.0.1:8080/eSCL`,
      'name = "Vaguemestre Lab ADF"',
    ],
  ]);
});

test('a scanner named by its UUID is opened where it is today, and found again where it is tomorrow', async (t) => {
  const scanner = await openEsclScanner();
  const { lab } = await responder(t, { port: scanner.port });
  const open = () =>
    escl.open({
      ...{ deviceId: 'scanner-1' as DeviceId, address: `mdns:${UUID}`, clock: systemClock(), log: silentLog },
      openPipe: () => Promise.reject(new Error()),
      options: { mdnsServer: `127.0.0.1:${lab.port}` },
    });
  assert.deepEqual((await (await open()).status()).conditions, ['feeder-empty']);
  await scanner.close();
  await assert.rejects(open(), { code: 'DEVICE_ABSENT' });
  const moved = await openEsclScanner();
  t.after(() => moved.close());
  lab.moveTo(moved.port);
  assert.deepEqual((await (await open()).status()).conditions, ['feeder-empty']);
});

test('who answers with noise, or is not who is looked for, is not found', async (t) => {
  const { lab, asking } = await responder(t);
  for (const bytes of [Buffer.from('noise'), Buffer.alloc(1_400, 0xff), Buffer.alloc(0)]) {
    lab.answerWith(bytes);
    const clock = manualClock();
    const before = lab.asked.length;
    const found = browse(['_uscan._tcp'], { clock, forMs: 3_000, asking });
    await until(() => lab.asked.length > before, 'it is asked');
    clock.advance(3_000);
    assert.deepEqual(await found, []);
  }
});

test('nothing an offer says gets into a URL or onto a terminal that does not belong there', () => {
  const offer = (txt: Record<string, string>) =>
    scannerOf({ service: '_uscans._tcp', instance: 'x', address: '127.0.0.1', port: 1, txt: new Map(Object.entries(txt)) });
  assert.equal(offer({ rs: '/eSCL/' }).url, 'https://127.0.0.1:1/eSCL');
  assert.equal(offer({ rs: '@evil/ ?#' }).url, 'https://127.0.0.1:1/eSCL');
  assert.equal(offer({ ty: '\u001b[31mred\u0007' }).name, '[31mred');
  assert.equal(offer({ uuid: 'x"\ny' }).uuid, null);
});

test('a name that is a long chain of pointers is none, one of a few is read', () => {
  /** An answer with one record: PTR of the root to the name at the end of so many pointers. */
  const answer = (pointers: number) => {
    const bytes = Buffer.alloc(12 + 11 + 1 + 2 * pointers);
    bytes.set([0x84], 2);
    bytes.writeUInt16BE(2, 6);
    // TXT of the root, which bears the chain; the root at its beginning.
    bytes.writeUInt16BE(16, 13);
    bytes.writeUInt16BE(1 + 2 * pointers, 21);
    for (let n = 0; n < pointers; n++) bytes.writeUInt16BE(0xc000 | (n === 0 ? 23 : 24 + 2 * (n - 1)), 24 + 2 * n);
    const last = Buffer.from([0xc0, 0, 0, 12, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
    last.writeUInt16BE(0xc000 | (24 + 2 * (pointers - 1)), 0);
    return Buffer.concat([bytes, last]);
  };
  assert.deepEqual(parseAnswer(answer(10))?.at(-1), { name: [], type: 'PTR', to: [] });
  assert.equal(parseAnswer(answer(5_000)), null);
});

test('no bytes whatever make reading an answer throw or run in a circle', () => {
  const question = encodeQuestions([{ name: ['_uscan', '_tcp', 'local'], type: 'PTR' }]);
  assert.equal(parseAnswer(question), null, 'a question is no answer');
  const circle = Buffer.from('00008400000000010000000' + '0' + 'c00c' + '000c0001000000780002c00c', 'hex');
  assert.equal(parseAnswer(circle), null);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (noise, isAnswer) => {
      const bytes = Buffer.from(noise);
      if (isAnswer && bytes.length > 2) bytes[2] = 0x84;
      const records = parseAnswer(bytes);
      return records === null || records.length <= 256;
    }),
  );
});
