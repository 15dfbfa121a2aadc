/** The way of paper from the feeder into documents, with a scanner in memory and pages that nobody has to look at. */
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { Act, ActAnswer, Touching } from '#acts/act.ts';
import { type DeskParts, perform } from '#acts/perform.ts';
import { cancelScan, startScan } from '#acts/start-scan.ts';
import type { BatchId, PageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event, type Separation } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { type Engine, openEngine } from '#pipeline/engine.ts';
import { type Intake, openIntake } from '#pipeline/intake.ts';
import type { Room } from '#pipeline/room.ts';
import { nothing, type Stage } from '#pipeline/stage.ts';
import cancelScanStage from '#pipeline/stages/cancel-scan.ts';
import divideStage from '#pipeline/stages/divide.ts';
import scanStage from '#pipeline/stages/scan.ts';
import type { Devices } from '#ports/devices.ts';
import { testDesk } from '#test/acts/test-desk.ts';
import { FAKE_SCANNER, type FakeDevices, openFakeDevices } from '#test/fakes/devices.ts';
import { openRoom, type Room as StateFolder } from '#test/register/state-folder.ts';

export interface Scanning extends StateFolder {
  room: Room;
  devices: FakeDevices;
  desk: DeskParts;
  engine: Engine;
  /** Opened with `begin`; what it calls a bug fails the test. */
  intake: Intake;
  begin(): void;
  start(resume?: BatchId | null, separation?: Separation): Promise<BatchId>;
  cancel(batchId: BatchId): Promise<void>;
  act<C extends Touching>(what: Act<C>, command: C): Promise<ActAnswer>;
  batch(id: BatchId): ProjectionRows['batch'];
  /** `sheet side attempt` of each page in the register. */
  pages(id: BatchId): string[];
  /** Sheets of each document that was divided, in order. */
  documents(id: BatchId): number[][];
}

let marks = 0;
/** A sheet of its own bytes. */
export const sheet = () => ({ front: Buffer.from([0xff, 0xd8, ++marks, 0xff, 0xd9]) });

/** @param change what the stages find instead of the fake's own */
export async function openScanning(t: TestContext, change: (devices: FakeDevices) => Partial<Devices> = () => ({})): Promise<Scanning> {
  // Before the store, which closes after them.
  const closing: (() => Promise<void> | undefined)[] = [];
  t.after(async () => {
    for (const close of closing) await close();
    if (bugs.length > 0) throw bugs[0];
  });
  const folder = await openRoom(t);
  const { store, clock } = folder;
  const devices = openFakeDevices();
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const room = { store, devices: { ...devices, ...change(devices) }, clock, log: silentLog } as unknown as Room;
  const looked: Stage = {
    ...{ name: 'prepare', effect: 'idempotent', lane: 'workshop', attempts: 1, gaveUp: () => nothing },
    async run({ subject }) {
      const look = await store.blobs.put(Buffer.from(subject), { retention: 'mail' });
      return {
        commit(tx) {
          const facts = { orientation: 0, blank: false, separator: null, ownNumber: null, widthPx: 1, heightPx: 1 } as const;
          tx.append([event('page.looked@1', null, { pageId: subject as PageId, look, ...facts })]);
          tx.enqueue({ name: 'divide', subject: tx.get('page', { id: subject })!.batch_id, unique: true });
        },
      };
    },
  };
  const route: Stage = { ...looked, name: 'route', run: async () => nothing };
  const engine = openEngine({
    ...{ store, clock, log: silentLog, onBug },
    stages: [scanStage(room), cancelScanStage(room), divideStage(room), looked, route],
    lanes: { desk: 4, workshop: 1, mail: 1, notices: 1, printer: 1, school: 1 },
  });
  const desk = testDesk({
    clock,
    scanners: [FAKE_SCANNER],
    feeding: (batchId) => room.devices.status().some(({ detail }) => detail?.batchId === batchId),
  });
  const act = <C extends Touching>(what: Act<C>, command: C): Promise<ActAnswer> =>
    perform(store, desk, what, command, 'operator:clerk', randomUUID());
  closing.push(
    () => devices.close(),
    () => scanning.intake?.close(),
    () => engine.stop(),
  );
  const scanning: Scanning = {
    ...folder,
    ...{ room, devices, desk, engine, intake: null as unknown as Intake },
    begin() {
      scanning.intake = room.intake = openIntake({ ...room, separation: () => ({ separation: 'sheet' }) }, onBug);
      engine.start();
      room.devices.connect();
    },
    async start(resume = null, separation = 'sheet') {
      return (await act(startScan, { deviceId: null, separation, duplex: false, resume })).batchId!;
    },
    act,
    async cancel(batchId) {
      await act(cancelScan, { batchId });
    },
    batch: (id) => store.read.get('batch', { id })!,
    pages: (id) => store.read.all('page', { batch_id: id }, 'position').map((page) => `${page.sheet} ${page.side} ${page.attempt}`),
    documents: (id) =>
      store.read
        .all('document', { batch_id: id }, 'divided_position')
        .map((document) => store.read.all('page', { document_id: document.id }, 'ordinal').map((page) => page.sheet)),
  };
  return scanning;
}
