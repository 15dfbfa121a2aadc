/**
 * Where a sender's mail has gone so far, by whatever identifies the sender. Telephone and e-mail are personal: this lives in memory, made
 * anew from the readings, and nowhere else.
 */
import type { SenderIds } from './evidence.ts';
import { foldId, foldWords } from './folding.ts';

export interface Sender {
  name: string | null;
  ids: SenderIds;
}

/** One letter of the sender that was filed. */
export interface Sent {
  documentId: string;
  departmentId: string;
  /** A person sent it elsewhere than it went first. */
  corrected: boolean;
}

/** By `siren:…`, `vat:…`, `iban:…`, `mail:…`, `phone:…` and `name:…`. */
export type SenderHistory = ReadonlyMap<string, readonly Sent[]>;

/** So many letters make a habit. */
const HABIT_MIN = 3;
/** The last ones count; a sender of thousands must not fill the memory. */
const KEPT_PER_KEY = 50;
/** A shorter name is a logo's rest, or what many firms are called. */
const NAME_MIN = 6;
/** Their domain says nothing about who writes. */
const PUBLIC_MAIL =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|aol|orange|wanadoo|free|sfr|laposte|neuf|bbox|gmx|web|t-online|freenet|libero|virgilio|tiscali|alice|tin|btinternet|sky|proton|protonmail|bluewin)\.[a-z.]{2,6}$/;

/** The establishment's number is the firm's with five digits more. */
export function senderKeys({ name, ids }: Sender): string[] {
  const siren = ids.siret?.replaceAll(/\D/g, '').slice(0, 9) ?? ids.siren?.replaceAll(/\D/g, '');
  const domain = ids.email?.split('@')[1];
  const folded = name === null ? '' : foldWords(name);
  return [
    ...(siren ? [`siren:${siren}`] : []),
    ...(ids.vat ? [`vat:${foldId(ids.vat)}`] : []),
    ...(ids.iban ? [`iban:${foldId(ids.iban)}`] : []),
    ...(domain ? [`mail:${PUBLIC_MAIL.test(domain) ? ids.email : domain}`] : []),
    ...(ids.phone ? [`phone:${ids.phone.replaceAll(/\D/g, '').replace(/^0+/, '')}`] : []),
    ...(folded.length >= NAME_MIN ? [`name:${folded}`] : []),
  ];
}

/** Adds a letter, or says anew what became of it. */
export function remember(history: Map<string, Sent[]>, sender: Sender, sent: Sent): void {
  forget(history, sent.documentId);
  for (const key of senderKeys(sender)) history.set(key, [...(history.get(key) ?? []), sent].slice(-KEPT_PER_KEY));
}

/** Nothing is left of a letter that was erased, closed or taken back. */
export function forget(history: Map<string, Sent[]>, documentId: string): void {
  for (const [key, letters] of history) {
    if (!letters.some((sent) => sent.documentId === documentId)) continue;
    const others = letters.filter((sent) => sent.documentId !== documentId);
    if (others.length === 0) history.delete(key);
    else history.set(key, others);
  }
}

/**
 * The one department all letters went to that share anything with this sender, once there are enough of them; null where one went
 * elsewhere or was corrected. Two firms that share a telephone exchange must both have written there.
 */
export function usualDepartment(sender: Sender, history: SenderHistory): { departmentId: string; letters: number } | null {
  const found = senderKeys(sender).flatMap((key) => history.get(key) ?? []);
  const letters = [...new Map(found.map((sent) => [sent.documentId, sent])).values()];
  const departmentId = letters[0]?.departmentId;
  if (departmentId === undefined || letters.length < HABIT_MIN) return null;
  const habit = letters.every((sent) => sent.departmentId === departmentId && !sent.corrected);
  return habit ? { departmentId, letters: letters.length } : null;
}
