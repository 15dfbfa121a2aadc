import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ScannerControl } from '#lab/escl-scanner.ts';
import { eachFilingOnce, eachPageOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene, type Scene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };

interface BatchRow {
  id: string;
  state: string;
  condition: string | null;
  at_sheet: number | null;
  sheets: number;
}
const batches = (scene: Scene): BatchRow[] => scene.ask('SELECT id, state, condition, at_sheet, sheets FROM batch ORDER BY position');
const pagesOf = (scene: Scene, batchId: string): string[] =>
  scene
    .ask<{ place: string }>(`SELECT sheet || ' ' || side AS place FROM page WHERE batch_id = ? ORDER BY sheet, side DESC`, batchId)
    .map(({ place }) => place);

/** What goes wrong in the middle of a batch of four, what the screen says then, and what the clerk does about it. */
const TROUBLES: readonly {
  what: string;
  happen(control: ScannerControl): void;
  says: Pick<BatchRow, 'condition' | 'at_sheet'>;
  mend(control: ScannerControl): void;
}[] = [
  {
    what: 'a jam on the third sheet',
    happen: (control) => control.jamAfter(2),
    says: { condition: 'media-jam', at_sheet: 3 },
    mend: (control) => control.putBack(),
  },
  {
    what: 'two sheets drawn at once',
    happen: (control) => control.doubleFeedAt(2),
    says: { condition: 'double-feed', at_sheet: 2 },
    mend: (control) => control.putBack(),
  },
  {
    what: 'a picture that breaks off on the wire',
    happen: (control) => control.truncateJpegAt(3),
    says: { condition: 'other', at_sheet: 3 },
    mend: (control) => control.putBack(),
  },
];

test('a batch that stopped keeps its sheets, says where to go on, and ends complete with no page twice', LIMIT, async (t) => {
  const scene = await openScene(t);
  const { desk, scanner, stateFolder } = scene;
  const { control } = scanner;
  const station = await scene.start();
  const sheets: Buffer[] = [];
  const load = async (names: readonly string[]) => {
    const pages = names.map((name) => ({ front: scene.sheets.letter(name), name }));
    sheets.push(...pages.map(({ front }) => front));
    await control.load(pages);
  };

  for (const [n, { what, happen, says, mend }] of TROUBLES.entries()) {
    happen(control);
    await load([1, 2, 3, 4].map((sheet) => `${what}, sheet ${sheet}`));
    await until(`${what} stops the batch`, () => batches(scene)[n]?.state === 'stopped');
    const stopped = batches(scene)[n]!;
    assert.deepEqual({ condition: stopped.condition, at_sheet: stopped.at_sheet }, says, what);
    assert.equal(pagesOf(scene, stopped.id).length, says.at_sheet! - 1, 'the sheets before it are kept');
    mend(control);
    await desk.act('start-scan', { resume: stopped.id });
    await until(`the batch goes on after ${what}`, () => batches(scene)[n]!.state === 'closed');
    assert.deepEqual(pagesOf(scene, stopped.id), ['1 front', '2 front', '3 front', '4 front'], what);
    assert.equal(batches(scene)[n]!.sheets, 4);
  }

  // The cover is opened while a page is on its way, and closed again.
  control.slow(400);
  await load(['cover 1', 'cover 2', 'cover 3', 'cover 4']);
  await until('the second sheet is being fed', () => control.loadedSheets() === 2);
  control.coverOpen(true);
  await until('the open cover stops the batch', () => batches(scene)[TROUBLES.length]?.state === 'stopped');
  const open = batches(scene)[TROUBLES.length]!;
  assert.equal(open.condition, 'cover-open');
  assert.equal(pagesOf(scene, open.id).length, open.at_sheet! - 1);
  control.clearFaults();
  control.putBack();
  await desk.act('start-scan', { resume: open.id });
  await until('the batch goes on', () => batches(scene)[TROUBLES.length]!.state === 'closed');
  assert.equal(pagesOf(scene, open.id).length, 4);

  // The clerk stops it: what went through is kept, and the rest is another batch.
  control.slow(400);
  await load(['cancel 1', 'cancel 2', 'cancel 3', 'cancel 4']);
  await until('two sheets are in the register', () => pagesOf(scene, batches(scene)[TROUBLES.length + 1]?.id ?? '').length >= 2);
  const running = batches(scene)[TROUBLES.length + 1]!;
  await desk.act('cancel-scan', { batchId: running.id });
  await until('it is cancelled', () => batches(scene)[TROUBLES.length + 1]!.state === 'cancelled');
  const cancelled = batches(scene)[TROUBLES.length + 1]!;
  assert.equal(pagesOf(scene, cancelled.id).length, cancelled.at_sheet! - 1);
  control.clearFaults();
  control.putBack();
  await desk.act('start-scan', {});

  await until('everything is at rest', () => control.loadedSheets() === 0 && atRest(stateFolder) && filedOf(scene) === sheets.length);
  await station.stop();
  assert.equal(batches(scene).length, TROUBLES.length + 3, 'nothing was fed that nobody asked for');
  nothingIsParked(scene);
  await eachPageOnce(scene, sheets);
  assert.equal(await eachFilingOnce(scene), sheets.length);
  await registerVerifies(scene);
});

const filedOf = (scene: Scene): number => scene.ask<{ n: number }>(`SELECT count(*) AS n FROM filing WHERE state = 'filed'`)[0]!.n;
