/**
 * Printers that speak ZPL with an accent. `options.quirk` of a device names a row; what the configuration says itself wins.
 * A new model is a row here, not code.
 */
export interface ZplQuirk {
  /** `run-length` for firmware older than ZPL II's Z64. */
  encoding?: 'z64' | 'run-length';
  /** `none` for printers that never answer: a label counts as printed when its last byte was taken. */
  status?: 'queried' | 'none';
}

export const ZPL_QUIRKS: Readonly<Record<string, ZplQuirk>> = {
  'no-z64': { encoding: 'run-length' },
  silent: { status: 'none' },
};
