import type { ActDone } from '#contract/acts.ts';
import { PATHS } from '#contract/paths.ts';
import type { EsclScanner } from '#lab/escl-scanner.ts';
import { PIN } from '#lab/station.ts';

/** Everything the box has given its word for, kept outside of it. */
export interface Acknowledged {
  /** Items whose registration was answered. */
  readonly acts: readonly { itemId: string; number: string }[];
  answered(act: ActDone): void;
  /** Newest register position that the live feed has told. */
  position(): number;
  /** Sheets after which another one was drawn: the feeder goes on only when the one before is safe. By number, from 1. */
  sheets(): number[];
  /** Listens to the live feed of the kiosk until that falls silent. */
  follow(kioskPort: number): Promise<void>;
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
    async follow(kioskPort) {
      const url = `http://127.0.0.1:${kioskPort}`;
      const headers = { 'content-type': 'application/json' };
      try {
        const words = JSON.stringify({ name: 'clerk', secret: PIN });
        const signedIn = await fetch(url + PATHS.session, { method: 'POST', headers, body: words });
        const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
        const feed = await fetch(url + PATHS.feed, { headers: { cookie } });
        let heard = '';
        for await (const bytes of feed.body!) {
          heard += Buffer.from(bytes).toString('utf8');
          const lines = heard.split('\n');
          heard = lines.pop()!;
          for (const line of lines) position = Math.max(position, Number(/^id: (\d+)$/.exec(line)?.[1] ?? 0));
        }
      } catch {
        // The power is gone.
      }
    },
  };
}
