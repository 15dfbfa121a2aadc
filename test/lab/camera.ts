import sharp from 'sharp';

/** What a page lies on when it is photographed. */
export type Table = 'dark' | 'wood' | 'cloth' | 'checked' | 'white';

export interface Shot {
  widthPx: number;
  heightPx: number;
  /** Where the corners of the page come to lie, as shares of the picture: top left, top right, bottom right, bottom left. */
  corners: readonly [x: number, y: number][];
  table: Table;
  /** How bright the light is at the left and at the right edge of the picture, 0 to 1. */
  light?: readonly [left: number, right: number];
  /** How bright the paper is, 0 to 1: gray paper lies on a white table. */
  paper?: number;
  /** A hand's shadow, soft at its edge: middle and radius as shares of the picture. */
  shadow?: readonly [x: number, y: number, radius: number];
}

/** Of 8 bit: how bright a table is at a place, before the light. */
function surface(table: Table, x: number, y: number): number {
  const speck = ((Math.imul(x * 374761393 + y * 668265263, 1274126177) >>> 16) & 255) / 255 - 0.5;
  if (table === 'dark') return 30 + 12 * speck;
  if (table === 'white') return 248 + 6 * speck;
  if (table === 'checked') return ((x >> 6) + (y >> 6)) % 2 === 0 ? 90 + 12 * speck : 185 + 12 * speck;
  if (table === 'cloth') return 120 + 20 * Math.sin(x / 4) * Math.sin(y / 4) + 30 * speck;
  // Boards with a grain along them, a joint every now and then.
  const board = Math.floor(y / 170);
  const grain = 22 * Math.sin(y / 5 + 6 * Math.sin(x / 400 + board * 2)) + 12 * Math.sin(y / 1.7 + x / 90);
  return (y % 170 < 4 ? 60 : 118 + ((board * 37) % 5) * 5) + grain + 16 * speck;
}

/** What a shadow leaves of the light: two thirds in its middle, all of it beyond one and a half radii. */
function shaded({ widthPx, heightPx, shadow }: Shot, x: number, y: number): number {
  if (!shadow) return 1;
  const away = Math.hypot(x - shadow[0] * widthPx, y - shadow[1] * heightPx) / (shadow[2] * heightPx);
  return 1 - Math.min(1, Math.max(0, 1.5 - away)) / 3;
}

/** Solves for the eight numbers that carry the unit square onto the corners: Gauss, nothing shared with what is tested. */
function carrying(from: readonly [number, number][], to: readonly [number, number][]): number[] {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let i = 0; i < 8; i++) {
    const pivot = rows.slice(i).reduce((best, row, k) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = 0; k < 8; k++) {
      if (k === i) continue;
      const by = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j < 9; j++) rows[k]![j]! -= by * rows[i]![j]!;
    }
  }
  return rows.map((row, i) => row[8]! / row[i]!);
}

/** A page photographed by a hand-held camera: seen at an angle on a table, with the light falling from one side. A JPEG that says 72 dpi. */
export async function photographed(page: Buffer, shot: Shot): Promise<Buffer> {
  const { data, info } = await sharp(page).flatten({ background: '#fff' }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const [pageWidth, pageHeight] = [info.width, info.height];
  const { widthPx, heightPx, light = [1, 1], paper = 1 } = shot;
  const corners = shot.corners.map(([x, y]): [number, number] => [x * widthPx, y * heightPx]);
  const [a, b, c, d, e, f, g, h] = carrying(corners, [
    [0, 0],
    [pageWidth, 0],
    [pageWidth, pageHeight],
    [0, pageHeight],
  ]) as [number, number, number, number, number, number, number, number];
  const picture = Buffer.alloc(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const divisor = g * (x + 0.5) + h * (y + 0.5) + 1;
      const px = (a * (x + 0.5) + b * (y + 0.5) + c) / divisor - 0.5;
      const py = (d * (x + 0.5) + e * (y + 0.5) + f) / divisor - 0.5;
      let value: number;
      if (px >= 0 && py >= 0 && px < pageWidth - 1 && py < pageHeight - 1) {
        const [ix, iy] = [Math.floor(px), Math.floor(py)];
        const at = iy * pageWidth + ix;
        const upper = data[at]! * (ix + 1 - px) + data[at + 1]! * (px - ix);
        const lower = data[at + pageWidth]! * (ix + 1 - px) + data[at + pageWidth + 1]! * (px - ix);
        value = paper * (upper * (iy + 1 - py) + lower * (py - iy));
      } else value = surface(shot.table, x, y);
      const lit = (light[0] + ((light[1] - light[0]) * x) / widthPx) * shaded(shot, x, y);
      picture[y * widthPx + x] = Math.max(0, Math.min(255, value * lit));
    }
  }
  return sharp(picture, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace('b-w')
    .withDensity(72)
    .jpeg({ quality: 85 })
    .toBuffer();
}
