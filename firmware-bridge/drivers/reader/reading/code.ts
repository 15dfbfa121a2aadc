import { MAX_CODE_CHARACTERS } from '../../../protocol/limits.ts';
import type { InputWire } from '../../../protocol/messages.ts';

/** A QR code holds at most so many bytes and each may be two of UTF-8. */
export const MAX_CODE_BYTES = MAX_CODE_CHARACTERS;

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** All control characters but separators inside codes: GS of GS1, RS and EOT of two-dimensional codes (ISO/IEC 15434), and what stands between lines. */
const NO_TEXT = /[\x00-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x7f-\x9f]/;

/** The text of a code: UTF-8 where it is, else Latin-1. Null for what is no text: a line at the wrong speed, half a report. */
export function textOf(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return textIn(utf8.decode(buffer));
  } catch {
    return textIn(buffer.toString('latin1'));
  }
}

/** The same where it comes as text: null for what is none. */
export const textIn = (text: string | null): string | null =>
  text === null || text.length === 0 || text.length > MAX_CODE_CHARACTERS || NO_TEXT.test(text) ? null : text;

/**
 * What a scanner read. Where it is set to say the symbology, that stands in front (`]C0`, ISO/IEC 15424) and is taken off; where it is known from
 * elsewhere, only that very one is: a code may begin so of itself.
 * @returns null for an empty code and for what is none.
 */
export function codeOf(text: string | null, symbology: string | null = null): InputWire | null {
  if (text === null) return null;
  const said = /^\]([0-9A-Za-z]{2})/.exec(text)?.[1] ?? null;
  const body = said !== null && said === (symbology ?? said) ? text.slice(3) : text;
  return body.length === 0 ? null : { kind: 'code', text: body, symbology: symbology ?? said };
}

/** What a badge says of itself. Only what a badge says: printable, and short. */
export function badgeOf(text: string | null): InputWire | null {
  const badge = text?.trim() ?? '';
  return /^[!-~](?:[ -~]{0,126}[!-~])?$/.test(badge) ? { kind: 'badge', badge } : null;
}
