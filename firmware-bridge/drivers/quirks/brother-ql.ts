/** Models that differ from a QL-710W and its kin. */
export interface BrotherQuirk {
  rowBytes?: 90 | 162;
  headOffsetDots?: number;
  switchesMode?: boolean;
  cuts?: boolean;
  minimumDots?: number;
  status?: 'queried' | 'none';
}

export const BROTHER_QUIRKS: Readonly<Record<string, BrotherQuirk>> = {
  /** QL-550, 560, 570 and 700 know no other mode than raster; the older of them print nothing shorter than an inch. */
  'one-mode': { switchesMode: false, minimumDots: 295 },
  /** The QL-500 has no cutter either and knows none of its commands. */
  'no-cutter': { switchesMode: false, cuts: false, minimumDots: 295 },
  /** QL-1050, 1060N: labels up to 102 mm. */
  wide: { rowBytes: 162, headOffsetDots: 44, minimumDots: 295 },
  /** By network most models take labels and answer nothing. */
  silent: { status: 'none' },
};

export interface BrotherMedia {
  /** Width and length in millimetres as the printer tells them; length 0 of an endless roll. */
  tape: readonly [number, number];
  /** Dots across and along that can be printed on. */
  printable: readonly [number, number | null];
  /** Dots between the right edge of the paper's way and the first that can be printed on. */
  offset: number;
}

/** Brother, Raster Command Reference, tables of page sizes and print areas at 300 dpi. Named as they are sold. */
export const BROTHER_MEDIA: Readonly<Record<string, BrotherMedia>> = {
  29: { tape: [29, 0], printable: [306, null], offset: 6 },
  38: { tape: [38, 0], printable: [413, null], offset: 12 },
  50: { tape: [50, 0], printable: [554, null], offset: 12 },
  54: { tape: [54, 0], printable: [590, null], offset: 0 },
  62: { tape: [62, 0], printable: [696, null], offset: 12 },
  102: { tape: [102, 0], printable: [1164, null], offset: 12 },
  '17x54': { tape: [17, 54], printable: [165, 566], offset: 0 },
  '17x87': { tape: [17, 87], printable: [165, 956], offset: 0 },
  '23x23': { tape: [23, 23], printable: [202, 202], offset: 42 },
  '29x42': { tape: [29, 42], printable: [306, 425], offset: 6 },
  '29x90': { tape: [29, 90], printable: [306, 991], offset: 6 },
  '39x90': { tape: [38, 90], printable: [413, 991], offset: 12 },
  '39x48': { tape: [39, 48], printable: [425, 495], offset: 6 },
  '52x29': { tape: [52, 29], printable: [578, 271], offset: 0 },
  '62x29': { tape: [62, 29], printable: [696, 271], offset: 12 },
  '62x100': { tape: [62, 100], printable: [696, 1109], offset: 12 },
  '102x51': { tape: [102, 51], printable: [1164, 526], offset: 12 },
  '102x152': { tape: [102, 153], printable: [1164, 1660], offset: 12 },
};
