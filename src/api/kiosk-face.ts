/** The face for the clerks: on this machine's loopback address only. */
import type { FastifyInstance } from 'fastify';
import { MailroomError } from '#base/errors.ts';
import type { Face } from '#contract/routes.ts';
import { namesOf, type Sight } from '#views/sight.ts';
import { openBadgeDoor } from './badge-door.ts';
import { openFace } from './face.ts';
import { type FeedLines, openFeedLines } from './feed-lines.ts';
import { kioskFiles } from './kiosk-files.ts';
import type { FaceParts, FaceRoom } from './parts.ts';
import { actRoutes } from './routes/acts.ts';
import { deviceRoutes } from './routes/devices.ts';
import { feedRoutes } from './routes/feed.ts';
import { itemRoutes } from './routes/items.ts';
import { listRoutes } from './routes/lists.ts';
import { pageRoutes } from './routes/pages.ts';
import { separatorRoutes } from './routes/separators.ts';
import { sessionRoutes } from './routes/session.ts';
import { openSessions } from './sessions.ts';
import { openUpkeep } from './upkeep.ts';

export interface KioskOptions extends FaceParts {
  /** 0: any free one. */
  port: number;
  /** Where the built kiosk lies; a plain page stands in where it was not built. */
  filesFolder: string;
  onBug(bug: unknown): void;
}

export interface KioskFace {
  port: number;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** One kiosk, a phone or two by tunnel, and whoever looks at the metrics. */
const MOST_CONNECTIONS = 256;

/** A face that does not listen yet, with all that lives as long as it. */
export async function prepareFace(
  face: Face,
  options: Omit<KioskOptions, 'port'>,
): Promise<{ app: FastifyInstance; close(): Promise<void> }> {
  const { store, devices, clock, log, desk, onBug } = options;
  const sessions = openSessions(clock, store, options.accounts);
  const badges = openBadgeDoor(options.accounts, devices, clock, log);
  const lines: FeedLines = openFeedLines({ store, devices, clock });
  let sight: Sight = { read: store.read, names: namesOf(desk.directory) };
  const room: FaceRoom = {
    ...options,
    sessions,
    badges,
    sight() {
      if (sight.names.directory !== desk.directory) sight = { read: store.read, names: namesOf(desk.directory) };
      return sight;
    },
  };
  const handlers = {
    ...sessionRoutes(room),
    ...listRoutes(room),
    ...itemRoutes(room),
    ...pageRoutes(room),
    ...deviceRoutes(room),
    ...separatorRoutes(room),
    ...feedRoutes(lines),
    ...actRoutes(room),
  };
  const app = openFace({ face, handlers, sessions, log, onBug });
  const upkeep = openUpkeep(app, room);
  if (face === 'kiosk') await kioskFiles(app, options.filesFolder);
  return {
    app,
    async close() {
      sessions.close();
      lines.close();
      badges.close();
      upkeep.close();
      await app.close();
    },
  };
}

/** @throws PORT_TAKEN */
export async function openKioskFace(options: KioskOptions): Promise<KioskFace> {
  const { app, close } = await prepareFace('kiosk', options);
  app.server.maxConnections = MOST_CONNECTIONS;
  try {
    await app.listen({ host: LOOPBACK, port: options.port });
  } catch (cause) {
    await close();
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new MailroomError('PORT_TAKEN', { port: options.port }, { cause });
    throw cause;
  }
  const address = app.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : options.port, close };
}
