import { hmac256Hex } from '#base/bytes.ts';
import type { DepartmentId } from '#base/ids.ts';
import { SEPARATOR_MODES, type SeparatorMode, type SeparatorNote } from '#base/words.ts';
import type { SeparatorOrders } from './events.ts';

/** What a separator sheet says, as a clerk ordered it. */
export interface SeparatorSheet {
  mode: SeparatorMode;
  departmentId: DepartmentId | null;
  urgent: boolean;
  registered: boolean;
  /** `2026-11-27`: the day it is for. Null: for any day. */
  day: string | null;
}

/** `orders` null: a sheet of the first version, which says its mode alone. */
export type ReadSeparator = { mode: SeparatorMode; orders: SeparatorOrders | null } | { fault: SeparatorNote };

/** Longer than any sheet of ours: whoever sends more has not got it from us. */
export const SEPARATOR_TEXT_MAX = 400;
const DEPARTMENT_MAX = 200;
const SEAL_HEX = 20;
const VERSION = /^VMSEP(\d{1,3}):(.*)$/s;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const isSeparatorText = (text: string): boolean => /^VMSEP\d{1,3}:/.test(text);

const sealOf = (key: Uint8Array, body: string): string => hmac256Hex(key, body).slice(0, SEAL_HEX);
const isMode = (text: string): text is SeparatorMode => (SEPARATOR_MODES as readonly string[]).includes(text);
const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/**
 * The text of a separator's QR code: `VMSEP2:item;d=accounts;u;r;t=2026-11-27;s=SEAL`. The seal (HMAC-SHA-256 under the box's own key, 80 bits)
 * covers all before it: what steers other people's mail was printed here, and no letter can bring it along.
 */
export function writeSeparatorCode(sheet: SeparatorSheet, key: Uint8Array): string {
  const fields = [
    sheet.mode,
    ...(sheet.departmentId === null ? [] : [`d=${encodeURIComponent(sheet.departmentId)}`]),
    ...(sheet.urgent ? ['u'] : []),
    ...(sheet.registered ? ['r'] : []),
    ...(sheet.day === null ? [] : [`t=${sheet.day}`]),
  ];
  const body = `VMSEP2:${fields.join(';')}`;
  return `${body};s=${sealOf(key, body)}`;
}

/**
 * Reads the text of a code; null where it is no separator of any version. `VMSEP1:ITEM` (`SHEET`, `ENVELOPE`) is read for ever; it bears no
 * seal, says a mode alone, and counts only where IT says so (separator-page.ts).
 */
export function parseSeparatorCode(text: string, key: Uint8Array): ReadSeparator | null {
  const [, version, body] = VERSION.exec(text.slice(0, SEPARATOR_TEXT_MAX + 1)) ?? [];
  if (version === undefined || body === undefined) return null;
  if (text.length > SEPARATOR_TEXT_MAX) return { fault: 'malformed' };
  if (version === '1') return firstVersion(body);
  if (version !== '2') return { fault: 'other-version' };
  const cut = text.lastIndexOf(';s=');
  if (cut < 0) return { fault: 'malformed' };
  if (text.slice(cut + 3) !== sealOf(key, text.slice(0, cut))) return { fault: 'other-box' };
  return fieldsOf(text.slice('VMSEP2:'.length, cut));
}

function firstVersion(body: string): ReadSeparator {
  const mode = body.toLowerCase();
  return body === body.toUpperCase() && isMode(mode) && mode !== 'next' ? { mode, orders: null } : { fault: 'malformed' };
}

/** Sealed, so written by us; a later build may write a field this one has never heard of. */
function fieldsOf(body: string): ReadSeparator {
  const [mode = '', ...fields] = body.split(';');
  if (!isMode(mode)) return { fault: 'malformed' };
  const orders: SeparatorOrders = { departmentId: null, urgent: false, registered: false, day: null };
  for (const field of fields) {
    const value = field.slice(2);
    if (field === 'u') orders.urgent = true;
    else if (field === 'r') orders.registered = true;
    else if (field.startsWith('t=') && isDay(value)) orders.day = value;
    else if (field.startsWith('d=') && plain(value) !== null) orders.departmentId = plain(value) as DepartmentId;
    else return { fault: 'malformed' };
  }
  return { mode, orders };
}

function plain(encoded: string): string | null {
  try {
    const text = decodeURIComponent(encoded);
    return text.length > 0 && text.length <= DEPARTMENT_MAX ? text : null;
  } catch {
    return null;
  }
}
