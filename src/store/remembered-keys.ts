/** Under which keys things are remembered: named here once for those who write them and those who show them. */
import type { BlobName } from '#base/ids.ts';

/** Where the pictures made of a page are noted: derivatives, no part of the register. */
export const pictureKey = (pageId: string): string => `picture:${pageId}`;
export interface Pictures {
  /** 190 px wide. */
  thumbnail: BlobName;
  view: BlobName;
  /** Of the view. */
  widthPx: number;
  heightPx: number;
}

/** What an act answered and how it would be taken back, by its id. */
export const actKey = (actId: string): string => `act:${actId}`;
/** Id of the newest act on an item that can be taken back. */
export const lastActKey = (itemId: string): string => `last-act:${itemId}`;
