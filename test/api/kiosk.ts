/** A kiosk face on a real register, without a listening port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { watchBridge } from '#api/bridge-watch.ts';
import { type KioskOptions, openKioskFace, prepareFace } from '#api/kiosk-face.ts';
import type { Account } from '#api/sign-in.ts';
import { systemClock } from '#base/clock.ts';
import type { DepartmentId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { actPath } from '#contract/paths.ts';
import { type Face, ROUTES } from '#contract/routes.ts';
import { RIGHTS } from '#contract/words.ts';
import { classCurves } from '#pipeline/class-curves.ts';
import { openStore, type Store } from '#register/store.ts';
import { FAKE_PRINTER, FAKE_SCANNER, type FakeDevices, openFakeDevices } from '#test/fakes/devices.ts';
import { DIRECTORY, type Hands, handsOn } from '#test/views/mailroom.ts';
import { openReaders } from '#views/readers.ts';

export const CLERK: Account = { operatorId: 'clerk', name: 'Nadia Belkacem', rights: [...RIGHTS], secret: () => '4711' };
export const SECOND: Account = { operatorId: 'second', name: 'Loïc Trébuchet', rights: [...RIGHTS], secret: () => '0815' };
export const VISITOR: Account = { operatorId: 'visitor', name: 'Visiteur', rights: [], secret: () => '2222' };

export interface Kiosk {
  app: FastifyInstance;
  store: Store;
  devices: FakeDevices;
  hands: Hands;
  bugs: unknown[];
  options: Omit<KioskOptions, 'port'>;
  /** Signs in and returns the cookie. */
  signIn(account?: Account): Promise<string>;
  get(url: string, cookie: string): Promise<{ status: number; body: never }>;
  act(name: Parameters<typeof actPath>[0], body: object, cookie: string): Promise<{ status: number; body: never }>;
}

let keys = 0;
export const freshKey = (): string => `key-${String(++keys).padStart(16, '0')}`;

type Parts = Pick<Kiosk, 'store' | 'devices' | 'hands' | 'bugs' | 'options'>;

/** `closeFace` is what the caller opens on these parts: it is closed before them. */
async function openParts(t: Pick<TestContext, 'after'>): Promise<{ parts: Parts; closeFirst(close: () => Promise<void>): void }> {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-kiosk-'));
  let closeFace: () => Promise<void> = async () => {};
  const clock = systemClock();
  const store = await openStore({ folder: join(folder, 'state'), station: 'VM', clock, log: silentLog });
  const devices = openFakeDevices();
  const bridge = watchBridge(devices);
  devices.connect();
  const { databaseFile, searchFile } = store;
  const readers = openReaders({ databaseFile, searchFile, directory: DIRECTORY, clock, log: silentLog });
  t.after(async () => {
    await closeFace();
    bridge.close();
    await readers.close();
    await devices.close();
    store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const bugs: unknown[] = [];
  const options: Omit<KioskOptions, 'port'> = {
    ...{ store, readers, devices, bridge, directory: { sound: true }, clock, log: silentLog, filesFolder: join(folder, 'kiosk') },
    desk: {
      directory: DIRECTORY,
      classes: [],
      policy: {
        ...{ target: 'imap', graceMs: 120_000, urgentClasses: [], domain: 'box.example' },
        mailboxOf: (id: DepartmentId, year: number) => `${id}/${year}`,
      },
      clock,
      scan: { separation: 'sheet', sheetsPerItem: 1, duplex: true, profile: 'routing', resolutionDpi: 200 },
      scanners: [FAKE_SCANNER],
      printers: [FAKE_PRINTER],
      feeding: (batchId) => devices.status().some(({ detail }) => detail?.batchId === batchId),
    },
    accounts: [CLERK, SECOND, VISITOR],
    printSeparator: async ({ departmentId }) => Buffer.from(`%PDF-1.7 ${departmentId}`),
    classCurves: () => classCurves(store.read),
    station: { place: 'Charlieu', prefix: 'VM', version: '0.0.0', support: null, timeZone: 'Europe/Paris', classes: [] },
    onBug: (bug) => void bugs.push(bug),
  };
  return {
    parts: { store, devices, hands: handsOn(store), bugs, options },
    closeFirst(close) {
      closeFace = close;
    },
  };
}

export async function openKiosk(t: Pick<TestContext, 'after'>, face: Face = 'kiosk'): Promise<Kiosk> {
  const { parts, closeFirst } = await openParts(t);
  const { app, close } = await prepareFace(face, parts.options);
  closeFirst(close);
  const answer = (reply: { statusCode: number; body: string }) => ({ status: reply.statusCode, body: JSON.parse(reply.body) as never });
  return {
    app,
    ...parts,
    async signIn(account = CLERK) {
      const payload = { name: account.name, secret: account.secret() };
      const reply = await app.inject({ method: 'POST', url: ROUTES.signIn.path, payload });
      return String(reply.headers['set-cookie']).split(';')[0]!;
    },
    get: async (url, cookie) => answer(await app.inject({ method: 'GET', url, headers: { cookie } })),
    act: async (name, body, cookie) =>
      answer(
        await app.inject({ method: 'POST', url: actPath(name), headers: { cookie }, payload: { idempotencyKey: freshKey(), ...body } }),
      ),
  };
}

/** The same, listening on a free port of loopback. */
export async function openListeningKiosk(t: Pick<TestContext, 'after'>) {
  const { parts, closeFirst } = await openParts(t);
  const face = await openKioskFace({ ...parts.options, port: 0 });
  closeFirst(face.close);
  const url = `http://127.0.0.1:${face.port}`;
  return {
    ...parts,
    url,
    async signIn(account = CLERK): Promise<string> {
      const body = JSON.stringify({ name: account.name, secret: account.secret() });
      const reply = await fetch(url + ROUTES.signIn.path, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
      return reply.headers.get('set-cookie')!.split(';')[0]!;
    },
  };
}
