import { randomUUID } from 'node:crypto';
import type { ItemId } from '#base/ids.ts';
import type { Actor } from '#domain/events.ts';
import type { Store } from '#register/store.ts';
import { actKey, lastActKey } from '#store/remembered-keys.ts';
import type { Act, ActAnswer, Desk, Touching, UndoPlan } from './act.ts';

export type DeskParts = Omit<Desk, 'state' | 'actor' | 'allotNumber' | 'stopped'>;

/** What is kept of an act so that it is done once and can be taken back. */
export interface RememberedAct {
  answer: ActAnswer;
  undo: UndoPlan | null;
}

const byKey = (key: string) => `act-key:${key}`;

export { actKey as byActId };

/**
 * Does one act, durably: events, jobs and the answer are one transaction, and the answer is given after its sync.
 * The same idempotency key again answers the same answer and does nothing.
 *
 * @throws ITEM_MOVED_ON where `expected` is not the item's newest position; whatever the act refuses.
 */
export function perform<C extends Touching>(
  store: Store,
  parts: DeskParts,
  act: Act<C>,
  command: C,
  by: Actor,
  idempotencyKey: string,
): Promise<ActAnswer> {
  return store.together((tx) => {
    const known = tx.recall(byKey(`${by}:${act.name}:${idempotencyKey}`)) as RememberedAct | null;
    if (known) return known.answer;
    const desk = { ...parts, state: tx, actor: by, allotNumber: () => tx.allotNumber(), stopped: () => store.jobs.parked() };
    const outcome = act.decide(command, desk);
    const expected = new Map<ItemId, number>();
    if (command.itemId !== undefined && command.expected !== undefined) expected.set(command.itemId, command.expected);
    const stored = tx.append(outcome.events, expected);
    if (outcome.forgotten) {
      tx.forgetPersonal(outcome.forgotten.subjects);
      for (const key of outcome.forgotten.keys) tx.remember(key, null);
    }
    for (const { name, subject } of outcome.cancelled ?? []) tx.cancel(name, subject);
    for (const job of outcome.jobs ?? []) tx.enqueue(job);
    if (outcome.goesOn) tx.unpark(outcome.goesOn);
    const actId = randomUUID();
    const answer: ActAnswer = {
      itemId: command.itemId ?? null,
      number: null,
      ...outcome.answer,
      actId,
      position: stored.at(-1)?.position ?? store.head().position,
      undo: outcome.undo ? { actId, untilMs: outcome.undo.untilMs } : null,
    };
    const remembered: RememberedAct = { answer, undo: outcome.undo ?? null };
    tx.remember(byKey(`${by}:${act.name}:${idempotencyKey}`), remembered);
    if (outcome.undo) {
      tx.remember(actKey(actId), remembered);
      if ('itemId' in outcome.undo) tx.remember(lastActKey(outcome.undo.itemId), actId);
    }
    return answer;
  });
}
