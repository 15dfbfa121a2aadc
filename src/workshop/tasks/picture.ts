import sharp from 'sharp';
import type { PageLook } from '../page-look.ts';
import { type Raster, shrink } from '../raster.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    picture: {
      input: { pageKey: string; bytes: Uint8Array; look: PageLook };
      output: {
        /** Gray JPEG, 190 px wide (less of a long strip), at most 6 kB. */
        thumbnail: Uint8Array;
        /** Upright gray JPEG, long side at most 1400 px, at most 60 kB. */
        view: { bytes: Uint8Array; widthPx: number; heightPx: number };
      };
    };
  }
}

const THUMBNAIL: Limit = { maxBytes: 6 * 1024, qualities: [60, 45, 30, 15] };
const VIEW: Limit = { maxBytes: 60 * 1024, qualities: [62, 48, 36, 26, 16] };
const THUMBNAIL_WIDTH_PX = 190;
/** Of a till receipt a metre long. */
const THUMBNAIL_HEIGHT_PX = 1400;
const VIEW_LONG_PX = 1400;

interface Limit {
  maxBytes: number;
  qualities: number[];
}

/** The best of the given qualities that fits; where none does, smaller and smaller until it does. */
async function jpeg({ widthPx, heightPx, gray }: Raster, { maxBytes, qualities }: Limit, size: object) {
  const drawn = await sharp(gray, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .resize({ ...size, withoutEnlargement: true })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: drawn.info.width, height: drawn.info.height, channels: 1 as const };
  for (let { width } = raw, i = 0; ; i++) {
    if (i >= qualities.length) width = Math.max(1, Math.round(width * 0.7));
    const { data, info } = await sharp(drawn.data, { raw })
      .resize({ width })
      .toColourspace('b-w')
      .jpeg({ quality: qualities[i] ?? qualities.at(-1)! })
      .toBuffer({ resolveWithObject: true });
    if (data.length <= maxBytes || width === 1) return { bytes: data, widthPx: info.width, heightPx: info.height };
  }
}

/** Draws what people see of a page. Apart from `look`: of closed mail no picture may exist (DESIGN.md rule 10). */
export default defineTask({
  name: 'picture',
  deadlineMs: 30_000,
  async run({ pageKey, bytes, look }, shop) {
    const upright = await shop.shelf.upright(pageKey, bytes, look);
    const small = shrink(upright, Math.max(1, Math.floor(upright.widthPx / (2 * THUMBNAIL_WIDTH_PX))));
    const thumbnail = await jpeg(small, THUMBNAIL, { width: THUMBNAIL_WIDTH_PX, height: THUMBNAIL_HEIGHT_PX, fit: 'inside' });
    return { thumbnail: thumbnail.bytes, view: await jpeg(upright, VIEW, { width: VIEW_LONG_PX, height: VIEW_LONG_PX, fit: 'inside' }) };
  },
});
