import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CurrentBatch } from '#contract/batch.ts';
import { PATHS } from '#contract/paths.ts';
import { keptPages } from './kept-pages.ts';
import { eachFilingOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

test('in a batch that jammed a creased sheet is scanned again and a forgotten one put between: one letter, whole and in order', {
  timeout: 300_000,
}, async (t) => {
  const scene = await openScene(t, { startOnPaper: false });
  const { desk, sheets, scanner, stateFolder } = scene;
  const { control } = scanner;
  const station = await scene.start();
  const page = (name: string) => ({ front: sheets.letter(name), name });
  const [one, creased, three, four, smooth, forgotten] = ['one', 'creased', 'three', 'four', 'smooth', 'forgotten'].map(page);

  control.jamAfter(3);
  await control.load([one!, creased!, three!, four!]);
  const { batchId } = await desk.act('start-scan', { separation: 'item' });
  const state = () => scene.ask<{ state: string }>('SELECT state FROM batch WHERE id = ?', batchId)[0]!.state;
  const standing = () =>
    scene.ask<{ id: string; sheet: number }>(
      `SELECT id, sheet FROM page WHERE batch_id = ? AND role IS NOT NULL AND role != 'removed' ORDER BY sheet, attempt`,
      batchId,
    );
  await until('the fourth sheet jams', () => state() === 'stopped' && standing().length === 3);

  // The clerk takes the stack out and lays the smoothed sheet in alone; whatever lies below it stays.
  const [lying] = (await control.load([smooth!])).sheets;
  control.putBack();
  control.putBack([lying!.sheet]);
  await desk.act('rescan-sheet', { batchId: batchId!, sheet: 2 });
  await until(
    'it is here, and the batch stands where it stood',
    () =>
      standing()
        .map(({ sheet }) => sheet)
        .join() === '1,2,3' && state() === 'stopped',
  );
  const { batch } = await desk.get<CurrentBatch>(PATHS.batch);
  assert.deepEqual([batch!.stop?.condition, batch!.stop?.putBack, batch!.missing], ['media-jam', [4, 5], []]);

  // Sheet 3 goes back, and before it what was forgotten; the first attempt at that is taken back in turn.
  const mistake = await desk.act('take-back-sheets', { batchId: batchId!, from: 2 });
  await desk.act('undo', { actId: mistake.actId });
  await desk.act('take-back-sheets', { batchId: batchId!, from: 3 });
  const [between] = (await control.load([forgotten!])).sheets;
  control.putBack([between!.sheet, 3]);
  control.putBack([between!.sheet]);
  await desk.act('start-scan', { resume: batchId! });
  await until(
    'the batch ends and its letter is filed',
    () => state() === 'closed' && atRest(stateFolder) && scene.ask(`SELECT 1 FROM filing WHERE state = 'filed'`).length === 1,
  );
  await station.stop();

  const bytesOf = new Map((await keptPages(stateFolder)).map(({ id, bytes }) => [id, bytes]));
  const inOrder = [one!, smooth!, forgotten!, three!, four!].map(({ front }) => front);
  assert.deepEqual(
    standing().map(({ id }) => bytesOf.get(id)),
    inOrder,
  );
  assert.deepEqual(
    scene
      .ask('SELECT page.id FROM page JOIN document ON document.id = page.document_id ORDER BY ordinal')
      .map((row) => (row as { id: string }).id),
    standing().map(({ id }) => id),
    'all of them are its one document',
  );
  nothingIsParked(scene);
  assert.equal(await eachFilingOnce(scene), 1);
  await registerVerifies(scene);
});
