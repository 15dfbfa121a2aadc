/**
 * Writing mail: small, synchronous and byte-deterministic (same input, same bytes, CRLF everywhere).
 * Nothing that comes in can end a header line early, forge an encoded-word or reach into another part.
 */
const CRLF = '\r\n';
const encoder = new TextEncoder();

/** A display name and an address (RFC 5322 §3.4). */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** One line of visible text: no controls, no line or bidi tricks, single spaces, at most `limit` characters. */
export function oneLine(text: string, limit = 200): string {
  const clean = text
    .toWellFormed()
    .replace(/[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= limit
    ? clean
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** Running text: LF line ends, no controls but tab and LF, cut at a character so that UTF-8 stays within `limitBytes`. */
export function plainText(text: string, limitBytes: number): string {
  const clean = text
    .slice(0, limitBytes)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\x85\f\v]/g, '\n')
    .replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]/g, '');
  const room = new Uint8Array(limitBytes);
  const { read } = encoder.encodeInto(clean, room);
  return clean.slice(0, read);
}

/** Folds at spaces so that no line passes 78 characters where a space allows it (RFC 5322 §2.1.1); never right after the name. */
function fold(line: string): string {
  const out: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current.length + 1 + word.length > 78 && !/^$|^[A-Za-z-]+:$/.test(current)) {
      out.push(current);
      current = ` ${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...out, current].join(CRLF);
}

/** Encoded-words (RFC 2047), each of whole characters and at most 75 long; plain ASCII that cannot be misread stays. */
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{70}/.test(text)) return text;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 42) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return [...words, chunk].map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** A header whose value is free text. */
export const textHeader = (name: string, value: string): string => fold(`${name}: ${encodeWords(oneLine(value))}`);

/** A header whose value is ours and already in its final syntax (ids, tokens, dates). @throws Error (a bug) when it is not. */
export function rawHeader(name: string, value: string): string {
  if (!/^[\x20-\x7e]+$/.test(value)) throw new Error(`value of header ${name} is not printable ASCII`);
  return fold(`${name}: ${value}`);
}

const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;

/** True for a plain addr-spec: ASCII, no quoting, no comments; nothing else ever reaches a header or an SMTP envelope. */
export const isMailAddress = (text: string): boolean => ADDRESS.test(text) && !text.includes('..');

/** @throws Error (a bug: addresses are checked where they come in) */
export function addressHeader(name: string, mailbox: Mailbox): string {
  if (!isMailAddress(mailbox.address)) throw new Error(`the address of header ${name} is no plain address`);
  const display = oneLine(mailbox.name, 100);
  if (display === '') return rawHeader(name, mailbox.address);
  const phrase = encodeWords(display);
  return fold(`${name}: ${phrase === display ? `"${display.replace(/["\\]/g, '\\$&')}"` : phrase} <${mailbox.address}>`);
}

/** RFC 5322 date in UTC, to the second. */
export const mailDate = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');

/** @throws Error (a bug) for anything that is not one `<left@right>` of printable ASCII. */
export function messageIdValue(id: string): string {
  if (!/^<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(id)) throw new Error(`not a Message-ID: ${JSON.stringify(id)}`);
  return id;
}

/** Quoted-printable (RFC 2045 §6.7) of text with LF line ends: lines of at most 76, also leading `From ` and dots. */
export function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      let out = '';
      let width = 0;
      const bytes = encoder.encode(line);
      for (let i = 0; i < bytes.length; i++) {
        const byte = bytes[i]!;
        const last = i === bytes.length - 1;
        const literal =
          (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d && !(width === 0 && (byte === 0x2e || byte === 0x46))) ||
          ((byte === 0x20 || byte === 0x09) && !last);
        const piece = literal ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        if (width + piece.length > 75) {
          out += `=${CRLF}`;
          width = 0;
        }
        out += piece;
        width += piece.length;
      }
      return out;
    })
    .join(CRLF);
}

const LINE = 76;
const BYTES_A_LINE = (LINE / 4) * 3;

/** Base64 in lines of 76 (RFC 2045 §6.8), line by line: a large string in between would be copied several times over. */
function base64Lines(bytes: Uint8Array): Buffer {
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chars = 4 * Math.ceil(from.length / 3);
  const out = Buffer.allocUnsafe(chars + CRLF.length * Math.max(0, Math.ceil(chars / LINE) - 1));
  let to = 0;
  for (let at = 0; at < from.length; at += BYTES_A_LINE) {
    if (at > 0) to += out.write(CRLF, to, 'latin1');
    to += out.write(from.toString('base64', at, at + BYTES_A_LINE), to, 'latin1');
  }
  return out;
}

/** Headers and body of one part in pieces, without the boundary around it. */
export type Part = readonly Buffer[];

export const textPart = (subtype: 'plain' | 'html', language: string, text: string): Part => [
  Buffer.from(
    [
      `Content-Type: text/${subtype}; charset=utf-8`,
      `Content-Language: ${language}`,
      'Content-Transfer-Encoding: quoted-printable',
      '',
      quotedPrintable(text),
    ].join(CRLF),
  ),
];

/** An attachment; the name is written plain for old readers and as RFC 2231 for the others. At most 100 characters of it are used. */
export function attachmentPart(type: string, fileName: string, bytes: Uint8Array): Part {
  const dot = fileName.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [fileName.slice(0, dot), fileName.slice(dot)] : [fileName, ''];
  const name =
    oneLine(stem, 100 - extension.length)
      .replace(/[\\/:*?"<>|]+/g, '_')
      .replace(/\.+$/, '') + extension;
  const ascii = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]|[%;=]/g, '_');
  const rfc2231 = encodeURIComponent(name).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const headers = [
    `Content-Type: ${type};${CRLF} name="${ascii}"`,
    `Content-Disposition: attachment;${CRLF} filename="${ascii}"${ascii === name ? '' : `;${CRLF} filename*=UTF-8''${rfc2231}`}`,
    'Content-Transfer-Encoding: base64',
  ];
  return [Buffer.from(headers.join(CRLF) + CRLF + CRLF), base64Lines(bytes)];
}

/**
 * The finished message. `seed` makes the boundary; it may be anything that is fixed for the message.
 * `=_` can stand in neither quoted-printable nor base64, so no part can contain the boundary.
 */
export function multipart(headers: readonly string[], subtype: 'mixed' | 'alternative', seed: string, parts: readonly Part[]): Buffer {
  const boundary = `=_vm.${seed.replace(/[^A-Za-z0-9.]/g, '').slice(0, 48)}`;
  const head = [...headers, 'MIME-Version: 1.0', `Content-Type: multipart/${subtype};${CRLF} boundary="${boundary}"`, '', ''];
  return Buffer.concat([
    Buffer.from(head.join(CRLF)),
    ...parts.flatMap((part) => [Buffer.from(`--${boundary}${CRLF}`), ...part, Buffer.from(CRLF)]),
    Buffer.from(`--${boundary}--${CRLF}`),
  ]);
}
