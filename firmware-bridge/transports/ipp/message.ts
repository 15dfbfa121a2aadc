/** IPP messages as bytes: RFC 8010 §3 (encoding), of the model's syntaxes only those that printing a label needs. */

export type IppValue = string | number | boolean;
/** Attributes of one group, in order. Values of a kind not known here are left out. */
export type IppGroup = { tag: number; attributes: Map<string, IppValue[]> };

/** Group tags, RFC 8010 §3.5.1. */
export const GROUP = { operation: 0x01, job: 0x02, printer: 0x04 } as const;
const END = 0x03;
const FIRST_VALUE_TAG = 0x10;

/** Value tags, RFC 8010 §3.5.2. */
const TAG = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;
export type IppTag = keyof typeof TAG;
/** textWithLanguage and nameWithLanguage, §3.9: a printer set to another language than ours answers so. */
const WITH_LANGUAGE: ReadonlySet<number> = new Set([0x35, 0x36]);
const TEXTS: ReadonlySet<number> = new Set([
  TAG.text,
  TAG.name,
  TAG.keyword,
  TAG.uri,
  0x46,
  TAG.charset,
  TAG.naturalLanguage,
  TAG.mimeMediaType,
]);

export type IppAttribute = [name: string, tag: IppTag, ...values: IppValue[]];

/** RFC 8011 §4.1.8: what every printer must understand; those of 2.0 may not be known to old print servers. */
const VERSION = [1, 1];

/** A request: all operation attributes, then the document. */
export function encodeRequest(operation: number, requestId: number, attributes: readonly IppAttribute[], document?: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.set(VERSION);
  head.writeUInt16BE(operation, 2);
  head.writeUInt32BE(requestId, 4);
  const parts: Uint8Array[] = [head, Buffer.from([GROUP.operation])];
  for (const [name, tag, ...values] of attributes) {
    for (const [at, value] of values.entries())
      parts.push(Buffer.from([TAG[tag]]), sized(at === 0 ? name : ''), sized(bytesOf(tag, value)));
  }
  parts.push(Buffer.from([END]), ...(document ? [document] : []));
  return Buffer.concat(parts);
}

function bytesOf(tag: IppTag, value: IppValue): Buffer {
  if (tag === 'boolean') return Buffer.from([value ? 1 : 0]);
  if (tag !== 'integer' && tag !== 'enum') return Buffer.from(String(value), 'utf8');
  const number = Buffer.alloc(4);
  number.writeInt32BE(Number(value));
  return number;
}

function sized(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export interface IppResponse {
  status: number;
  requestId: number;
  groups: IppGroup[];
}

/** Longest text of any syntax is 1,023 octets (RFC 8011 §5.1); what is longer is cut. */
const MAX_TEXT_BYTES = 1_023;
const MAX_VALUES = 10_000;

/** A response, or null for bytes that are none. Never reads past them, and keeps less than they are. */
export function decodeResponse(bytes: Buffer): IppResponse | null {
  if (bytes.length < 9) return null;
  const response: IppResponse = { status: bytes.readUInt16BE(2), requestId: bytes.readUInt32BE(4), groups: [] };
  let at = 8;
  let values: IppValue[] | null = null;
  for (let count = 0; at < bytes.length && count < MAX_VALUES; count++) {
    const tag = bytes[at++]!;
    if (tag === END) return response;
    if (tag < FIRST_VALUE_TAG) {
      response.groups.push({ tag, attributes: new Map() });
      values = null;
      continue;
    }
    const name = field(bytes, at);
    const value = name && field(bytes, at + 2 + name.length);
    const attributes = response.groups.at(-1)?.attributes;
    if (!value || !attributes) return null;
    at += 4 + name.length + value.length;
    if (name.length > 0) {
      values = [];
      attributes.set(name.toString('latin1'), values);
    }
    const decoded = decodedValue(tag, value);
    if (values && decoded !== null) values.push(decoded);
  }
  return null;
}

function field(bytes: Buffer, at: number): Buffer | null {
  if (at + 2 > bytes.length) return null;
  const end = at + 2 + bytes.readUInt16BE(at);
  return end > bytes.length ? null : bytes.subarray(at + 2, end);
}

function decodedValue(tag: number, value: Buffer): IppValue | null {
  if (tag === TAG.integer || tag === TAG.enum) return value.length === 4 ? value.readInt32BE() : null;
  if (tag === TAG.boolean) return value.length === 1 ? value[0] !== 0 : null;
  const text = WITH_LANGUAGE.has(tag) ? textAfterLanguage(value) : TEXTS.has(tag) ? value : null;
  return text === null ? null : text.subarray(0, MAX_TEXT_BYTES).toString('utf8');
}

function textAfterLanguage(value: Buffer): Buffer | null {
  const language = field(value, 0);
  return language && field(value, 2 + language.length);
}
