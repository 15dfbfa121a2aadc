import { setTimeout as pause } from 'node:timers/promises';
import type { ActDone } from '#contract/acts.ts';
import { PATHS } from '#contract/paths.ts';
import type { EsclScanner } from '#lab/escl-scanner.ts';
import { PIN } from '#lab/station.ts';

/** Between a feed that broke off and listening again. */
const AGAIN_MS = 1_000;

/** Everything the box has given its word for, kept outside of it. */
export interface Acknowledged {
  /** Items whose registration was answered. */
  readonly acts: readonly { itemId: string; number: string }[];
  answered(act: ActDone): void;
  /** Newest register position that the live feed has told. */
  position(): number;
  /** Sheets after which another one was drawn: the feeder goes on only when the one before is safe. By number, from 1. */
  sheets(): number[];
  /** Listens to the live feed of the kiosk until the power is gone. @throws where the box does not let it listen */
  follow(kioskPort: number, gone: AbortSignal): Promise<void>;
}

export function openAcknowledged({ control }: EsclScanner): Acknowledged {
  const acts: { itemId: string; number: string }[] = [];
  let position = 0;
  return {
    acts,
    answered: ({ itemId, number }) => void acts.push({ itemId: itemId!, number: number! }),
    position: () => position,
    sheets() {
      const delivered = control.delivered();
      return delivered.filter((one, n) => delivered.slice(n + 1).some(({ job }) => job === one.job)).map(({ sheet }) => sheet);
    },
    async follow(kioskPort, gone) {
      while (!gone.aborted) {
        const feed = await signedInFeed(`http://127.0.0.1:${kioskPort}`).catch(cutOff);
        if (feed) await hear(feed).catch(cutOff);
        await pause(AGAIN_MS, undefined, { signal: gone }).catch(() => {});
      }
    },
  };

  async function hear(feed: AsyncIterable<Uint8Array>): Promise<void> {
    let heard = '';
    for await (const bytes of feed) {
      heard += Buffer.from(bytes).toString('utf8');
      const lines = heard.split('\n');
      heard = lines.pop()!;
      for (const line of lines) position = Math.max(position, Number(/^id: (\d+)$/.exec(line)?.[1] ?? 0));
    }
  }
}

/** @throws where the box answers and says no */
async function signedInFeed(url: string): Promise<AsyncIterable<Uint8Array>> {
  const body = JSON.stringify({ name: 'clerk', secret: PIN });
  const signedIn = await fetch(url + PATHS.session, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
  if (!signedIn.ok || cookie === undefined) throw new Error(`the box does not let the clerk in (${signedIn.status})`);
  const feed = await fetch(url + PATHS.feed, { headers: { cookie } });
  if (!feed.ok || feed.body === null) throw new Error(`the box does not tell its feed (${feed.status})`);
  return feed.body;
}

/** A line that broke is the power, or soon tried again: what `fetch` and its stream say of it is a TypeError with a cause. */
function cutOff(error: Error): void {
  if (!(error instanceof TypeError && error.cause !== undefined)) throw error;
}
