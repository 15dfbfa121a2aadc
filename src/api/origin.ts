/** Whether a request comes from our own page: another site's page must reach nothing, not by a name that leads here either. */
import type { IncomingHttpHeaders } from 'node:http';
import { MailroomError } from '#base/errors.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1']);
const HOST = /^([a-z0-9.-]+)(?::\d{1,5})?$/i;

/** @throws REQUEST_INVALID for a host name that is not this machine's own (DNS rebinding). */
export function requireLoopbackName({ host }: IncomingHttpHeaders): void {
  const name = HOST.exec(host ?? '')?.[1]?.toLowerCase();
  if (name === undefined || !LOOPBACK_NAMES.has(name))
    throw new MailroomError('REQUEST_INVALID', { what: 'the kiosk answers only to localhost and 127.0.0.1' });
}

/**
 * For what changes something. Programs that are no browser send neither header and need the session like everybody.
 * @throws REQUEST_INVALID
 */
export function requireOwnPage({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): void {
  const own = origin === undefined || origin === `http://${host}`;
  if (!own || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new MailroomError('REQUEST_INVALID', { what: 'it comes from the page of another site' });
}
