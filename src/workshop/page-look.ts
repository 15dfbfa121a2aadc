import type { Language } from '#base/words.ts';

/**
 * What the workshop says about a page: pure shapes, no code. Two frames are used everywhere.
 * "Stored" pixels are those of the image as it came, untouched by EXIF. The "upright" frame is the page as a reader holds it:
 * cropped to its edge, turned, deskewed (flattened, where it was photographed) and scaled to reading resolution; `Upright.toStored` leads back.
 */

/** [x0, y0, x1, y1], x1 and y1 exclusive. */
export type Box = [x0: number, y0: number, x1: number, y1: number];
export type Point = [x: number, y: number];
/** Top left, top right, bottom right, bottom left, as the content is read. */
export type Quad = [Point, Point, Point, Point];
/** Degrees clockwise the stored page was turned. */
export type Orientation = 0 | 90 | 180 | 270;

/** x' = a·x + c·y + e, y' = b·x + d·y + f (the order of SVG and PDF). */
export type Affine = [a: number, b: number, c: number, d: number, e: number, f: number];
/** The same seen at an angle: x' and y' as above, both divided by g·x + h·y + 1. */
export type Projective = [...Affine, g: number, h: number];
export type Placement = Affine | Projective;

export interface Word {
  text: string;
  /** Upright pixels. */
  box: Box;
  /** 0 to 1, as the recogniser believes; not calibrated. */
  confidence: number;
  /** Counts from 0 over the page; words of one printed line share it. */
  line: number;
  /** Counts from 0 over the page; in reading order. */
  block: number;
}

export interface Code {
  /** As zxing names it: `Code128`, `DataMatrix`, `QRCode`, `PDF417` … */
  format: string;
  text: string;
  /** Upright pixels. */
  box: Box;
  quad: Quad;
}

/** Kodak's patch codes, which carry no text: four bars across the page (see patch-code.ts). */
export type PatchCode = '1' | '2' | '3' | '4' | '6' | 'T';

export interface Upright {
  widthPx: number;
  heightPx: number;
  dpi: number;
  /** Leads from upright pixels to stored pixels: affine for a scan, projective for a page photographed at an angle. */
  toStored: Placement;
  /** Only of a photographed page: its corners, upright pixels. Beyond them would be the table it lies on; its paper is drawn on instead. */
  paper?: Quad;
}

export interface PageLook {
  /** Stored pixels. */
  widthPx: number;
  heightPx: number;
  /** Of the stored image: as the file says, or concluded from its size when the file is silent. */
  dpi: number;
  orientation: Orientation;
  /** 0 to 1; below 0.5 a second look is worth its time. */
  orientationConfidence: number;
  /** Positive = content turned counter-clockwise, in the frame turned upright. */
  skewDeg: number;
  blank: boolean;
  /** The page's edge in stored pixels; the whole image where no bed shows. */
  crop: Box;
  upright: Upright;
  codes: Code[];
  /** Null where there is none, and where none was looked for. */
  patch: PatchCode | null;
}

export interface PageText {
  /** In reading order. */
  words: Word[];
  /** The language most words are in; null where there is too little text to say. */
  language: Language | null;
  /** One printed line per line, an empty line between blocks. */
  text: string;
}
