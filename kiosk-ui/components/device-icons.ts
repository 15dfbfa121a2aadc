import type { DeviceKind } from '#contract/words.ts';
import type { IconName } from './icon-names.ts';

/** What a device looks like while all is well. */
export const DEVICE_ICONS: Record<DeviceKind, IconName> = {
  scanner: 'printer-check',
  'label-printer': 'tag',
  'code-reader': 'scan-barcode',
  'badge-reader': 'id-card',
  pedal: 'footprints',
  scale: 'scale',
};
