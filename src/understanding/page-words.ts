/** Words as the recogniser gives them, in the upright frame of the page, pixels. */
export type Box = [x0: number, y0: number, x1: number, y1: number];

export interface ReadWord {
  text: string;
  box: Box;
  /** 0 to 1. */
  confidence: number;
  /** Line and block the recogniser put the word in; numbered across the page. */
  line: number;
  block: number;
}

export interface ReadCode {
  format: string;
  text: string;
  box: Box;
}

export interface ReadPage {
  widthPx: number;
  heightPx: number;
  dpi: number;
  words: ReadWord[];
  codes: ReadCode[];
}

/** Where a field was found: a page (0 is the first) and the boxes of its words. */
export interface Place {
  page: number;
  boxes: Box[];
}

/** The smallest box around all of these. */
export function around(boxes: readonly Box[]): Box {
  const out: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x0, y0, x1, y1] of boxes) {
    out[0] = Math.min(out[0], x0);
    out[1] = Math.min(out[1], y0);
    out[2] = Math.max(out[2], x1);
    out[3] = Math.max(out[3], y1);
  }
  return out;
}
