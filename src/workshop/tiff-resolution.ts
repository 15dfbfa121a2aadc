/** Resolution across and down of one page of a TIFF: fax pages have 204 by 98 or 196, and sharp tells only the first. */
const X_RESOLUTION = 282;
const Y_RESOLUTION = 283;
const ENTRY_BYTES = 12;
const PAGES_MAX = 10_000;

/** Pixels per unit, whatever the unit; null where the page does not say, or not in a classic TIFF. */
export function tiffResolution(bytes: Uint8Array, page: number): { across: number; down: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  try {
    if (view.getUint16(2, little) !== 42) return null;
    let at = view.getUint32(4, little);
    for (let i = 0; i < Math.min(page, PAGES_MAX); i++) at = view.getUint32(at + 2 + ENTRY_BYTES * view.getUint16(at, little), little);
    const found = new Map<number, number>();
    for (let i = 0; i < view.getUint16(at, little); i++) {
      const entry = at + 2 + ENTRY_BYTES * i;
      const tag = view.getUint16(entry, little);
      if (tag !== X_RESOLUTION && tag !== Y_RESOLUTION) continue;
      const value = view.getUint32(entry + 8, little);
      found.set(tag, view.getUint32(value, little) / view.getUint32(value + 4, little));
    }
    const [across, down] = [found.get(X_RESOLUTION) ?? 0, found.get(Y_RESOLUTION) ?? 0];
    return across > 0 && down > 0 && Number.isFinite(across / down) ? { across, down } : null;
  } catch (error) {
    // Offsets that lead out of the file: whether it can be opened at all is not decided here.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
