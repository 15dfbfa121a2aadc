import { randomUUID } from 'node:crypto';
import type { ActBody, ActDone, ActName } from '#contract/acts.ts';
import { actPath, PATHS } from '#contract/paths.ts';
import { PIN } from '#lab/station.ts';

/** The clerk at the kiosk, over HTTP as the screens speak it. */
export interface Desk {
  /**
   * Sends an act until it is answered, under one idempotency key: while the daemon is away the clerk's screen tries again.
   * @throws Refused what the daemon said no to
   */
  act<N extends ActName>(name: N, body: Omit<ActBody<N>, 'idempotencyKey'>, idempotencyKey?: string, over?: AbortSignal): Promise<ActDone>;
  get<Answer>(path: string, over?: AbortSignal): Promise<Answer>;
}

export class Refused extends Error {
  readonly code: string;
  constructor(what: string, { code, message }: { code: string; message: string }) {
    super(`${what}: ${message}`);
    this.code = code;
  }
}

const PATIENCE_MS = 60_000;
const AGAIN_MS = 100;

export function openDesk(kioskPort: number): Desk {
  const url = `http://127.0.0.1:${kioskPort}`;
  let cookie = '';

  async function signIn(): Promise<void> {
    const body = JSON.stringify({ name: 'clerk', secret: PIN });
    const reply = await fetch(url + PATHS.session, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    await reply.arrayBuffer();
  }

  async function ask<Answer>(method: 'GET' | 'POST', path: string, payload?: object, over?: AbortSignal): Promise<Answer> {
    const endMs = performance.now() + PATIENCE_MS;
    const body = payload === undefined ? {} : { body: JSON.stringify(payload) };
    for (;;) {
      try {
        const reply = await fetch(url + path, {
          method,
          headers: { cookie, 'content-type': 'application/json' },
          ...body,
          ...(over && { signal: over }),
        });
        const answer = await reply.json();
        if (reply.ok) return answer as Answer;
        // A restart of the daemon signs everybody out.
        if (reply.status !== 401) throw new Refused(path, answer as { code: string; message: string });
        await signIn();
      } catch (error) {
        if (error instanceof Refused || over?.aborted || performance.now() > endMs) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  return {
    act: (name, body, idempotencyKey = randomUUID(), over) => ask('POST', actPath(name), { idempotencyKey, ...body }, over),
    get: (path, over) => ask('GET', path, undefined, over),
  };
}
