import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { PATHS } from '#contract/paths.ts';
import { PIN } from '#lab/station.ts';
import { messagesOn } from './mail-server-eyes.ts';
import { nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };
const DPI = 200;
/** Commercial, a department of the laboratory's directory. */
const ORDER = 'mode=next&departmentId=d07&urgent=true&registered=true';

/** The sheet as the kiosk's browser gets it, printed and laid into the feeder. */
async function printed(kioskPort: number): Promise<Buffer> {
  const url = `http://127.0.0.1:${kioskPort}`;
  const signIn = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'clerk', secret: PIN }) };
  const cookie = (await fetch(url + PATHS.session, signIn)).headers.get('set-cookie')!.split(';')[0]!;
  const reply = await fetch(`${url}${PATHS.separator}?${ORDER}`, { headers: { cookie } });
  assert.equal(reply.status, 200);
  const pdfium = await PDFiumLibrary.init();
  const document = await pdfium.loadDocument(Buffer.from(await reply.arrayBuffer()));
  const { data, width, height } = await document.getPage(0).render({ scale: DPI / 72 });
  document.destroy();
  pdfium.destroy();
  const page = sharp(data, { raw: { width, height, channels: 4 } }).flatten({ background: 'white' });
  return page.toColourspace('b-w').withDensity(DPI).jpeg({ quality: 80 }).toBuffer();
}

test(
  'a letter behind a printed separator sheet is filed as the sheet says, at once, though nobody could tell whose it is',
  LIMIT,
  async (t) => {
    const scene = await openScene(t, { graceSeconds: 3_600 });
    const { scanner, sheets, stateFolder } = scene;
    let station = await scene.start();
    const separator = await printed(scene.kioskPort);
    await station.stop();
    // Another run of the daemon: sheets outlive it.
    station = await scene.start();
    const pile = [sheets.unroutable('before'), separator, sheets.unroutable('behind'), sheets.closed('closed')];
    await scanner.control.load(pile.map((front, n) => ({ front, name: `${n}` })));
    const documents = () =>
      scene.ask<{ sheet: number; state: string; kind: string; department: string | null; filing: string | null; grace: number | null }>(
        `SELECT document.sheet, document.state, item.kind, document.department_id AS department, filing.state AS filing, filing.grace_ms AS grace
       FROM document JOIN item ON item.id = document.item_id LEFT JOIN filing ON filing.document_id = document.id ORDER BY document.sheet`,
      );
    await until('the batch is done', () => scanner.control.delivered().length === pile.length && atRest(stateFolder));
    const nowhere = { filing: null, grace: null };
    assert.deepEqual(documents(), [
      { sheet: 1, state: 'review', kind: 'letter', department: null, ...nowhere },
      { sheet: 3, state: 'file', kind: 'registered', department: 'd07', filing: 'filed', grace: 0 },
      { sheet: 4, state: 'close', kind: 'registered', department: 'd07', ...nowhere },
    ]);
    assert.deepEqual(
      (await messagesOn(scene.dovecot!.imapPort)).map(({ mailbox }) => mailbox),
      ['Post/commercial/2026'],
    );
    nothingIsParked(scene);
    await station.stop();
    registerVerifies(scene);
  },
);
