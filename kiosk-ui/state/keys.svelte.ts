/** Single keys: they do nothing inside fields, under a dialog, while nobody could hear, or when switched off. Enter is the main act. */
import { connection } from './connection.svelte.ts';
import { settings } from './settings.svelte.ts';

export type KeyTable = Readonly<Record<string, () => unknown>>;
const tables: KeyTable[] = [];

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
const onControl = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('a, button, summary') !== null;

/** Under the absence, before the sign-in and under a dialog the screen is out of reach, and so are its keys: nothing is kept for later. */
export const withinReach = (): boolean => connection.phase === 'live' && !document.querySelector('dialog[open]');

const actOf = (key: string) => tables.findLast((table) => table[key])?.[key];

/** A pedal does what this key would. False where it would do nothing. */
export function strike(key: string): boolean {
  const run = withinReach() ? actOf(key) : undefined;
  run?.();
  return run !== undefined;
}

function pressed(event: KeyboardEvent): void {
  if (!withinReach() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const single = key.length === 1;
  if (single && (!settings.singleKeys || inField(event.target))) return;
  // Enter on a focused control is that control's own, and in a field it belongs to the field.
  if (key === 'Enter' && (onControl(event.target) || inField(event.target))) return;
  const run = actOf(key);
  if (!run) return;
  event.preventDefault();
  run();
}

/** Call inside a component: these keys are its own while it is there; the newest table wins. */
export function useKeys(table: () => KeyTable): void {
  $effect(() => {
    const mine = table();
    if (tables.length === 0) addEventListener('keydown', pressed);
    tables.push(mine);
    return () => {
      tables.splice(tables.indexOf(mine), 1);
      if (tables.length === 0) removeEventListener('keydown', pressed);
    };
  });
}
