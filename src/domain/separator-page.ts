import type { Separation, SeparatorNote } from '#base/words.ts';
import { matchesMask } from './code-mask.ts';
import type { SeparatorMark, SeparatorOrders } from './events.ts';
import { parseLabelNumber } from './label-number.ts';
import { isSeparatorText, parseSeparatorCode } from './separator-code.ts';

/** The house's own barcodes: which, and whether their page is a sheet between two items or the first page of the next. */
export interface BarcodeRule {
  mask: string;
  /** As zxing names it; null: any. */
  format: string | null;
  page: 'separator' | 'first';
}

/** What was seen on a page. */
export interface SeenPage {
  codes: readonly { format: string; text: string }[];
  /** Patch code, where one was looked for. */
  patch: string | null;
}

export interface SeparationRules {
  /** What the batch is divided by. */
  separation: Separation;
  /** Under which this box seals the sheets it prints. */
  key: Uint8Array;
  /** Whether sheets of the first version count, which bear no seal: anybody can print them. */
  plain: boolean;
  barcode: BarcodeRule;
  isDepartment(id: string): boolean;
  /** `2026-11-27`; null where the clock is not to be trusted. */
  today: string | null;
}

export interface PageSeparation {
  separator: SeparatorMark | null;
  orders: SeparatorOrders | null;
  notes: SeparatorNote[];
}

/**
 * What a page says of the division of its batch. Sheets that this box has sealed count in every batch, plain ones where IT says so, patch codes and the house's own barcodes only where the
 * batch is divided by them. Patch T is a sheet between two items, patch II stands on the first page of one (Kodak A-61599: T assigns the level of
 * the *next* document, II that of the *current*).
 */
export function separationOfPage(page: SeenPage, rules: SeparationRules): PageSeparation {
  const read = page.codes.map(({ text }) => parseSeparatorCode(text, rules.key)).filter((one) => one !== null);
  const ours = read.filter((one) => 'mode' in one);
  const counted = ours.find(({ orders }) => orders !== null) ?? (rules.plain ? ours[0] : undefined);
  if (counted) return { separator: counted.mode, ...believed(counted.orders, rules) };
  const notes = [...new Set(read.map((one): SeparatorNote => ('fault' in one ? one.fault : 'unsealed')))];
  if (rules.separation === 'patch' && page.patch === 'T') return { separator: 'next', orders: null, notes };
  if (rules.separation === 'patch' && page.patch === '2') return { separator: 'first', orders: null, notes };
  if (rules.separation === 'barcode' && page.codes.some((code) => isHouseCode(code, rules.barcode)))
    return { separator: rules.barcode.page === 'first' ? 'first' : 'next', orders: null, notes };
  return { separator: null, orders: null, notes };
}

/** Our own labels and sheets are never taken for the house's codes, however wide its mask. */
const isHouseCode = ({ format, text }: { format: string; text: string }, rule: BarcodeRule): boolean =>
  (rule.format === null || rule.format === format) &&
  matchesMask(text, rule.mask) &&
  !isSeparatorText(text) &&
  parseLabelNumber(text) === null;

/** A department that is not ours any more steers nothing; a sheet for another day is old stock, whose day alone is not believed. */
function believed(orders: SeparatorOrders | null, { isDepartment, today }: SeparationRules): Pick<PageSeparation, 'orders' | 'notes'> {
  if (orders === null) return { orders, notes: [] };
  const strange = orders.departmentId !== null && !isDepartment(orders.departmentId);
  const old = orders.day !== null && orders.day !== today;
  return {
    orders: { ...orders, ...(strange ? { departmentId: null } : {}), ...(old ? { day: null } : {}) },
    notes: [...(strange ? (['unknown-department'] as const) : []), ...(old ? (['other-day'] as const) : [])],
  };
}
