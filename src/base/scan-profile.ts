import type { ScanProfile } from './words.ts';

/** What a scanner is asked for. */
export interface ScanQuality {
  mode: 'gray' | 'colour';
  lossless: boolean;
  resolutionDpi: number;
}

/**
 * `routing`: enough to read, route and file, small and fast. `evidence`: the untouched master of a copy that is to stand for its original, in
 * colour, without loss where the scanner can, at 300 dpi at least (LPF art. A102 B-2; décret 2016-1673): derivatives are made beside it, never
 * in its place.
 */
export function qualityOf(profile: ScanProfile, usualDpi: number): ScanQuality {
  if (profile === 'evidence') return { mode: 'colour', lossless: true, resolutionDpi: Math.max(300, usualDpi) };
  return { mode: 'gray', lossless: false, resolutionDpi: usualDpi };
}
