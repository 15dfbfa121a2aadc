import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Params } from '#contract/common.ts';
import type { ItemPage } from '#contract/item.ts';
import type { ReviewItem } from '#contract/review.ts';
import { enLists } from '../../kiosk-ui/i18n/en-lists.ts';
import { frLists } from '../../kiosk-ui/i18n/fr-lists.ts';
import { nothingIsParked, registerVerifies } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 300_000 };
/** Departments of the laboratory's directory. */
const [ACCOUNTS, SALES] = ['d02', 'd07'];

test('where a sender’s letters have gone is proposed, files where IT says so, and is unlearned by a correction', LIMIT, async (t) => {
  const scene = await openScene(t, { children: 2 });
  const { desk, scanner, stateFolder } = scene;
  let scanned = 0;
  const documents = () =>
    scene.ask<{ id: string; itemId: string; state: string; departmentId: string | null }>(
      'SELECT id, item_id AS itemId, state, department_id AS departmentId FROM document ORDER BY divided_position',
    );
  /** So many letters of the firm, when all that the box does with them by itself is done. */
  const letters = async (count: number) => {
    const sheets = Array.from({ length: count }, (_, i) => ({
      front: scene.sheets.unaddressed(`letter ${scanned + i}`),
      name: `l${scanned + i}`,
    }));
    scanned += count;
    await until('what was decided is done', () => atRest(stateFolder));
    await scanner.control.load(sheets);
    await until('the letters are read', () => documents().length === scanned && atRest(stateFolder));
    return documents().slice(-count);
  };
  const send = async ({ id, itemId }: { id: string; itemId: string }, departmentId: string) => {
    await desk.act('decide', { ...scene.seen(itemId), documentId: id, choice: { kind: 'department', departmentId } });
  };
  const buttons = async ({ itemId }: { itemId: string }) => {
    const { reason, candidates } = await desk.get<ReviewItem>(`/api/review/${itemId}`);
    assert.equal(reason.code, 'no_addressee');
    return candidates.filter(({ evidence }) => evidence.some(({ why }) => why.code === 'sender-history'));
  };

  let station = await scene.start();
  for (const letter of await letters(3)) {
    assert.deepEqual([letter.state, await buttons(letter)], ['review', []], 'nothing is known of them yet');
    await send(letter, SALES!);
  }

  const [fourth] = await letters(1);
  assert.equal(fourth!.state, 'review', 'a habit files nothing by itself');
  const [habit, ...others] = await buttons(fourth!);
  assert.deepEqual([habit?.departmentId, others], [SALES, []]);
  const { params } = habit!.evidence[0]!.why as { params: Params };
  assert.equal(frLists.whys['sender-history'](params), 'Les 3 plis connus de cet expéditeur y sont tous allés');
  assert.equal(enLists.whys['sender-history'](params), 'All 3 known letters of this sender went there');
  await send(fourth!, SALES!);
  await station.stop();

  const directory = JSON.parse(await readFile(scene.directoryFile, 'utf8')) as { departments: { id: string; decides?: string[] }[] };
  directory.departments.find(({ id }) => id === SALES)!.decides = ['person', 'department', 'class', 'sender'];
  await writeFile(scene.directoryFile, JSON.stringify(directory));
  station = await scene.start();
  const [fifth] = await letters(1);
  assert.deepEqual([fifth!.state, fifth!.departmentId], ['file', SALES], 'known again after the restart');
  const page = await desk.get<ItemPage>(`/api/items/${fifth!.itemId}`);
  const reasons = page.documents[0]!.evidence.map(({ why }) => [why.code, why.params.letters]);
  assert.deepEqual(reasons[0], ['sender-history', 4], 'the item says why it was filed there');

  await send(fifth!, ACCOUNTS!);
  const [sixth] = await letters(1);
  assert.deepEqual([sixth!.state, await buttons(sixth!)], ['review', []], 'one that was corrected ends the habit');
  await station.stop();
  nothingIsParked(scene);
  await registerVerifies(scene);
});
