import assert from 'node:assert/strict';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';
import { hand } from './hand.ts';

const DEVICES = '/sys/bus/usb/devices';

/** The device file of what has this serial number: libsane opens that one. */
async function usbFile(serial: string): Promise<string> {
  for (const name of await readdir(DEVICES)) {
    const about = (attribute: string) => readFile(`${DEVICES}/${name}/${attribute}`, 'utf8').catch(() => '');
    if ((await about('serial')).trim() !== serial) continue;
    const number = async (attribute: string) => (await about(attribute)).trim().padStart(3, '0');
    return `/dev/bus/usb/${await number('busnum')}/${await number('devnum')}`;
  }
  throw new Error(`nothing has the serial number ${serial}`);
}

async function groupOf(name: string): Promise<number> {
  return Number(
    (await readFile('/etc/group', 'utf8'))
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':')[2],
  );
}

test('a scanner is open to the group of scanners, and no other USB device is open to us', async () => {
  await hand.plug('scanner');
  await hand.plug('scale');
  await hand.settled();
  const scanner = await usbFile('LAB0007');
  assert.equal((await stat(scanner)).gid, await groupOf('scanner'));
  await (await open(scanner, 'r+')).close();
  await assert.rejects(open(await usbFile('LAB0002'), 'r+'), { code: 'EACCES' });
  await hand.unplug('scanner');
  await hand.unplug('scale');
});
