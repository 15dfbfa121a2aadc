import { hash } from 'node:crypto';
import type { StoredEvent } from '#domain/events.ts';
import { canonicalJson } from './canonical-json.ts';

/** The header of a leaf (DESIGN.md rule 3). The body stands apart, so that it can be withheld or shown without the header. */
export interface Header {
  format: 1;
  register: string;
  epoch: number;
  position: number;
  wallMs: number;
  boot: string;
  timeQuality: string;
  type: string;
  item: string | null;
}

/** Lone surrogates have no UTF-8: they would be stored as another text than was hashed over the way back. */
const wellFormed = (text: string): Buffer => Buffer.from(text.toWellFormed(), 'utf8');

export const encodeHeader = (header: Header): Buffer => wellFormed(canonicalJson(header));
export const encodeBody = (body: unknown): Buffer => wellFormed(canonicalJson(body));

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/**
 * SHA-256 of 0x00, length of the header (4 bytes, most significant first), header, length of the body, body:
 * the leaf hash of RFC 9162 §2.1.1 over an entry whose two parts cannot be taken one for the other.
 */
export function leafHash(header: Uint8Array, body: Uint8Array): Buffer {
  const entry = Buffer.allocUnsafe(1 + 4 + header.length + 4 + body.length);
  entry[0] = 0;
  entry.writeUInt32BE(header.length, 1);
  entry.set(header, 5);
  entry.writeUInt32BE(body.length, 5 + header.length);
  entry.set(body, 9 + header.length);
  return sha256(entry);
}

/** RFC 9162 §2.1.1: the hash of an inner node. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([INNER, left, right]));
const INNER = Buffer.from([1]);

export const EMPTY_ROOT: Buffer = sha256(new Uint8Array());

/** An event as its stored bytes say it. */
export function eventOf(header: Uint8Array, body: Uint8Array): StoredEvent {
  const h = JSON.parse(Buffer.from(header).toString('utf8')) as Header;
  return {
    type: h.type,
    itemId: h.item,
    body: JSON.parse(Buffer.from(body).toString('utf8')),
    epoch: h.epoch,
    position: h.position,
    wallMs: h.wallMs,
    timeQuality: h.timeQuality,
    bootId: h.boot,
  } as StoredEvent;
}
