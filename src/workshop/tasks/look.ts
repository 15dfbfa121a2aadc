import type { Assistant } from '../assistant.ts';
import { isBlank } from '../blank.ts';
import { placedBy, SMALL_PX } from '../codes.ts';
import { findOrientation, type Turned, uprightFrame } from '../orientation.ts';
import { findPageEdge, showsBed } from '../page-edge.ts';
import type { Affine, Box, Code, PageLook, Placement, Quad } from '../page-look.ts';
import { concludeDpi, READING_DPI, type ShelvedPage } from '../page-shelf.ts';
import { findPatchCode } from '../patch-code.ts';
import { findPhotographedPage, sizeOf } from '../photographed-page.ts';
import { applyPlacement, compose, invertPlacement, ontoQuad, scaled } from '../placement.ts';
import { boxOf, type Raster, shrink, warp } from '../raster.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    look: {
      /** `pageKey` names these bytes; the same key for other bytes is a mistake. */
      input: { pageKey: string; bytes: Uint8Array; patchCodes?: boolean };
      output: PageLook;
    };
  }
}

const SEEING_DPI = 100;
/** Coarser scans are enlarged for reading, but not more than this. */
const ENLARGE_MAX = 2;

/** Where reading told which way is up with this confidence, there is something to read. */
const BLANK_BELOW = 0.5;

const shift = ([a, b, c, d, e, f]: Affine, x: number, y: number): Affine => [a, b, c, d, e + a * x + c * y, f + b * x + d * y];

/** The page within an upright frame of the raster, in that frame's pixels; all of it where no bed shows. */
function edgeWithin(raster: Raster, frame: ReturnType<typeof uprightFrame>, coarser: number): Box {
  const small = shrink(raster, Math.max(1, Math.round(raster.widthPx / (raster.widthPx / coarser))));
  if (!showsBed(small)) return [0, 0, frame.widthPx, frame.heightPx];
  const [a, b, c, d, e, f] = frame.toSource;
  const coarse = warp(
    raster,
    [a * coarser, b * coarser, c * coarser, d * coarser, e, f],
    Math.ceil(frame.widthPx / coarser),
    Math.ceil(frame.heightPx / coarser),
    0,
  );
  const [x0, y0, x1, y1] = findPageEdge(coarse);
  return [x0 * coarser, y0 * coarser, Math.min(frame.widthPx, x1 * coarser), Math.min(frame.heightPx, y1 * coarser)];
}

/** A page as it is seen before it is turned; `toRaster` leads back to what came where it was photographed at an angle. */
interface Flat {
  raster: Raster;
  dpi: number;
  toRaster?: Placement;
}

/** A page that was photographed at an angle, laid flat. What a camera says of its resolution means nothing: it is taken for an A4 sheet. */
function flattened(raster: Raster): Flat | null {
  const quad = findPhotographedPage(raster);
  if (!quad) return null;
  const { widthPx, heightPx } = sizeOf(quad);
  const toRaster = ontoQuad(widthPx, heightPx, quad);
  return { raster: warp(raster, toRaster, widthPx, heightPx), dpi: concludeDpi(undefined, widthPx, heightPx), toRaster };
}

/** The corners of a flat page where an upright frame of it shows them. */
function cornersOf({ widthPx: w, heightPx: h }: Raster, toFlat: Affine): Quad {
  const toUpright = invertPlacement(toFlat);
  const corners: Quad = [
    [0, 0],
    [w, 0],
    [w, h],
    [0, h],
  ];
  return corners.map((corner) => applyPlacement(toUpright, corner)) as Quad;
}

/** Where the page lies in the image, and the frame in which it stands upright. */
function laidUpright(
  { widthPx: storedWidthPx, heightPx: storedHeightPx, scale }: ShelvedPage,
  { raster, dpi, toRaster }: Flat,
  turned: Turned,
) {
  const uprightDpi = dpi < READING_DPI ? Math.min(READING_DPI, dpi * ENLARGE_MAX) : dpi;
  const frame = uprightFrame(raster, turned.orientation, turned.skewDeg, dpi / uprightDpi);
  const edge = edgeWithin(raster, frame, Math.max(1, uprightDpi / SEEING_DPI));
  const widthPx = Math.max(1, Math.round(edge[2] - edge[0]));
  const heightPx = Math.max(1, Math.round(edge[3] - edge[1]));
  const toFlat = shift(frame.toSource, edge[0], edge[1]);
  const toStored = scaled(toRaster ? compose(toRaster, toFlat) : toFlat, scale);
  const corners = [
    [0, 0],
    [widthPx, 0],
    [0, heightPx],
    [widthPx, heightPx],
  ].map((p) => applyPlacement(toStored, p as [number, number]));
  const [x0, y0, x1, y1] = boxOf(corners).map(Math.round) as Box;
  const crop: Box = [Math.max(0, x0), Math.max(0, y0), Math.min(storedWidthPx, x1), Math.min(storedHeightPx, y1)];
  const paper = toRaster ? { paper: cornersOf(raster, toFlat) } : {};
  return { crop, upright: { widthPx, heightPx, dpi: uprightDpi, toStored, ...paper } };
}

export default defineTask({
  name: 'look',
  deadlineMs: 30_000,
  async run({ pageKey, bytes, patchCodes = false }, shop): Promise<PageLook> {
    const page = await shop.shelf.page(pageKey, bytes);
    const codes = shop.assistant.readCodes(page.raster, page.dpi / page.scale);
    // Asked for below; where the page fails before that, nobody asks.
    codes.catch(() => undefined);
    const flat: Flat = flattened(page.raster) ?? { raster: page.raster, dpi: page.dpi / page.scale };
    const lookAt = (turned: Turned): PageLook => ({
      widthPx: page.widthPx,
      heightPx: page.heightPx,
      dpi: page.dpi,
      orientation: turned.orientation,
      orientationConfidence: turned.confidence,
      skewDeg: turned.skewDeg,
      blank: false,
      ...laidUpright(page, flat, turned),
      codes: [],
      patch: null,
    });
    // Setting a page straight and making it white takes as long as reading which way is up; both begin at once, and most pages are as guessed.
    let guessed: PageLook | undefined;
    const turned = await findOrientation(flat.raster, flat.dpi, shop.assistant, (likely) => {
      guessed = lookAt({ ...likely, confidence: 0 });
      shop.shelf.whitened(pageKey, bytes, guessed).catch(() => undefined);
    });
    const asGuessed = guessed?.orientation === turned.orientation && guessed.skewDeg === turned.skewDeg;
    const look: PageLook = asGuessed ? { ...guessed!, orientationConfidence: turned.confidence } : lookAt(turned);
    if (patchCodes) look.patch = findPatchCode(page.raster, flat.dpi);
    const { dpi: uprightDpi, toStored } = look.upright;
    const upright = await shop.shelf.upright(pageKey, bytes, look);
    look.codes = await codesOf(
      await codes,
      { raster: upright, dpi: uprightDpi },
      { raster: page.raster, dpi: flat.dpi },
      scaled(toStored, 1 / page.scale),
      shop.assistant,
    );
    const factor = Math.max(1, Math.round(uprightDpi / SEEING_DPI));
    const small = shrink(upright, factor);
    look.blank =
      look.codes.length === 0 &&
      turned.confidence < BLANK_BELOW &&
      isBlank(small, uprightDpi / factor, [0, 0, small.widthPx, small.heightPx]);
    return look;
  },
});

interface Seen {
  raster: Raster;
  dpi: number;
}

/**
 * On the page as it came: straightening blurs fine bars, and three codes of eighty-four on letters were lost to it. What is coarse is
 * enlarged while it is set upright, which finds others; an image no larger than a label is searched thoroughly at last.
 */
async function codesOf(
  asItCame: readonly Code[],
  upright: Seen,
  { raster, dpi }: Seen,
  toRaster: Placement,
  { readCodes }: Assistant,
): Promise<Code[]> {
  const toUpright = invertPlacement(toRaster);
  const placed = (codes: readonly Code[]): Code[] => codes.map((code) => placedBy(code, (point) => applyPlacement(toUpright, point)));
  const isSmall = raster.widthPx * raster.heightPx <= SMALL_PX;
  if (asItCame.length > 0 || !(isSmall || upright.dpi > dpi)) return placed(asItCame);
  const coarse = await readCodes(upright.raster, upright.dpi);
  return coarse.length > 0 || !isSmall ? coarse : placed(await readCodes(raster, dpi, 'thorough'));
}
