import type { ScanOrder } from '../protocol/messages.ts';

/** Where the side with this index (from 0) of a run belongs. */
export function placeOf(order: ScanOrder, index: number): { sheet: number; side: 'front' | 'back' } {
  const duplex = order.source === 'adf-duplex';
  return {
    sheet: order.firstSheet + (duplex ? index >> 1 : index),
    side: duplex && index % 2 === 1 ? 'back' : 'front',
  };
}
