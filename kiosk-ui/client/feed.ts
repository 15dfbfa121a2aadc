/** The live feed: resumed by register position, watched for silence. Opens once; whoever listens decides when to open again. */
import type { FeedEvent } from '#contract/feed.ts';
import { api } from './api.ts';

/** As the contract promises a heartbeat each 10 s. */
const SILENCE_MS = 25_000;
const KINDS = ['hello', 'heartbeat', 'item', 'batch', 'device', 'backlog', 'notice', 'input'] as const;

export function openFeed(after: number, epoch: number, on: { event: (event: FeedEvent) => void; broken: () => void }): () => void {
  const source = new EventSource(api.feed(after, epoch));
  let silence: ReturnType<typeof setTimeout>;

  const close = () => {
    clearTimeout(silence);
    source.close();
  };
  const broken = () => {
    close();
    on.broken();
  };
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(broken, SILENCE_MS);
  };
  const heard = (message: MessageEvent<string>) => {
    listen();
    on.event(JSON.parse(message.data) as FeedEvent);
  };
  for (const kind of KINDS) source.addEventListener(kind, heard);
  // The browser would try again by itself, without telling whether anybody is there; the connection asks the session first.
  source.onerror = broken;
  listen();
  return close;
}
