/** Which pages may be seen, and where their pictures are. The one place that decides it (DESIGN.md rule 10). */
import type { PageView, Picture } from '#contract/common.ts';
import { PATHS } from '#contract/paths.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import { type Pictures, pictureKey } from '#store/remembered-keys.ts';

type DocumentRow = ProjectionRows['document'];
type PageRow = ProjectionRows['page'];
export type PageSize = 'thumbnail' | 'view' | 'full';

const THUMBNAIL_PX = 190;

/** True once a reading has passed the secrecy gate, and while nobody closed or erased the document. */
export const mayBeSeen = (document: Pick<DocumentRow, 'state' | 'secrecy' | 'routing_reading' | 'full_reading'> | undefined): boolean =>
  document !== undefined &&
  (document.state === 'file' || document.state === 'review') &&
  document.secrecy === null &&
  (document.routing_reading !== null || document.full_reading !== null);

/** A separator sheet that this box has sealed: what stands on it is its own. What only looks like a separator was never read, and is not shown. */
export const isOwnSheet = (page: Pick<PageRow, 'role' | 'orders'>): boolean => page.role === 'separator' && page.orders !== null;

const urlOf = (pageId: string, size: PageSize): string => PATHS.page.replace(':pageId', pageId).replace(':size', size);

/** Null where no picture was drawn (yet). */
export const picturesOf = (read: Reader, pageId: string): Pictures | null => read.recall(pictureKey(pageId)) as Pictures | null;

/** Sheets in the order they were fed, fronts before backs. */
export const inPaperOrder = (a: PageRow, b: PageRow): number =>
  a.batch_id.localeCompare(b.batch_id) || a.sheet - b.sheet || b.side.localeCompare(a.side) || a.attempt - b.attempt;

/** All sides of a document as the paper lies, blank ones included. */
export const pagesOf = (read: Reader, documentId: string): PageRow[] => read.all('page', { document_id: documentId }).sort(inPaperOrder);

export function thumbnailOf(read: Reader, pageId: string): Picture | null {
  const drawn = picturesOf(read, pageId);
  if (drawn === null) return null;
  const heightPx = Math.max(1, Math.round((THUMBNAIL_PX * drawn.heightPx) / drawn.widthPx));
  return { url: urlOf(pageId, 'thumbnail'), widthPx: THUMBNAIL_PX, heightPx };
}

/** One page; without pictures where its document may not be seen, or belongs to none yet. */
export function pageView(read: Reader, page: PageRow, document: DocumentRow | undefined): PageView {
  const own = isOwnSheet(page);
  const seen = mayBeSeen(document) || own;
  const drawn = seen ? picturesOf(read, page.id) : null;
  // The original is not turned: a page that lay wrong is better shown by its view alone, which of a separator is never drawn.
  const upright = seen && page.blob !== null && (page.orientation === 0 || own) && page.width_px !== null && page.height_px !== null;
  return {
    pageId: page.id,
    sheet: page.sheet,
    side: page.side === 'back' ? 'back' : 'front',
    blank: page.role === 'blank',
    thumbnail: drawn && thumbnailOf(read, page.id),
    view: drawn && { url: urlOf(page.id, 'view'), widthPx: drawn.widthPx, heightPx: drawn.heightPx },
    full: upright ? { url: urlOf(page.id, 'full'), widthPx: page.width_px!, heightPx: page.height_px! } : null,
  };
}

/** The picture of an item for a list: its first written page that may be seen. */
export function itemThumbnail(read: Reader, item: ProjectionRows['item'], documents: readonly DocumentRow[]): Picture | null {
  if (item.secrecy !== null) return null;
  const document = documents.find(mayBeSeen);
  const page = document && read.get('page', { document_id: document.id, ordinal: 0 });
  return page ? thumbnailOf(read, page.id) : null;
}
