import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { manualClock } from '#base/clock.ts';
import { type ItemId, mintId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event, type NewEvent } from '#domain/events.ts';
import type { LabelNumber } from '#domain/label-number.ts';
import { openStore, type Store, type StoreOptions, type Tx } from '#register/store.ts';

/** In memory where that can be had: these tests sync thousands of times, and none of them cuts the power. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const freshFolder = (): string => mkdtempSync(join(base, 'vaguemestre-test-'));

/** A folder that goes away with the test. */
export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const folder = freshFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Room {
  folder: string;
  clock: ReturnType<typeof manualClock>;
  store: Store;
  /** Closes the store and opens it again, as a new run. */
  reopen(options?: Partial<StoreOptions>): Promise<Store>;
}

/** A fresh state folder with the store open on it. */
export async function openRoom(t: Pick<TestContext, 'after'>, options: Partial<StoreOptions> = {}): Promise<Room> {
  const folder = freshFolder();
  const open = (clock: Room['clock'], more?: Partial<StoreOptions>): Promise<Store> =>
    openStore({ folder, station: 'VM', clock, log: silentLog, ...options, ...more });
  const clock = manualClock();
  const room: Room = {
    folder,
    clock,
    store: await open(clock),
    async reopen(more) {
      room.store.close();
      room.clock = manualClock();
      room.store = await open(room.clock, more);
      return room.store;
    },
  };
  t.after(() => {
    room.store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return room;
}

export const registered = (id: ItemId, number: LabelNumber): NewEvent =>
  event('item.registered@1', id, {
    number,
    direction: 'in',
    kind: 'letter',
    parentId: null,
    departmentId: null,
    personId: null,
    source: 'desk',
    by: 'operator:desk',
  });

/** Registers one letter and returns its id. */
export function registerOne(tx: Tx): ItemId {
  const id = mintId('item');
  tx.append([registered(id, tx.allotNumber())]);
  return id;
}
