/**
 * What hand scanners and pedals do here. They reach the daemon by the bridge and this page by the feed: nothing is ever typed, so a code
 * never lands in a field by accident. Only the page in front of somebody acts: two open pages must not register one step twice.
 */
import type { Input } from '#contract/feed.ts';
import { acts } from './act.svelte.ts';
import { connection } from './connection.svelte.ts';
import { strike, withinReach } from './keys.svelte.ts';
import { place } from './place.svelte.ts';
import { play } from './sounds.ts';

type Code = Extract<Input['input'], { kind: 'code' }>;
type Taker = (code: string) => unknown;

const takers: Taker[] = [];
/** A code on its way to the screen that was opened for it. */
let handed: string | null = null;

/** Call once, when the page begins. */
export function listenForInputs(): () => void {
  return connection.hear(['input'], (event) => {
    if (event?.kind !== 'input' || !withinReach() || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const { input } = event;
    if (input.kind === 'code') scanned(input);
    else if (input.pedal === 1) strike('Pedal') || strike('Enter');
    else if (input.pedal === 2) acts.undoable ? void acts.undo() : strike('Escape');
  });
}

/** Our own label opens its item, wherever one is; any other code goes to the screen, or to the one that is for it. */
function scanned({ text, number, itemId }: Code): void {
  if (itemId !== null) {
    place.go('item', itemId);
    return;
  }
  if (number !== null) {
    play('refused');
    acts.refused = { code: 'ITEM_UNKNOWN', context: { item: number }, message: '', retry: 'never' };
    return;
  }
  const taker = takers.at(-1);
  if (taker) {
    taker(text);
    return;
  }
  handed = text;
  // A foreign number where nothing is going on is a parcel that came in; elsewhere it is looked for.
  place.go(place.screen === 'arrivals' ? 'receive' : 'search');
}

/** Call inside a component: codes that are no label of ours are its own while it is there. */
export function useCodes(take: Taker): void {
  if (handed !== null) take(handed);
  handed = null;
  $effect(() => {
    takers.push(take);
    return () => void takers.splice(takers.indexOf(take), 1);
  });
}
