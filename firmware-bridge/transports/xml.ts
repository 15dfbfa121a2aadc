import { XMLParser } from 'fast-xml-parser';

/** An element: text, or children by local name; an element that may repeat is read with `all`. */
export type Xml = string | { [name: string]: Xml | Xml[] };

export const MAX_XML_BYTES = 256 * 1024;
const MAX_DEPTH = 40;

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
});

/**
 * A device's XML without attributes and name-space prefixes. Document types and entities are refused, not resolved.
 * Returns null for anything that is no small, shallow, well-formed document.
 */
export function parseXml(bytes: Buffer): Xml | null {
  if (bytes.length > MAX_XML_BYTES) return null;
  const text = bytes.toString('utf8');
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || depthOf(text) > MAX_DEPTH) return null;
  try {
    return parser.parse(text, true) as Xml;
  } catch {
    return null;
  }
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

export const text = (xml: Xml | undefined): string | undefined => (typeof xml === 'string' ? xml.trim() : undefined);
