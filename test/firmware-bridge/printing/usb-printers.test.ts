import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listUsbPrinters } from '#bridge/printing/usb-printers.ts';

test('USB printers are listed by their serial number, with the drivers that speak what they say they speak', async (t) => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'usb-printers-')));
  t.after(() => rm(root, { recursive: true }));
  const [sys, dev] = [join(root, 'sys'), join(root, 'dev')];
  await mkdir(join(dev, 'usb'), { recursive: true });
  await mkdir(join(dev, 'mailroom'));
  const ids: [node: string, id: string | null][] = [
    ['lp0', 'MFG:Zebra Technologies ;CMD:ZPL,EPL;MDL:ZTC ZD421;CLS:PRINTER;'],
    ['lp1', 'MANUFACTURER:Brother;COMMAND SET:PT-CBP;MODEL:QL-710W;'],
    ['lp2', 'MFG:HP;CMD:PCL;MDL:LaserJet;'],
    ['lp3', null],
    // Shares the minor numbers of printers and is none.
    ['hiddev0', 'MFG:x;CMD:ZPL;MDL:y;'],
  ];
  for (const [node, id] of ids) {
    await mkdir(join(sys, 'class/usbmisc', node, 'device'), { recursive: true });
    await writeFile(join(dev, 'usb', node), '');
    if (id !== null) await writeFile(join(sys, 'class/usbmisc', node, 'device/ieee1284_id'), `${id}\n`);
  }
  await symlink(join(dev, 'usb/lp0'), join(dev, 'mailroom/printer-42J'));
  await symlink(join(dev, 'usb/lp0'), join(dev, 'mailroom/printer-pci-0000_00_14_0-usb-0_2_1_0'));
  await symlink(join(dev, 'usb/lp1'), join(dev, 'mailroom/printer-pci-0000_00_14_0-usb-0_3_1_0'));

  assert.deepEqual(await listUsbPrinters({ sys, dev }), [
    { address: join(dev, 'mailroom/printer-42J'), name: 'Zebra Technologies ZTC ZD421', drivers: ['epl2', 'zpl'] },
    { address: join(dev, 'mailroom/printer-pci-0000_00_14_0-usb-0_3_1_0'), name: 'Brother QL-710W', drivers: ['brother-ql'] },
    { address: join(dev, 'usb/lp2'), name: 'HP LaserJet', drivers: [] },
    { address: join(dev, 'usb/lp3'), name: 'lp3', drivers: [] },
  ]);
  assert.deepEqual(await listUsbPrinters({ sys: join(root, 'none'), dev }), []);
});
