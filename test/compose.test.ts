import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { perform } from '#acts/perform.ts';
import { type RegisterItemCommand, registerItem } from '#acts/register-item.ts';
import { manualClock } from '#base/clock.ts';
import type { DepartmentId, PersonId } from '#base/ids.ts';
import { type Log, silentLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { writeStation } from '#lab/station.ts';
import { openDaemon } from '../src/compose.ts';

const directory = (mailbox: string, ...ids: string[]): string =>
  JSON.stringify({
    organisation: 'Fabrique',
    departments: [{ id: 'd1', name: 'Paie', mailbox }],
    people: ids.map((id) => ({ id, last_name: `Nom de ${id}`, department_id: 'd1' })),
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A daemon without devices, and a look at its directory's file that ends when what it led to has been said. */
async function station(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-compose-'));
  const file = join(folder, 'directory.json');
  await writeFile(file, directory('paie@firm.example', 'p1'));
  const peers = { scannerUrl: 'http://127.0.0.1:9/eSCL', printerPort: 9, smtpPort: 9, directoryFile: file };
  const configFile = await writeStation(folder, peers, { kioskPort: await freePort(), graceSeconds: 120, duplex: true });
  await writeFile(configFile, (await readFile(configFile, 'utf8')).replace('start = true', 'start = false'));
  const clock = manualClock();
  let said = Promise.withResolvers<void>();
  const hear = (_fields: unknown, message: string): void => void (message.startsWith('the directory has changed') && said.resolve());
  const log = { ...silentLog, info: hear, warn: hear, child: () => silentLog } as unknown as Log;
  const daemon = await openDaemon(loadConfig(configFile), { clock, log, onBug: (bug) => said.reject(bug) });
  t.after(async () => {
    await daemon.close();
    await rm(folder, { recursive: true });
  });
  return {
    daemon,
    async change(text: string): Promise<void> {
      said = Promise.withResolvers();
      await writeFile(file, text);
      clock.advance(2000);
      await said.promise;
    },
    registerFor(personId: string) {
      const command: RegisterItemCommand = {
        ...{ direction: 'in', kind: 'parcel', departmentId: null, tracking: null, print: false },
        personId: personId as PersonId,
      };
      return perform(daemon.room.store, daemon.desk, registerItem, command, 'operator:clerk', personId);
    },
  };
}

test('a changed directory holds for the next act and the next decision, and a broken one changes nothing', async (t) => {
  const { daemon, change, registerFor } = await station(t);
  await registerFor('p1');
  await assert.rejects(registerFor('p2'), { code: 'ACT_REFUSED' });
  await change(directory('salaires@firm.example', 'p2'));
  await registerFor('p2');
  await assert.rejects(registerFor('p3'), { code: 'ACT_REFUSED' });
  for (const { directory: known, policy } of [daemon.room, daemon.desk]) {
    assert.deepEqual(
      known.people.map(({ id }) => id),
      ['p2'],
    );
    assert.equal(policy.mailboxOf('d1' as DepartmentId, 2026), 'Post/salaires/2026');
  }
  await change('{');
  await registerFor('p2');
  assert.deepEqual(
    daemon.room.directory.people.map(({ id }) => id),
    ['p2'],
  );
  const health = (await (await fetch(`http://127.0.0.1:${daemon.kioskPort}/healthz`)).json()) as { reasons: string[] };
  assert.ok(health.reasons.some((one) => one.startsWith('the directory was changed and cannot be used')));
});
