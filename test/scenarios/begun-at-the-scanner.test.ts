import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBridge } from './bridge-process.ts';
import { eachFilingOnce, eachPageOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

test('paper laid in while the daemon is away is scanned, stops, goes on, and is found by the daemon that comes', {
  timeout: 300_000,
}, async (t) => {
  const scene = await openScene(t, { startBridge: false, scannerStart: 'paper' });
  const { control } = scene.scanner;
  let bridge = startBridge(t, scene);
  const sheets = [1, 2, 3, 4].map((sheet) => scene.sheets.letter(`sheet ${sheet}`));
  const spooled = async (ending: string) => (await scene.spooled()).filter((name) => name.endsWith(ending)).length;

  control.jamAfter(2);
  await control.load(sheets.map((front, n) => ({ front, name: `sheet ${n + 1}` })));
  await until('the bridge has fed up to the jam', async () => (await spooled('.end.json')) === 1);
  assert.equal(await spooled('.jpg'), 2);
  // Nobody is there: the jammed sheet goes back, the bridge dies, and still no second batch begins out of what lies in the feeder.
  control.putBack();
  await bridge.kill();
  bridge = startBridge(t, scene);

  const station = await scene.start();
  const batches = () => scene.ask<{ id: string; state: string; at_sheet: number | null }>('SELECT id, state, at_sheet FROM batch');
  await until('the daemon takes the batch', () => batches()[0]?.state === 'stopped');
  assert.deepEqual(
    batches().map(({ state, at_sheet }) => [state, at_sheet]),
    [['stopped', 3]],
  );
  await scene.desk.act('start-scan', { resume: batches()[0]!.id });
  await until('it goes on', () => batches()[0]!.state === 'closed');
  // A daemon that is there is told as it comes.
  const next = scene.sheets.letter('the next stack');
  await control.load([{ front: next, name: 'next' }]);
  await until('the next stack is a batch of its own', () => batches()[1]?.state === 'closed');
  await until(
    'everything is filed',
    () => atRest(scene.stateFolder) && scene.ask(`SELECT 1 FROM filing WHERE state = 'filed'`).length === 5,
  );
  await station.stop();

  assert.deepEqual(scene.ask('SELECT scanner, source, sheets FROM batch ORDER BY position'), [
    { scanner: 'scanner', source: 'adf', sheets: 4 },
    { scanner: 'scanner', source: 'adf', sheets: 1 },
  ]);
  nothingIsParked(scene);
  await eachPageOnce(scene, [...sheets, next]);
  assert.equal(await eachFilingOnce(scene), 5);
  await registerVerifies(scene);
});
