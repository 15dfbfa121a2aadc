import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { checkSpoken, deviceIdOf, spokenBy } from '#bridge/printing/spoken.ts';
import type { Link } from '#bridge/supervisor/driver.ts';
import { type DeviceFile, openDeviceFile } from '#bridge/transports/device-file.ts';
import { openPipe } from '#bridge/transports/pipe.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { withoutPeer } from '../../lab/peers/peers.ts';
import { openTerminalLine } from '../../lab/terminal-line.ts';
import { clock, dotsOf, dotsOfPicture, LANGUAGES, type LanguageUnderTest, languageBench, PATIENT } from './label-languages.ts';

const LIMIT = { timeout: 30_000 };

const linkTo = (address: string, language: LanguageUnderTest, pipe: Link['openPipe']): Link => ({
  ...{ deviceId: 'printer-1' as DeviceId, address, clock, log: silentLog },
  options: { ...PATIENT, ...language.options },
  openPipe: pipe,
});

/** The device file of a USB printer: the laboratory's printer behind usblp's read and write, as non-blocking calls see them. */
async function usblp(port: number) {
  const socket = connect(port, '127.0.0.1');
  const said: Buffer[] = [];
  socket.on('data', (bytes) => said.push(bytes));
  socket.on('error', () => undefined);
  let unplugged = false;
  const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const file: DeviceFile = {
    read(buffer) {
      if (unplugged) return fail('EIO');
      const piece = said.shift();
      return piece ? Promise.resolve({ bytesRead: piece.copy(buffer) }) : fail('EAGAIN');
    },
    write(bytes, offset, length) {
      if (unplugged) return fail('ENODEV');
      // usblp takes 8 KB at most at a time and less where its buffer is nearly full.
      const bytesWritten = Math.min(length, 3_000);
      return new Promise((resolve) => socket.write(bytes.subarray(offset, offset + bytesWritten), () => resolve({ bytesWritten })));
    },
    close: async () => void socket.destroy(),
  };
  return {
    file,
    unplug() {
      unplugged = true;
      socket.destroy();
    },
  };
}

async function printedDots(t: TestContext, language: LanguageUnderTest, open: (port: number) => Promise<Link>) {
  const { printer } = await languageBench(t, language);
  const link = await open(printer.port);
  const session = await language.driver.open(link);
  t.after(() => session.close());
  assert.deepEqual((await session.status()).conditions, []);
  const label = checkered(200, 100);
  assert.deepEqual(await session.print(session.encode(label)), { outcome: 'printed' });
  const { dots } = await dotsOfPicture(printer.labels[0]!.png, language.leftDots, 200);
  assert.ok(dots.subarray(0, 200 * 100).equals(dotsOf(label)), 'every dot');
  return { session, printer };
}

for (const language of LANGUAGES) {
  test(`${language.name} by USB: the label comes out, and pulling the plug is noticed`, LIMIT, async (t) => {
    let unplug = () => {};
    const { session } = await printedDots(t, language, async (port) => {
      const usb = await usblp(port);
      unplug = usb.unplug;
      return linkTo('/dev/usb/lp9', language, () => openDeviceFile('/dev/usb/lp9', 'printer-1', clock, async () => usb.file));
    });
    unplug();
    await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
    // While the laboratory's printer still listens: closing waits for a look by a timer that keeps no process alive.
    await session.close();
  });

  test(`${language.name} by serial line: the label comes out, and pulling the plug is noticed`, {
    ...LIMIT,
    skip: withoutPeer('socat'),
  }, async (t) => {
    let unplug = async () => {};
    const { session } = await printedDots(t, language, async (port) => {
      const line = await openTerminalLine(port);
      t.after(() => line.close());
      unplug = line.unplug;
      const address = `serial:${line.path}`;
      return linkTo(address, language, (settings) => openPipe(address, 'printer-1', clock, settings));
    });
    await unplug();
    await assert.rejects(session.status(), { code: 'DEVICE_ABSENT' });
    // While the laboratory's printer still listens: closing waits for a look by a timer that keeps no process alive.
    await session.close();
  });
}

test('the IEEE-1284 id of a USB printer names its language', () => {
  for (const [id, drivers] of [
    ['MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC ZD421-203dpi ZPL;CLS:PRINTER;', ['zpl']],
    ['MFG:Zebra ;CMD:EPL2;MDL:LP2844;CLS:PRINTER;', ['epl2']],
    ['MFG:Zebra Technologies ;CMD:ZPL,EPL;MDL:ZTC ZD421;CLS:PRINTER;', ['epl2', 'zpl']],
    ['MFG:TSC;CMD:TSPL;MDL:TTP-244 Pro;CLS:PRINTER;', ['tspl']],
    ['MFG:Brother;CMD:PT-CBP;MDL:QL-710W;CLS:PRINTER;', ['brother-ql']],
    ['MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;', ['escpos']],
    ['MFG:DYMO;CMD: ;MDL:LabelWriter 450;CLASS:PRINTER;DES:DYMO LabelWriter 450;', ['dymo']],
    ['MFG:DYMO;CMD: ;MDL:LabelWriter 550;CLASS:PRINTER;', []],
    ['MFG:DYMO;CMD: ;MDL:LabelWriter SE450;CLASS:PRINTER;', []],
    ['MDL:LabelWriter 450 Turbo;MFG:DYMO;CMD: ;', ['dymo']],
    ['MDL:QL-800;CLS:PRINTER;MFG:Brother;', ['brother-ql']],
    ['MFG:HP;CMD:PCL;MDL:LaserJet;', []],
    ['', []],
  ] as const)
    assert.deepEqual(spokenBy(id), drivers, id);
});

test('a USB printer that speaks another language than its driver is refused when it is opened, and the right one is named', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sysfs-'));
  t.after(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'lp2', 'device'), { recursive: true });
  await mkdir(join(root, 'lp3'));
  await writeFile(join(root, 'lp2', 'device', 'ieee1284_id'), 'MFG:Zebra ;CMD:EPL2;MDL:LP2844;\n');
  // The name by serial number that udev makes is a link; sysfs knows the node by its own name.
  await mkdir(join(root, 'dev'));
  for (const node of ['lp2', 'lp3']) await writeFile(join(root, 'dev', node), '');
  await symlink(join(root, 'dev', 'lp2'), join(root, 'printer-42J'));
  const device = (name: string) => ({ address: join(root, name), deviceId: 'printer-1' as DeviceId });

  assert.equal(await deviceIdOf(join(root, 'printer-42J'), root), 'MFG:Zebra ;CMD:EPL2;MDL:LP2844;');
  await checkSpoken('epl2', device('printer-42J'), root);
  await assert.rejects(checkSpoken('zpl', device('printer-42J'), root), {
    code: 'DEVICE_REFUSED',
    context: { deviceId: 'printer-1', status: 415, detail: 'it speaks epl2, not zpl: set driver = "epl2"' },
  });
  // One that says nothing of itself, or is not there, is not judged.
  await checkSpoken('zpl', device('dev/lp3'), root);
  await checkSpoken('zpl', device('no-such'), root);
  await checkSpoken('zpl', { address: 'tcp://127.0.0.1:9100', deviceId: 'printer-1' as DeviceId }, root);
});
