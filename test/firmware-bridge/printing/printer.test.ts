import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import brotherQl from '#bridge/drivers/printer/brother-ql.ts';
import dymo from '#bridge/drivers/printer/dymo.ts';
import type { DeviceOptions, LabelPrinterDriver, Link } from '#bridge/supervisor/driver.ts';
import type { Pipe } from '#bridge/transports/pipe.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { clock } from '../drivers/label-languages.ts';
import { readTraces } from '../drivers/traces.ts';

const BROTHER_CLEAR = '\x00'.repeat(400);

/** A printer that answers to whatever it is told as `answer` says, and all that was said to it, by connection. */
function scripted(driver: LabelPrinterDriver, answer: (words: string) => Buffer | null, options: DeviceOptions = {}) {
  const said: string[][] = [];
  let open = 0;
  let gone = false;
  const openPipe = async (): Promise<Pipe> => {
    const heard: string[] = [];
    said.push(heard);
    open++;
    let answers: Buffer[] = [];
    return {
      async send(bytes) {
        const words = Buffer.from(bytes).toString('latin1');
        heard.push(words);
        const next = answer(words);
        if (next) answers.push(next);
        return { sentBytes: bytes.length, complete: true };
      },
      async receive() {
        if (gone && answers.length === 0) throw new MailroomError('DEVICE_ABSENT', { deviceId: 'printer-1' });
        return answers.shift() ?? null;
      },
      forget: () => {
        answers = [];
      },
      counts: { sentBytes: 0, receivedBytes: 0 },
      close: async () => void open--,
    };
  };
  const link: Link = {
    ...{ deviceId: 'printer-1' as DeviceId, address: 'tcp://printer:9100', options, clock, log: silentLog },
    openPipe,
  };
  const leave = () => {
    gone = true;
  };
  return { said, open: () => driver.open(link), pipesOpen: () => open, leave };
}

test('brother-ql: what a printer tells by itself does not show that it has read what it was told to forget', async () => {
  const traces = readTraces('brother-ql');
  const told = (name: string) => traces.find((trace) => trace.name === name)!.device;
  let answer = told('cover-open.jsonl');
  const { said, open } = scripted(brotherQl, (words) => (words === '\x1biS' ? answer : null));
  assert.deepEqual((await (await open()).status()).conditions, ['cover-open']);
  answer = told('ready-62-endless.jsonl');
  for (let n = 0; n < 2; n++) await (await open()).status();
  assert.deepEqual(
    said.map(([first]) => first!.startsWith(BROTHER_CLEAR)),
    [true, true, false],
  );
});

test('dymo: a roll that was changed while a label was printed leaves its outcome unknown', async () => {
  let status = 0x03;
  const { open } = scripted(dymo, (words) => (words === '\x1bA' ? Buffer.from([status]) : null));
  const session = await open();
  assert.deepEqual((await session.status()).conditions, []);
  status = 0x0b;
  assert.equal((await session.print(session.encode(checkered(64, 16)))).outcome, 'unknown');
});

test('a printer that goes while it is told to forget leaves no pipe open', async () => {
  const { open, pipesOpen } = scripted(dymo, () => {
    throw new MailroomError('DEVICE_ABSENT', { deviceId: 'printer-1' });
  });
  await assert.rejects(open(), { code: 'DEVICE_ABSENT' });
  assert.equal(pipesOpen(), 0);
});

/** Rows of a job as the printer takes them, 1 = black. */
function brotherRows(job: Uint8Array, rowBytes: number): Buffer[] {
  const bytes = Buffer.from(job);
  const rows: Buffer[] = [];
  for (let at = bytes.indexOf(Buffer.from([0x67, 0, rowBytes])); bytes[at] === 0x67; at += 3 + rowBytes)
    rows.push(bytes.subarray(at + 3, at + 3 + rowBytes));
  return rows;
}

test('brother-ql: a label that was told to be out is out, though the printer goes before it has cut it', async () => {
  const printed = readTraces('brother-ql').find(({ name }) => name === 'printed.jsonl')!.device;
  const { open, leave } = scripted(brotherQl, (words) => (words.endsWith('\x1a') ? printed : null));
  const session = await open();
  leave();
  assert.deepEqual(await session.print(session.encode(checkered(64, 16))), { outcome: 'printed' });
});

test('brother-ql: an endless piece is as long as the model can cut, a label keeps to what its head reaches, and a QL-500 hears of no cutter', async () => {
  for (const [options, rowBytes, widthDots, length, cuts] of [
    [{}, 90, 696, 150, true],
    [{ quirk: 'one-mode' }, 90, 696, 295, true],
    [{ quirk: 'no-cutter' }, 90, 696, 295, false],
    [{ media: '62x29' }, 90, 696, 271, true],
    [{ media: '102' }, 90, 708, 150, true],
    [{ media: '102', quirk: 'wide' }, 162, 1_164, 295, true],
  ] as const) {
    const { open } = scripted(brotherQl, () => null, options);
    const session = await open();
    assert.equal(session.widthDots, widthDots);
    const job = Buffer.from(session.encode({ widthDots, heightDots: 2, bits: new Uint8Array(2 * Math.ceil(widthDots / 8)).fill(0xff) }));
    const rows = brotherRows(job, rowBytes);
    assert.equal(rows.length, length, JSON.stringify(options));
    const black = rows.map((row) => row.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0));
    assert.deepEqual([black[0], black[1], black[2]], [widthDots, widthDots, 0]);
    assert.equal(job.subarray(-1)[0], 0x1a);
    for (const command of ['\x1biM', '\x1biA', '\x1biK']) assert.equal(job.includes(command), cuts, JSON.stringify(options));
  }
});
