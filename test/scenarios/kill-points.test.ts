import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clerk, callClerk } from './clerk.ts';
import { killPoints } from './kill-points.ts';
import { eachFilingOnce, eachLabelOnce, eachNoticeSent, eachPageOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene, type Scene } from './scene.ts';
import { atRest, killQuietly, unrest, until } from './station-process.ts';

const LIMIT = { timeout: 1_200_000 };
/** On a busy machine thirty letters take their time. */
const REST_MS = 300_000;
const REACHED_MS = 180_000;

/** What brings a point about, by the beginning of its name; a letter does where nothing is said. */
const BRINGS_ABOUT: readonly (readonly [beginning: string, what: 'closed letter' | 'label'])[] = [
  ['route.closed', 'closed letter'],
  ['seal.', 'closed letter'],
  ['label.', 'label'],
  ['bridge.label', 'label'],
];
/** Later passes of points that the whole house goes through. */
const ALSO = ['store.commit.before:6', 'store.commit.after:9', 'store.blob.after-rename:3'];
/** Jobs of the workshop during which all its children are killed. */
const TASKS = ['prepare', 'route', 'read'];

test('killed at each of its points, the house loses nothing, doubles nothing and goes on by itself', LIMIT, async (t) => {
  const scene = await openScene(t, { children: 1 });
  const clerk = callClerk(t, scene);
  const acts: Promise<unknown>[] = [];
  const points = [...killPoints(), ...ALSO];
  for (const point of points) {
    const mark = join(scene.folder, `killed ${point}`);
    const station = await scene.start({ VAGUEMESTRE_CRASH_AT: point, VAGUEMESTRE_CRASH_MARK: mark });
    bringAbout(point, scene, clerk, acts);
    const reached = until(
      `${point} is reached (else say in BRINGS_ABOUT what brings it about)`,
      () => existsSync(mark),
      REACHED_MS,
      () => ({
        loaded: scene.scanner.control.loadedSheets(),
        batches: scene.ask('SELECT state, condition, at_sheet, runs FROM batch ORDER BY position DESC LIMIT 3'),
        jobs: scene.ask('SELECT name, subject, state, failures, reason FROM job LIMIT 20'),
      }),
    );
    await Promise.race([reached, clerk.alarm]);
    t.diagnostic(`${point} reached`);
    // A point of the bridge leaves the daemon alive: it is killed too, wherever it stands.
    if (point.startsWith('bridge.')) await station.kill();
    else assert.equal((await station.ended).signal, 'SIGKILL');
  }

  const station = await scene.start();
  for (const task of TASKS) {
    await clerk.lay(scene.sheets.letter(`${task}${'.'.repeat(clerk.sheets.length)}`));
    await until(`a ${task} is being done`, () => scene.ask(`SELECT 1 FROM job WHERE name = ? AND state = 'running'`, task).length > 0);
    for (const pid of station.workshopPids()) killQuietly(pid);
  }

  await Promise.all(acts);
  const found = () => ({
    ...{ pages: pagesKept(scene), sheets: clerk.sheets.length },
    ...{ doubtful: doubtfulLabels(scene), unrest: unrest(scene.stateFolder) },
  });
  const rest = until('everything is at rest', () => everythingDone(scene, clerk), REST_MS, found);
  await Promise.race([rest, clerk.alarm]);
  await clerk.leave();
  await station.stop();

  nothingIsParked(scene);
  await eachPageOnce(scene, clerk.sheets);
  const filed = await eachFilingOnce(scene);
  const letters = scene.ask<{ n: number }>(`SELECT count(*) AS n FROM document WHERE state = 'file'`)[0]!.n;
  assert.equal(filed, letters, 'every letter was filed');
  eachNoticeSent(scene);
  await eachLabelOnce(scene);
  await registerVerifies(scene);
});

function bringAbout(point: string, { desk, sheets }: Scene, clerk: Clerk, acts: Promise<unknown>[]): void {
  const what = BRINGS_ABOUT.find(([beginning]) => point.startsWith(beginning))?.[1];
  // Each page has a length of its own, by which the clerk knows it again.
  const mark = point.padEnd(60 + clerk.sheets.length, '.');
  if (what === 'label') acts.push(desk.act('register-item', { direction: 'in', kind: 'parcel', print: true }));
  else acts.push(clerk.lay(what === 'closed letter' ? sheets.closed(mark) : sheets.letter(mark)));
}

function everythingDone(scene: Scene, clerk: Clerk): boolean {
  return pagesKept(scene) >= clerk.sheets.length && doubtfulLabels(scene).length === 0 && atRest(scene.stateFolder);
}

const pagesKept = (scene: Scene): number => scene.ask<{ n: number }>('SELECT count(*) AS n FROM page')[0]!.n;
const doubtfulLabels = (scene: Scene): unknown[] =>
  scene.ask('SELECT item_id FROM label GROUP BY item_id HAVING outcome = ? AND max(copy)', 'unknown');
