import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBridge } from './bridge-process.ts';
import { eachFilingOnce, eachPageOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene, type Scene } from './scene.ts';
import { atRest, unrest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };

test('a daemon that dies in mid-batch finds, when it is back, every page the bridge went on scanning without it', LIMIT, async (t) => {
  const scene = await openScene(t, { startBridge: false });
  const { control } = scene.scanner;
  startBridge(t, scene);
  const first = await scene.start();

  const sheets = [1, 2, 3, 4, 5, 6].map((sheet) => scene.sheets.letter(`sheet ${sheet}`));
  control.slow(600);
  await control.load(sheets.map((front, n) => ({ front, name: `sheet ${n + 1}` })));
  await until('two sheets are in the register', () => pagesKept(scene) >= 2);
  await first.kill();
  const before = pagesKept(scene);
  assert.ok(before < sheets.length, 'it died in mid-batch');
  await until('the bridge has fed the rest', async () => (await scene.spooled()).some((name) => name.endsWith('.end.json')));
  assert.equal(pagesKept(scene), before, 'nobody took a page meanwhile');

  const second = await scene.start();
  const rest = () => pagesKept(scene) === sheets.length && atRest(scene.stateFolder);
  await until('everything is at rest', rest, 90_000, () => ({ pages: pagesKept(scene), unrest: unrest(scene.stateFolder) }));
  await second.stop();

  assert.deepEqual(scene.ask('SELECT state, sheets FROM batch'), [{ state: 'closed', sheets: sheets.length }]);
  nothingIsParked(scene);
  await eachPageOnce(scene, sheets);
  assert.equal(await eachFilingOnce(scene), sheets.length);
  await registerVerifies(scene);
});

const pagesKept = (scene: Scene): number => scene.ask<{ n: number }>('SELECT count(*) AS n FROM page')[0]!.n;
