/** The rows of one item, and what a list says about it. */

import type { ItemKind, Source } from '#contract/words.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import type { ItemRows } from './item-routes.ts';
import { mayBeSeen } from './page-views.ts';

export function itemRows(read: Reader, item: ProjectionRows['item']): ItemRows {
  const of = { item_id: item.id };
  return {
    item,
    documents: read.all('document', of, 'seq').filter(({ state }) => state !== 'removed'),
    filings: read.all('filing', of, 'planned_position'),
    notices: read.all('notice', of, 'position'),
    custody: read.all('custody', of).at(-1),
  };
}

/** The document that speaks for its item: the one somebody must decide about, else the first. */
export const leadingDocument = ({ documents }: Pick<ItemRows, 'documents'>): ProjectionRows['document'] | undefined =>
  documents.find((one) => one.state === 'review') ?? documents[0];

export const sourceOf = (item: ProjectionRows['item']): Source =>
  item.kind === 'email' ? 'email' : item.source === 'scan' ? 'scanner' : 'desk';
export const kindOf = (item: ProjectionRows['item']): ItemKind => item.kind as ItemKind;

/** What kind of document it is; of closed and erased mail that is nobody's to see. */
export const classOf = (document: ProjectionRows['document'] | undefined): string | null =>
  document && mayBeSeen(document) ? document.class : null;

/** The sender as the full read left it; null where nothing was read or the mail stays closed. */
export function senderOf(read: Reader, { item, documents }: Pick<ItemRows, 'item' | 'documents'>): string | null {
  if (item.secrecy !== null) return null;
  for (const document of documents.filter(mayBeSeen)) {
    const { sender } = read.personal(document.id);
    if (sender) return sender.slice(0, 300);
  }
  return null;
}
