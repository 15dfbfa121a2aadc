import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import type { BatchView, CurrentBatch } from '#contract/batch.ts';
import { PATHS } from '#contract/paths.ts';
import { type BridgeAlone, startBridge } from './bridge-process.ts';
import { keptPages } from './kept-pages.ts';
import { eachFilingOnce, nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene, type Scene } from './scene.ts';
import { commented } from './sheets.ts';
import { atRest, type StationProcess, until } from './station-process.ts';

const SHEETS = 10;
const LIMIT = { timeout: 300_000 };
/** Longer than any test: the sheet being drawn when something happens does not come through by itself. */
const STUCK_MS = 600_000;

/** Everything that has a hand in a batch, each in a process of its own but the scanner. */
interface House {
  scene: Scene;
  station: StationProcess;
  bridge: BridgeAlone;
}

/** What happens while the seventh of ten sheets is drawn, what the screen says, and how it is mended before the sheets go back. */
interface Trouble {
  what: string;
  happen(house: House): void;
  /** What comes back by itself. */
  again?(t: TestContext, house: House): Promise<void>;
  says: { condition: string; putBack: number[] };
  mend(house: House): Promise<void> | void;
}
const TROUBLES: readonly Trouble[] = [
  {
    what: 'a jam',
    happen: ({ scene }) => scene.scanner.control.jamAfter(0),
    says: { condition: 'media-jam', putBack: [7, 8] },
    mend: () => {},
  },
  {
    what: 'a double feed',
    happen: ({ scene }) => scene.scanner.control.doubleFeedAt(1),
    says: { condition: 'double-feed', putBack: [7, 8] },
    mend: () => {},
  },
  {
    what: 'an open cover',
    happen: ({ scene }) => scene.scanner.control.coverOpen(true),
    says: { condition: 'cover-open', putBack: [7] },
    mend: ({ scene }) => scene.scanner.control.coverOpen(false),
  },
  {
    what: 'a scanner unplugged',
    happen({ scene: { scanner } }) {
      scanner.control.slow(STUCK_MS);
      void scanner.control.unplug();
    },
    says: { condition: 'connecting-to-device', putBack: [7] },
    async mend({ scene: { scanner } }) {
      scanner.control.slow(0);
      await scanner.control.plugIn();
    },
  },
  {
    what: 'a bridge killed',
    happen({ scene: { scanner }, bridge }) {
      scanner.control.slow(STUCK_MS);
      void bridge.kill();
    },
    async again(t, house) {
      await until('its seventh sheet was drawn', () => house.scene.scanner.control.loadedSheets() === 3);
      await house.bridge.kill();
      house.bridge = startBridge(t, house.scene);
    },
    says: { condition: 'other', putBack: [7] },
    mend: ({ scene }) => scene.scanner.control.slow(0),
  },
];

test('ten sheets of two sides end as twenty, in order, whatever stops the seventh', LIMIT, async (t) => {
  const scene = await openScene(t, { startBridge: false, startOnPaper: false, duplex: true });
  const { control } = scene.scanner;
  const house: House = { scene, bridge: startBridge(t, scene), station: await scene.start() };
  const sides = await sidesOf(scene);
  const fed: Buffer[] = [];
  const feedTen = async (what: string): Promise<string> => {
    const sheets = Array.from({ length: SHEETS }, (_, n) => sides(what, n + 1));
    fed.push(...sheets.flatMap(({ front, back }) => [front, back]));
    await control.load(sheets);
    return (await scene.desk.act('start-scan', { separation: 'item' })).batchId!;
  };
  const view = async (): Promise<BatchView> => (await scene.desk.get<CurrentBatch>(PATHS.batch)).batch!;
  const becomes = (batchId: string, state: string, what: string) => until(what, () => stateOf(scene, batchId) === state);

  for (const { what, happen, again, says, mend } of TROUBLES) {
    control.atSheet(7, () => happen(house));
    const batchId = await feedTen(what);
    await again?.(t, house);
    await becomes(batchId, 'stopped', `${what} stops the batch`);
    const stopped = await view();
    assert.deepEqual({ condition: stopped.stop!.condition, putBack: stopped.stop!.putBack }, says, what);
    assert.deepEqual(placesOf(scene, batchId), places(6), `${what}: twelve sides are kept, in order`);
    assert.deepEqual([stopped.sheets, stopped.sides], [6, 12]);
    await mend(house);
    control.putBack();
    await scene.desk.act('start-scan', { resume: batchId });
    await becomes(batchId, 'closed', `the batch ends after ${what}`);
    assert.deepEqual(placesOf(scene, batchId), places(SHEETS), what);
    const { sheets, sides: told, missing } = await view();
    assert.deepEqual({ sheets, told, missing }, { sheets: SHEETS, told: 2 * SHEETS, missing: [] }, 'counted, and said to be whole');
  }

  // The daemon dies: nothing stops, the bridge feeds on, and the next daemon finds it all.
  control.atSheet(7, () => void house.station.kill());
  const batchId = await feedTen('the daemon killed');
  await house.station.ended;
  await until('the bridge has fed the rest', async () => (await scene.spooled()).some((name) => name.endsWith('.end.json')));
  house.station = await scene.start();
  await becomes(batchId, 'closed', 'the next daemon ends the batch');
  assert.deepEqual(placesOf(scene, batchId), places(SHEETS));

  await until('everything is at rest', () => atRest(scene.stateFolder) && filedOf(scene) === TROUBLES.length + 1);
  await house.station.stop();
  const kept = await keptPages(scene.stateFolder);
  const inOrder = kept.map(({ bytes }) => bytes.toString('base64'));
  assert.ok(
    fed.length === inOrder.length && fed.every((bytes, n) => bytes.toString('base64') === inOrder[n]),
    'every side is in the register once, byte for byte, in the order it was laid in; twins stay two',
  );
  nothingIsParked(scene);
  assert.equal(await eachFilingOnce(scene), TROUBLES.length + 1);
  await registerVerifies(scene);
});

/** The first sheet has words to route by; the others are small and plain. Sheets 3 and 4 are twins to the last byte. */
async function sidesOf(scene: Scene): Promise<(what: string, sheet: number) => { front: Buffer; back: Buffer; name: string }> {
  const plain = await sharp({ create: { width: 332, height: 468, channels: 3, background: '#f4f2ec' } })
    .withDensity(200)
    .jpeg()
    .toBuffer();
  return (what, sheet) => {
    const name = `${what}, sheet ${sheet === 4 ? 3 : sheet}`;
    return { front: sheet === 1 ? scene.sheets.letter(name) : commented(plain, name), back: commented(plain, `${name}, back`), name };
  };
}

const places = (sheets: number): string[] => Array.from({ length: sheets }, (_, n) => [`${n + 1} front`, `${n + 1} back`]).flat();
const placesOf = (scene: Scene, batchId: string): string[] =>
  scene
    .ask<{ place: string }>(`SELECT sheet || ' ' || side AS place FROM page WHERE batch_id = ? ORDER BY position`, batchId)
    .map(({ place }) => place);
const stateOf = (scene: Scene, batchId: string) => scene.ask<{ state: string }>('SELECT state FROM batch WHERE id = ?', batchId)[0]?.state;
const filedOf = (scene: Scene): number => scene.ask<{ n: number }>(`SELECT count(*) AS n FROM filing WHERE state = 'filed'`)[0]!.n;
