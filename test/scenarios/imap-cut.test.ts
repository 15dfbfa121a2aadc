import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CutMoment, CuttingProxy } from '#lab/cutting-proxy.ts';
import { openDovecot } from '#lab/dovecot.ts';
import { MAILBOX_USER } from '#lab/mailroom.ts';
import { callClerk } from './clerk.ts';
import { eachFilingOnce, eachNoticeSent, nothingIsParked } from './reckoning.ts';
import { openScene } from './scene.ts';
import { atRest, until } from './station-process.ts';

const LIMIT = { timeout: 600_000 };

/** Where the line breaks, one after the other: at words of the client, or after so many bytes of it. */
const CUTS: readonly (readonly [RegExp, CutMoment] | number)[] = [
  [/ APPEND /, 'before'],
  [/ APPEND /, 'in'],
  [/ APPEND /, 'after'],
  [/ SEARCH /, 'before'],
  [/ SELECT /, 'after'],
  500,
  5_000,
  [/ APPEND /, 'after'],
];

test('wherever the line to the mail server breaks, each letter is filed once', LIMIT, async (t) => {
  const scene = await openScene(t);
  const proxy = await scene.throughProxy();
  const clerk = callClerk(t, scene);
  const lay = () => clerk.lay(scene.sheets.letter('letter'.padEnd(20 + clerk.sheets.length, '.')));
  let dovecot = scene.dovecot!;
  let station = await scene.start();
  const filed = () => scene.ask<{ n: number }>(`SELECT count(*) AS n FROM filing WHERE state = 'filed'`)[0]!.n;
  const allFiled = () => until('all is filed', () => filed() === clerk.sheets.length && atRest(scene.stateFolder));

  for (const cut of CUTS) {
    const fallen = plan(proxy, cut);
    await lay();
    await fallen;
    t.diagnostic(`cut at ${cut}`);
  }
  await allFiled();

  // The server has the message, its answer is on the way, and the daemon dies: nobody was ever told.
  const unanswered = plan(proxy, [/ APPEND /, 'unanswered']);
  await lay();
  await unanswered;
  await station.kill();
  proxy.resume();
  station = await scene.start();
  await allFiled();

  // The server itself dies with a letter in its hands, and is away while another one comes.
  const dying = plan(proxy, [/ APPEND /, 'unanswered']);
  await lay();
  await dying;
  await dovecot.kill();
  await lay();
  await until('a filing is tried in vain', () => scene.ask(`SELECT 1 FROM job WHERE name = 'file' AND reason = 'FILING_AWAY'`).length > 0);
  dovecot = await openDovecot({ folder: join(scene.folder, 'dovecot'), users: [MAILBOX_USER] });
  t.after(() => dovecot.close());
  proxy.turnTo(dovecot.imapPort);
  proxy.resume();
  await allFiled();

  await clerk.leave();
  await station.stop();
  nothingIsParked(scene);
  assert.equal(await eachFilingOnce(scene, dovecot.imapPort), clerk.sheets.length);
  eachNoticeSent(scene);
});

function plan(proxy: CuttingProxy, cut: (typeof CUTS)[number]): Promise<void> {
  const fallen = proxy.cut();
  if (typeof cut === 'number') proxy.cutAfterBytes(cut);
  else proxy.cutOnClientText(...cut);
  return fallen;
}
