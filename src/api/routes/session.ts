import type { Session } from '#contract/session.ts';
import { headPosition, momentAt } from '#views/sight.ts';
import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';
import { clearCookie, setCookie } from '../sessions.ts';
import { openDoor } from '../sign-in.ts';

/** Who stands at the kiosk, and which box this is. */
export function sessionRoutes(room: FaceRoom): Handlers<'session' | 'signIn' | 'signOut'> {
  const { store, sessions, clock, station } = room;
  const door = openDoor(room.accounts, clock);

  const view = (operator: Session['operator']): Session => ({
    operator,
    station,
    clock: { atMs: Math.round(clock.wallMs()), confirmed: clock.quality() !== 'unconfirmed' },
    register: { epoch: store.head().epoch, position: headPosition(store.read), lastItem: operator && lastItem(room) },
  });

  return {
    session: ({ signedIn }) => view(signedIn?.operator ?? null),
    async signIn({ body, request, reply }) {
      const operator = await door(body);
      sessions.end(request.headers.cookie);
      reply.header('set-cookie', setCookie(sessions.open(operator)));
      return view(operator);
    },
    signOut({ request, reply }) {
      sessions.end(request.headers.cookie);
      reply.header('set-cookie', clearCookie);
      return view(null);
    },
  };
}

/** The last number given out: what the screen shows while the daemon is away. */
function lastItem({ store: { read } }: FaceRoom): Session['register']['lastItem'] {
  const [item] = read.query<{ number: string; kind: string; registered_position: number }>(
    'SELECT number, kind, registered_position FROM item ORDER BY registered_position DESC LIMIT 1',
  );
  if (!item) return null;
  type Last = NonNullable<Session['register']['lastItem']>;
  return { number: item.number, kind: item.kind as Last['kind'], registered: momentAt(read, item.registered_position) };
}
