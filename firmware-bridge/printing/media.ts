/** What lies in a printer, in millimetres; `lengthMm` null for an endless roll. */
export interface Media {
  widthMm: number;
  lengthMm: number | null;
}

/** As people write it in the configuration: `62x29` for labels, `62` for an endless roll. */
export const MEDIA = '^[1-9][0-9]{0,2}(?:x[1-9][0-9]{0,2})?$';

export function parseMedia(text: string): Media {
  const [widthMm = 0, lengthMm = null] = text.split('x').map(Number);
  return { widthMm, lengthMm };
}

export const dotsOf = (mm: number, resolutionDpi: number): number => Math.floor((mm * resolutionDpi) / 25.4);

/** The dots that can be printed on; what lies beside them is margin. */
export interface Area {
  widthDots: number;
  lengthDots: number;
}

/** Without a word about the media: labels of two inches, the usual ones of a shipping printer. */
const USUAL_LENGTH_MM = 50.8;
/** Of an endless roll as much is used as a label of its width looks well with. */
const ENDLESS_SHAPE = 0.5;

export function areaOf(media: Media | null, headDots: number, resolutionDpi: number): Area {
  if (media === null) return { widthDots: headDots, lengthDots: dotsOf(USUAL_LENGTH_MM, resolutionDpi) };
  const widthDots = Math.min(headDots, dotsOf(media.widthMm, resolutionDpi));
  const lengthDots = media.lengthMm === null ? Math.round(widthDots * ENDLESS_SHAPE) : dotsOf(media.lengthMm, resolutionDpi);
  return { widthDots, lengthDots };
}
