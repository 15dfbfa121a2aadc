import type { PageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import {
  type Act,
  type ActOutcome,
  type Desk,
  type DocumentId,
  documentOf,
  type ItemId,
  itemOf,
  refuse,
  type Touching,
  type UndoPaging,
} from './act.ts';
import { decisionOf, fileUnder, takeBackFilings } from './decide.ts';

type DocumentRow = ProjectionRows['document'];
type PageRow = ProjectionRows['page'];

/** A side that was set aside as blank is written on after all: it becomes a page of its document. */
export const notBlank: Act<Touching & { documentId: DocumentId; pageId: PageId }> = {
  name: 'not-blank',
  decide({ itemId, documentId, pageId }, desk) {
    const document = documentOf(desk.state, itemId!, documentId);
    const sides = desk.state.all('page', { document_id: documentId });
    const aside = sides.find(({ id, role }) => id === pageId && role === 'blank');
    if (!aside) throw refuse('put a side back', 'it was not set aside as blank');
    if (aside.blob === null) throw refuse('put a side back', 'its image is not kept any more');
    const written = sides.filter(({ id, role }) => id === pageId || role === 'content').sort(asPaperLies);
    const blank = sides.filter(({ id, role }) => id !== pageId && role === 'blank');
    const undo: UndoPaging = {
      ...{ itemId: itemId!, documentId, untilMs: null },
      pages: sides
        .filter(({ ordinal }) => ordinal !== null)
        .sort((a, b) => a.ordinal! - b.ordinal!)
        .map(idOf),
      blankPages: sides.filter(({ role }) => role === 'blank').map(idOf),
    };
    return { ...paged(desk, document, written.map(idOf), blank.map(idOf)), undo };
  },
};

export function undoPaging(desk: Desk, plan: UndoPaging): ActOutcome {
  const document = documentOf(desk.state, plan.itemId, plan.documentId);
  const now = desk.state.all('page', { document_id: plan.documentId }).length;
  if (now !== plan.pages.length + plan.blankPages.length) throw refuse('undo', 'its pages are others now');
  return { ...paged(desk, document, plan.pages, plan.blankPages), answer: { itemId: plan.itemId } };
}

const idOf = ({ id }: PageRow): PageId => id as PageId;
const asPaperLies = (a: PageRow, b: PageRow): number => a.sheet - b.sheet || b.side.localeCompare(a.side);

/** The document is read again, and what was filed of it is filed anew under the usual rules: free within the grace, a withdrawal after it. */
function paged(desk: Desk, document: DocumentRow, pages: PageId[], blankPages: PageId[]): ActOutcome {
  if (document.state !== 'file' && document.state !== 'review')
    throw refuse('change the pages', document.state === 'divided' ? 'they are still being read' : 'this mail is closed');
  const itemId = document.item_id as ItemId;
  const documentId = document.id as DocumentId;
  const item = itemOf(desk.state, itemId);
  const isFiled = document.state === 'file';
  const revision = isFiled ? document.revision + 1 : document.revision;
  const back = takeBackFilings(desk, document);
  const unread = { ...document, full_reading: null, read_failure: null };
  const filing = isFiled ? fileUnder(desk, item, unread, decisionOf(document), revision) : null;
  return {
    events: [
      ...back.events,
      event('document.paged@1', itemId, { documentId, pages, blankPages, revision, by: desk.actor }),
      ...(filing?.events ?? []),
    ],
    jobs: [
      ...back.jobs,
      { name: 'read', subject: documentId, priority: 2, unique: true },
      { name: 'picture', subject: documentId, priority: 7 },
    ],
    cancelled: back.cancelled,
  };
}
