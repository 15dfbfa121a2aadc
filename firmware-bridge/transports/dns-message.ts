/** DNS messages as far as service discovery needs them (RFC 1035 §4, RFC 2782, RFC 6763): names are lists of labels, which may hold dots. */

export type Name = readonly string[];
export type ResourceRecord =
  | { name: Name; type: 'PTR'; to: Name }
  | { name: Name; type: 'SRV'; host: Name; port: number }
  | { name: Name; type: 'TXT'; strings: Buffer[] }
  | { name: Name; type: 'A'; address: string };

const TYPES = { A: 1, PTR: 12, TXT: 16, SRV: 33 } as const;
const MAX_RECORDS = 256;
const MAX_LABELS = 128;

export interface Question {
  name: Name;
  type: keyof typeof TYPES;
}

/** Recursion is not desired. */
export function encodeQuestions(questions: readonly Question[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(questions.length, 4);
  const asked = questions.flatMap(({ name, type }) => {
    const labels = name.flatMap((label) => {
      const bytes = Buffer.from(label).subarray(0, 63);
      return [Buffer.from([bytes.length]), bytes];
    });
    const tail = Buffer.from([0, 0, TYPES[type], 0, 1]);
    return [...labels, tail];
  });
  return Buffer.concat([header, ...asked]);
}

/** The records of an answer, all sections alike; null where these bytes are no answer, or end too early. Never throws. */
export function parseAnswer(bytes: Buffer): ResourceRecord[] | null {
  if (bytes.length < 12 || (bytes[2]! & 0x80) === 0) return null;
  const count = (at: number) => bytes.readUInt16BE(at);
  const records = count(6) + count(8) + count(10);
  if (count(4) > MAX_RECORDS || records > MAX_RECORDS) return null;
  const found: ResourceRecord[] = [];
  let at = 12;
  for (let n = 0; n < count(4); n++) {
    const question = parseName(bytes, at);
    if (!question) return null;
    at = question.end + 4;
  }
  for (let n = 0; n < records; n++) {
    const owner = parseName(bytes, at);
    if (!owner || owner.end + 10 > bytes.length) return null;
    const start = owner.end + 10;
    const end = start + bytes.readUInt16BE(owner.end + 8);
    if (end > bytes.length) return null;
    const record = parseRecord(bytes, owner.name, bytes.readUInt16BE(owner.end), start, end);
    if (record) found.push(record);
    at = end;
  }
  return found;
}

function parseRecord(bytes: Buffer, name: Name, type: number, start: number, end: number): ResourceRecord | null {
  if (type === TYPES.A) return end - start === 4 ? { name, type: 'A', address: bytes.subarray(start, end).join('.') } : null;
  if (type === TYPES.PTR) {
    const to = parseName(bytes, start);
    return to && { name, type: 'PTR', to: to.name };
  }
  if (type === TYPES.SRV) {
    const host = end - start > 6 ? parseName(bytes, start + 6) : null;
    return host && { name, type: 'SRV', host: host.name, port: bytes.readUInt16BE(start + 4) };
  }
  if (type !== TYPES.TXT) return null;
  const strings: Buffer[] = [];
  for (let at = start; at < end; at += 1 + bytes[at]!) strings.push(bytes.subarray(at + 1, Math.min(end, at + 1 + bytes[at]!)));
  return { name, type: 'TXT', strings };
}

/** A compressed name; each pointer leads further back than the one before, so that none leads in a circle. Labels and pointers together are bounded. */
function parseName(bytes: Buffer, from: number): { name: Name; end: number } | null {
  const name: string[] = [];
  let end: number | null = null;
  let limit = from;
  for (let at = from, steps = 0; steps <= MAX_LABELS; steps++) {
    const length = bytes[at];
    if (length === undefined) return null;
    if (length === 0) return { name, end: end ?? at + 1 };
    if (length >= 0xc0) {
      const low = bytes[at + 1];
      const to = low === undefined ? limit : ((length & 0x3f) << 8) | low;
      if (to >= limit) return null;
      end ??= at + 2;
      limit = at = to;
      continue;
    }
    if (length > 63 || at + 1 + length > bytes.length) return null;
    name.push(bytes.toString('utf8', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return null;
}
