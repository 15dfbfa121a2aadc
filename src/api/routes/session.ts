import type { Session } from '#contract/session.ts';
import { lastItem } from '#views/last-item.ts';
import { headPosition } from '#views/sight.ts';
import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';
import { clearCookie, setCookie } from '../sessions.ts';
import { openDoor } from '../sign-in.ts';

/** Who stands at the kiosk, and which box this is. */
export function sessionRoutes(room: FaceRoom): Handlers<'session' | 'signIn' | 'signOut'> {
  const { store, sessions, clock, station, badges } = room;
  const door = openDoor(room.accounts, clock);

  const shownTo = (operator: Session['operator']): Pick<Session, 'badge'> => {
    const badge = operator === null ? badges.shown() : null;
    return badge === null ? {} : { badge };
  };
  const view = (operator: Session['operator']): Session => ({
    operator,
    station,
    ...shownTo(operator),
    clock: { atMs: Math.round(clock.wallMs()), confirmed: clock.quality() !== 'unconfirmed' },
    register: { epoch: store.head().epoch, position: headPosition(store.read), lastItem: operator && lastItem(store.read) },
  });

  return {
    session: ({ signedIn }) => view(signedIn?.operator ?? null),
    async signIn({ body, request, reply }) {
      const operator = 'badge' in body ? badges.take() : await door(body);
      await sessions.end(request.headers.cookie);
      reply.header('set-cookie', setCookie(await sessions.open(operator)));
      return view(operator);
    },
    async signOut({ request, reply }) {
      await sessions.end(request.headers.cookie);
      reply.header('set-cookie', clearCookie);
      return view(null);
    },
  };
}
