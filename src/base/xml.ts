import { XMLParser } from 'fast-xml-parser';

/** An element: text, or children by local name; an element that may repeat is read with `all`. */
export type Xml = string | { [name: string]: Xml | Xml[] };

/** What a device has to say is smaller. */
export const MAX_XML_BYTES = 256 * 1024;
const MAX_DEPTH = 40;
/** Of a tag and what follows it, on average, in a document of the largest size: real ones have 20 and more. Parsing takes as long as there are tags. */
const BYTES_PER_TAG = 16;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
});

/**
 * Foreign XML without attributes and name-space prefixes. Document types and entities are refused, not resolved.
 * Returns null for anything that is no small, shallow, well-formed document of no more tags than its size lets expect.
 */
export function parseXml(bytes: Uint8Array, maxBytes = MAX_XML_BYTES): Xml | null {
  if (bytes.length > maxBytes) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || tagsOf(text) > maxBytes / BYTES_PER_TAG || depthOf(text) > MAX_DEPTH) return null;
  try {
    return parser.parse(text, true) as Xml;
  } catch {
    return null;
  }
}

/** Opening, closing, comments and all: whatever begins like a tag. */
function tagsOf(text: string): number {
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) tags++;
  return tags;
}

/** Deepest nesting of tags, counted without recursion: the parser's own recursion is what this protects. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, close, empty] of text.matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    depth += close ? -1 : empty ? 0 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** First element at `path`, or undefined. */
export function find(xml: Xml | undefined, ...path: string[]): Xml | undefined {
  let here: Xml | undefined = xml;
  for (const name of path) here = all(here, name)[0];
  return here;
}

/** All children of that name. */
export function all(xml: Xml | undefined, name: string): Xml[] {
  if (typeof xml !== 'object' || !Object.hasOwn(xml, name)) return [];
  const value = xml[name]!;
  return Array.isArray(value) ? value : [value];
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What an element says, characters that were written by number or by one of XML's own five names among it; undefined for one that has children. */
export const text = (xml: Xml | undefined): string | undefined =>
  typeof xml === 'string' ? xml.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, written).trim() : undefined;

function written(as: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()]!;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : as;
}
