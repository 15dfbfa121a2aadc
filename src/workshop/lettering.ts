import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type Glyph } from 'fontkit';

const require = createRequire(import.meta.url);
const FAMILY = '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-';

// Latin first, then the letters it leaves out (ł, č, ő …).
let fonts: Font[] | null = null;
const cases = (): Font[] =>
  (fonts ??= ['latin-wght-normal.woff2', 'latin-ext-wght-normal.woff2'].map((name) =>
    create(readFileSync(require.resolve(FAMILY + name))),
  ));

export interface Line {
  /** SVG path data; baseline at 0, starting at x = 0, y downwards. */
  path: string;
  width: number;
}

/** Height of a capital, of an em. */
export const CAP_HEIGHT = 0.668;

/** The glyph of a letter; of a space where the font has none. */
function glyphOf(character: string): Glyph {
  const code = character.codePointAt(0)!;
  const font = cases().find((candidate) => candidate.hasGlyphForCodePoint(code));
  return (font ?? cases()[0]!).glyphForCodePoint(font ? code : 0x20);
}

/**
 * A line of text as outlines of the bundled font, so that a label looks the same on every machine: no font need be
 * installed and no fontconfig is asked.
 */
export function letter(text: string, size: number): Line {
  const scale = size / 1000;
  let path = '';
  let width = 0;
  for (const glyph of Array.from(text, glyphOf)) {
    path += glyph.path.scale(scale, -scale).translate(width, 0).toSVG();
    width += glyph.advanceWidth * scale;
  }
  return { path, width };
}

/** The text in `width`: set smaller down to two thirds of the size, then cut with an ellipsis. */
export function letterWithin(text: string, size: number, width: number): Line {
  const advances = Array.from(text.slice(0, 300), (character) => glyphOf(character).advanceWidth / 1000);
  const ems = advances.reduce((sum, advance) => sum + advance, 0);
  if (ems * size <= width) return letter(text, size);
  const smaller = Math.max(size * 0.66, width / ems);
  if (ems * smaller <= width) return letter(text, smaller);
  let room = width / smaller - glyphOf('…').advanceWidth / 1000;
  const kept = advances.findIndex((advance) => {
    room -= advance;
    return room < 0;
  });
  return letter(`${Array.from(text).slice(0, kept).join('').trimEnd()}…`, smaller);
}
