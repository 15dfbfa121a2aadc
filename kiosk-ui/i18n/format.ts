/** Hours, days, counts as people of this language write them, in the station's time zone. The font has no U+202F: U+00A0 stands in. */
import { tongue } from './tongue.ts';

const plain = (text: string) => text.replaceAll('\u202f', '\u00a0');

const made = new Map<string, Intl.DateTimeFormat>();
function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, timeZone } = tongue;
  const key = `${locale} ${timeZone ?? ''} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options);
    made.set(key, found);
  }
  return found;
}

export const count = (n: number): string => plain(new Intl.NumberFormat(tongue.locale).format(n));
/** 09:42 */
export const hour = (ms: number): string => dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
export const hourSeconds = (ms: number): string =>
  dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(ms);
/** lundi 23 novembre 2026 */
export const longDay = (ms: number): string => dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(ms);
/** An ISO date as people write it; any other text as it is. */
export function isoDay(text: string): string {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? text : new Intl.DateTimeFormat(tongue.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}
/** A sum as understanding writes it, `1234.56 EUR`, as people write it. */
export function money(text: string): string {
  const [, value, currency] = /^(-?\d+\.\d\d) ([A-Z]{3})$/.exec(text) ?? [];
  if (value === undefined || currency === undefined) return text;
  return plain(new Intl.NumberFormat(tongue.locale, { style: 'currency', currency }).format(Number(value)));
}
const shortDay = (ms: number): string => dates({ day: 'numeric', month: 'short' }).format(ms);

/** 23 NOV 26, as a postmark has it. */
export function day(ms: number): string {
  const parts = dates({ day: '2-digit', month: 'short', year: '2-digit' }).formatToParts(ms);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('day')} ${part('month').replace('.', '').slice(0, 4)} ${part('year')}`.toUpperCase();
}
const sameDay = (a: number, b: number) => dates({ dateStyle: 'short' }).format(a) === dates({ dateStyle: 'short' }).format(b);
/** The hour today, the day before that. */
export const when = (ms: number): string => (sameDay(ms, tongue.nowMs()) ? hour(ms) : shortDay(ms));

/** 45 s, 31 min, 3 h, 2 j */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}\u00a0h` : `${Math.round(hours / 24)}\u00a0${tongue.dayLetter}`;
}
/** 1 min 28 s */
export const pace = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}\u00a0s` : `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
};
/** 240 g, 1,24 kg */
export function weight(grams: number): string {
  const [n, unit, maximumFractionDigits] = grams < 1000 ? [grams, 'g', 1] : [grams / 1000, 'kg', 3];
  return `${plain(new Intl.NumberFormat(tongue.locale, { maximumFractionDigits }).format(n))}\u00a0${unit}`;
}
export const gigabytes = (bytes: number): string =>
  plain(new Intl.NumberFormat(tongue.locale, { maximumFractionDigits: 1 }).format(bytes / 1e9));
export const decimal = (n: number): string =>
  plain(new Intl.NumberFormat(tongue.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(n));
