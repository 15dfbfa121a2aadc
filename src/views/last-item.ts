/** The last number given out: what a screen shows while the daemon is away. */
import type { LastItem } from '#contract/session.ts';
import type { ItemKind } from '#contract/words.ts';
import type { Reader } from '#register/reader.ts';
import { momentAt } from './sight.ts';

export function lastItem(read: Reader): LastItem | null {
  const [item] = read.query<{ number: string; kind: string; registered_position: number }>(
    'SELECT number, kind, registered_position FROM item ORDER BY registered_position DESC LIMIT 1',
  );
  if (!item) return null;
  return { number: item.number, kind: item.kind as ItemKind, registered: momentAt(read, item.registered_position) };
}
