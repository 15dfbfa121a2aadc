/**
 * Sheets with patch codes, drawn from the tables of zones in Kodak A-61599 ("Patch Code Information for Kodak Scanners"): where each bar begins and
 * ends, in inches from the outer edge of the code. Shares nothing with the detector.
 */
import sharp from 'sharp';

const ZONES = {
  1: [0, 0.2, 0.28, 0.48, 0.56, 0.64, 0.72, 0.8],
  2: [0, 0.2, 0.28, 0.36, 0.44, 0.52, 0.6, 0.8],
  3: [0, 0.2, 0.28, 0.36, 0.44, 0.64, 0.72, 0.8],
  4: [0, 0.08, 0.16, 0.36, 0.44, 0.64, 0.72, 0.8],
  6: [0, 0.08, 0.16, 0.24, 0.32, 0.52, 0.6, 0.8],
  T: [0, 0.08, 0.16, 0.36, 0.44, 0.52, 0.6, 0.8],
} as const;
export const PATCHES = ['1', '2', '3', '4', '6', 'T'] as const;

export interface DrawnPatch {
  code: (typeof PATCHES)[number];
  /** From the top edge of an A4 sheet, bars parallel to it. */
  topMm: number;
  leftMm: number;
  lengthMm: number;
  /** 1: as the standard has it. */
  scale: number;
}

export interface Band {
  topMm: number;
  heightMm: number;
  leftMm: number;
  widthMm: number;
}

export interface Wear {
  /** Brightness of paper, and of ink as a share of it. */
  paper: number;
  inkShare: number;
  /** Standard deviation, in levels. */
  noise: number;
  /** Ink that ran out over each edge (negative: thinned), in millimetres. */
  spread: number;
  seed: number;
}

interface Gray {
  widthPx: number;
  heightPx: number;
  gray: Uint8Array;
}

/** An A4 sheet, black on white, with a line of words so that something else is on it too. */
export function drawnSheet(dpi: number, patches: readonly DrawnPatch[], spreadMm = 0, bands: readonly Band[] = []): Gray {
  const px = (mm: number): number => Math.round((mm * dpi) / 25.4);
  const [widthPx, heightPx] = [px(210), px(297)];
  const gray = new Uint8Array(widthPx * heightPx).fill(255);
  const blacken = ({ topMm, heightMm, leftMm, widthMm }: Band): void => {
    for (let y = Math.max(0, px(topMm)); y < Math.min(heightPx, px(topMm + heightMm)); y++)
      gray.fill(0, y * widthPx + px(leftMm), y * widthPx + Math.min(widthPx, px(leftMm + widthMm)));
  };
  for (const { code, topMm, leftMm, lengthMm, scale } of patches) {
    const zones = ZONES[code];
    for (let i = 0; i < zones.length; i += 2) {
      const [from, to] = [zones[i]! * 25.4 * scale, zones[i + 1]! * 25.4 * scale];
      blacken({ topMm: topMm + from - spreadMm, heightMm: to - from + 2 * spreadMm, leftMm, widthMm: lengthMm });
    }
    for (let word = 0; word < 12; word++) blacken({ topMm: 140, heightMm: 2.5, leftMm: 30 + word * 12, widthMm: 9 });
  }
  for (const band of bands) blacken(band);
  return { widthPx, heightPx, gray };
}

/** The same on used paper under a scanner's lamp. */
export function onPaper({ widthPx, heightPx, gray }: Gray, { paper, inkShare, noise, seed }: Wear): Gray {
  let state = seed >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  // Three even ones added come near enough to a bell.
  const bell = (): number => (random() + random() + random() - 1.5) * 2 * noise;
  const worn = gray.map((g) => Math.max(0, Math.min(255, (g === 0 ? paper * inkShare : paper) + bell())));
  return { widthPx, heightPx, gray: worn };
}

/** The image a scanner would send. */
export function patchSheetImage(patch: DrawnPatch, dpi: number): Promise<Buffer> {
  const { widthPx, heightPx, gray } = onPaper(drawnSheet(dpi, [patch]), { paper: 240, inkShare: 0.15, noise: 6, spread: 0, seed: 5 });
  return sharp(gray, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .jpeg({ quality: 80 })
    .withMetadata({ density: dpi })
    .toBuffer();
}
