import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

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

/**
 * A line of text as outlines of the bundled font, so that a label looks the same on every machine: no font need be
 * installed and no fontconfig is asked. Letters the font does not have become a space.
 */
export function letter(text: string, size: number): Line {
  let path = '';
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const font = cases().find((candidate) => candidate.hasGlyphForCodePoint(code));
    const glyph = (font ?? cases()[0]!).glyphForCodePoint(font ? code : 0x20);
    const scale = size / 1000;
    path += glyph.path.scale(scale, -scale).translate(width, 0).toSVG();
    width += glyph.advanceWidth * scale;
  }
  return { path, width };
}

/** As much of the text as fits into `width`, with an ellipsis where something had to go. */
export function letterWithin(text: string, size: number, width: number): Line {
  const whole = letter(text, size);
  if (whole.width <= width) return whole;
  const characters = Array.from(text);
  for (let length = characters.length - 1; length > 0; length--) {
    const cut = letter(`${characters.slice(0, length).join('').trimEnd()}…`, size);
    if (cut.width <= width) return cut;
  }
  return { path: '', width: 0 };
}
