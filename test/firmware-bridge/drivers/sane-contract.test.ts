import sharp from 'sharp';
import { scannerContract } from '#test/contracts/scanner.contract.ts';
import { readyScanner } from '../bridge-bench.ts';
import { overSane } from './sane-bench.ts';

/** 20 x 20 mm at 300 dpi: the scan window of the bench, so that nothing is added and nothing cut off. */
const SIDE_PX = 236;

/** Six different gray JPEGs. */
const jpegs = () =>
  Promise.all(
    Array.from({ length: 6 }, (_, i) => {
      const noise = { type: 'gaussian', mean: 90 + i * 20, sigma: 30 } as const;
      const page = sharp({ create: { width: SIDE_PX, height: SIDE_PX, channels: 3, background: 'white', noise } });
      return page.toColourspace('b-w').jpeg().toBuffer();
    }),
  );

scannerContract('SANE (airscan) through the bridge', jpegs, async (t) => ({
  ...(await readyScanner(t, { scannerBy: (url) => overSane(url, { widthMm: 20, heightMm: 20 }) })),
  essence: (side) => sharp(side).toColourspace('b-w').raw().toBuffer(),
}));
