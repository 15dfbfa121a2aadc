/** What the routes work with; put together in compose.ts. */
import type { DeskParts } from '#acts/perform.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { ClassCurve } from '#contract/classes.ts';
import type { SeparatorQuery } from '#contract/separators.ts';
import type { Session } from '#contract/session.ts';
import type { Devices } from '#ports/devices.ts';
import type { DirectorySource } from '#ports/directory-source.ts';
import type { Store } from '#register/store.ts';
import type { Readers } from '#views/readers.ts';
import type { Sight } from '#views/sight.ts';
import type { BadgeDoor } from './badge-door.ts';
import type { BridgeWatch } from './bridge-watch.ts';
import type { Sessions } from './sessions.ts';
import type { Account } from './sign-in.ts';

export interface FaceParts {
  store: Store;
  readers: Readers;
  devices: Devices;
  bridge: BridgeWatch;
  desk: DeskParts;
  directory: Pick<DirectorySource, 'sound'>;
  accounts: readonly Account[];
  /** A separator sheet as PDF. @throws ACT_REFUSED where there is no such department */
  printSeparator(order: SeparatorOrder): Promise<Uint8Array>;
  /** What was measured of each class on this box. */
  classCurves(): Promise<ClassCurve[]>;
  station: Session['station'];
  clock: Clock;
  log: Log;
}

/** What a clerk asks for; `departmentId` null: none. */
export type SeparatorOrder = Required<Omit<SeparatorQuery, 'departmentId'>> & { departmentId: string | null };

/** The same with what lives as long as the face. */
export interface FaceRoom extends FaceParts {
  sessions: Sessions;
  badges: BadgeDoor;
  /** Point reads on the writer's connection, with today's names. */
  sight(): Sight;
}
