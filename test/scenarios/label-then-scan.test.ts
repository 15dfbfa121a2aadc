import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stickLabel } from '#lab/sample-letters.ts';
import { keptPages } from './kept-pages.ts';
import { labelKey } from './label-eyes.ts';
import { openScene } from './scene.ts';
import { commented } from './sheets.ts';
import { atRest, until } from './station-process.ts';

const ITEMS = 5;
/** Scanned in this order: no page comes at the place of its label. */
const SCANNED = [3, 0, 4, 2, 1];

test('five items are registered and labelled, their pages scanned in another order: each document is on its own item', async (t) => {
  const scene = await openScene(t);
  const { desk, printer, scanner, stateFolder } = scene;
  const station = await scene.start();

  const numbers: string[] = [];
  for (let n = 0; n < ITEMS; n++) {
    const { number } = await desk.act('register-item', { direction: 'in', kind: 'letter', print: true });
    numbers.push(number!);
  }
  await until('all labels are printed', () => printer.labels.length === ITEMS);
  const labels = new Map<string, string>();
  for (const { png } of printer.labels) {
    const { number, copy } = await labelKey(png);
    assert.equal(copy, 1);
    labels.set(number, png);
  }
  assert.deepEqual([...labels.keys()].sort(), [...numbers].sort(), 'one label for each item');

  const at = { leftMm: 8, topMm: 72 };
  const pages = await Promise.all(
    numbers.map(async (number) => commented(await stickLabel(scene.sheets.roomy(''), labels.get(number)!, at), number)),
  );
  await scanner.control.load(SCANNED.map((n) => ({ front: pages[n]!, name: numbers[n]! })));
  await until('the batch is done', () => scanner.control.delivered().length === ITEMS && atRest(stateFolder));

  await station.stop();

  const items = scene.ask<{ number: string; documents: number }>(
    'SELECT item.number, count(document.id) AS documents FROM item LEFT JOIN document ON document.item_id = item.id GROUP BY item.id ORDER BY 1',
  );
  assert.deepEqual(
    items,
    [...numbers].sort().map((number) => ({ number, documents: 1 })),
  );
  const kept = await keptPages(stateFolder);
  assert.equal(kept.length, ITEMS);
  for (const { itemNumber, bytes } of kept) assert.ok(bytes.equals(pages[numbers.indexOf(itemNumber!)]!), `the page of ${itemNumber}`);
});
