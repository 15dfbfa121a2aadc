import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { hand } from './hand.ts';

const UNITS = ['vaguemestre.service', 'vaguemestre-bridge.service'] as const;
const KIOSK = 'http://127.0.0.1:8480';

describe('the daemon under its unit', () => {
  after(async () => {
    for (const unit of UNITS) await hand.system('stop', unit);
  });

  test('says that it is ready, is well, and hears of the devices', async () => {
    await hand.plug('printer');
    // Which brings the bridge along.
    await hand.system('start', 'vaguemestre.service');
    for (const unit of UNITS) assert.match(await hand.show(unit), /^Type=notify\nNRestarts=0\nActiveState=active$/m);
    assert.equal(((await (await fetch(`${KIOSK}/healthz`)).json()) as { status: string }).status, 'ok');
    const ready = /mailroom_printer_state\{printer="labels",state="ready"\} 1/;
    for (let metrics = ''; !ready.test(metrics); ) metrics = await (await fetch(`${KIOSK}/metrics`)).text();
  });

  test('ends when it is told to', async () => {
    await hand.system('stop', 'vaguemestre.service');
    assert.match(await hand.show('vaguemestre.service'), /^ActiveState=inactive$/m);
  });
});
