import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uprightFrame } from '#workshop/orientation.ts';
import type { Affine } from '#workshop/page-look.ts';
import { type Raster, warp } from '#workshop/raster.ts';

const W = 233;
const H = 157;
const noise: Raster = { widthPx: W, heightPx: H, gray: new Uint8Array(W * H) };
for (let i = 0, seed = 7; i < noise.gray.length; i++) {
  seed = (seed * 48_271) % 2_147_483_647;
  noise.gray[i] = seed >> 8;
}

/** What a target's pixel shows, by the definition of bilinear interpolation; null on the rim, where a neighbour is outside. */
function shownAt([a, b, c, d, e, f]: Affine, x: number, y: number): number | null {
  const sx = a * (x + 0.5) + c * (y + 0.5) + e - 0.5;
  const sy = b * (x + 0.5) + d * (y + 0.5) + f - 0.5;
  const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
  if (ix < 0 || iy < 0 || ix + 1 >= W || iy + 1 >= H) return null;
  const at = (u: number, v: number): number => noise.gray[(iy + v) * W + ix + u]!;
  const [wx, wy] = [sx - ix, sy - iy];
  return (at(0, 0) * (1 - wx) + at(1, 0) * wx) * (1 - wy) + (at(0, 1) * (1 - wx) + at(1, 1) * wx) * wy;
}

for (const orientation of [0, 90, 180, 270] as const)
  test(`turned by ${orientation}° and a little, at any scale, each pixel shows what lies there`, () => {
    for (const skewDeg of [0, 0.01, -0.7, 2.3, -8, 13])
      for (const scale of [1, 0.5, 1.07]) {
        const { widthPx, heightPx, toSource } = uprightFrame(noise, orientation, skewDeg, scale);
        const { gray } = warp(noise, toSource, widthPx, heightPx);
        let compared = 0;
        for (let y = 0; y < heightPx; y++)
          for (let x = 0; x < widthPx; x++) {
            const shown = shownAt(toSource, x, y);
            if (shown === null) continue;
            compared++;
            const drawn = gray[y * widthPx + x]!;
            assert.ok(Math.abs(drawn - shown) <= 0.51, `${skewDeg}°, ${scale}: ${drawn} at ${x}, ${y} instead of ${shown}`);
          }
        assert.ok(compared > (0.9 * (W - 1) * (H - 1)) / scale ** 2, `${skewDeg}°, ${scale}: ${compared} compared`);
      }
  });
