import type { Decision, EventBodies, EventType, StoredEvent } from './events.ts';
import type { ProjectionRows, RowChange, TableName } from './rows.ts';

const insert = <T extends TableName>(table: T, row: ProjectionRows[T]): RowChange => ({ table, op: 'insert', row }) as RowChange;
const set = <T extends TableName>(table: T, key: Partial<ProjectionRows[T]>, to: Partial<ProjectionRows[T]>): RowChange =>
  ({ table, op: 'set', key, to }) as RowChange;

type At = Pick<StoredEvent, 'position' | 'wallMs' | 'itemId'>;
type Folder<T extends EventType> = (body: EventBodies[T], at: At) => RowChange[];

const decided = (d: Decision & { documentId: string }, by: string, at: At): RowChange[] => [
  set(
    'document',
    { id: d.documentId },
    {
      state: d.outcome,
      class: d.class,
      class_confidence: d.classConfidence,
      department_id: d.departmentId,
      person_id: d.personId,
      confidence: d.confidence,
      secrecy: d.secrecy,
      registered_mail: d.registered ? 1 : 0,
      reason: d.reason,
      candidates: JSON.stringify(d.candidates),
      decided_by: by,
      decided_position: at.position,
    },
  ),
  // Of closed mail nothing that was read is kept.
  ...(d.outcome === 'close' ? [set('document', { id: d.documentId }, { routing_reading: null, full_reading: null, language: null })] : []),
  ...(d.outcome === 'close' ? [set('item', { id: at.itemId! }, { secrecy: d.secrecy ?? 'personal' })] : []),
];

/** An empty feeder is how a batch ends; anything else stopped it, and it waits to be continued; a cancelled one has a sheet to put back. */
const endOf = (b: EventBodies['batch.closed@1']): string => {
  if (b.condition !== null && b.condition !== 'feeder-empty') return 'stopped';
  return b.atSheet === null ? 'closed' : 'cancelled';
};

/** What each event does to the projection. Total: a new event does not compile before it stands here. */
const FOLD: { [T in EventType]: Folder<T> } = {
  'epoch.opened@1': () => [],
  'number.voided@1': () => [],
  'batch.opened@1': (b, at) => [
    insert('batch', {
      id: b.batchId,
      scanner: b.scanner,
      source: b.source,
      separation: b.separation,
      sheets_per_item: b.sheetsPerItem ?? null,
      profile: b.profile ?? 'routing',
      resolution_dpi: b.resolutionDpi,
      state: 'open',
      sheets: null,
      sides: null,
      runs: 0,
      condition: null,
      at_sheet: null,
      opened_ms: at.wallMs,
      position: at.position,
    }),
  ],
  'batch.closed@1': (b) => [
    set(
      'batch',
      { id: b.batchId },
      {
        ...{ state: endOf(b), sheets: b.sheets, sides: b.sides, condition: b.condition, at_sheet: b.atSheet },
        ...(b.runs === undefined ? {} : { runs: b.runs }),
      },
    ),
  ],
  'page.scanned@1': (b, at) => [
    insert('page', {
      id: b.pageId,
      batch_id: b.batchId,
      document_id: null,
      sheet: b.sheet,
      side: b.side,
      attempt: b.attempt,
      role: b.suspect ? 'removed' : null,
      suspect: b.suspect ? 1 : 0,
      ordinal: null,
      blob: b.blob,
      format: b.format,
      size_bytes: b.sizeBytes,
      resolution_dpi: b.resolutionDpi,
      orientation: null,
      width_px: null,
      height_px: null,
      separator: null,
      orders: null,
      notes: '[]',
      own_number: null,
      look: null,
      failure: null,
      position: at.position,
    }),
  ],
  'page.looked@1': (b) => [
    set(
      'page',
      { id: b.pageId },
      {
        role: b.separator !== null && b.separator !== 'first' ? 'separator' : b.blank ? 'blank' : 'content',
        orientation: b.orientation,
        separator: b.separator,
        orders: b.orders ? JSON.stringify(b.orders) : null,
        notes: JSON.stringify(b.notes ?? []),
        own_number: b.ownNumber,
        look: b.look,
        width_px: b.widthPx,
        height_px: b.heightPx,
      },
    ),
  ],
  'page.rekeyed@1': (b) => [set('page', { id: b.pageId }, { blob: b.blob, look: null })],
  'page.unreadable@1': (b) => [set('page', { id: b.pageId }, { role: 'content', failure: b.code })],
  'sheets.removed@1': (b) => [
    ...b.pages.map((id) => set('page', { id }, { role: 'removed', document_id: null, ordinal: null })),
    ...b.documents.map((id) => set('document', { id }, { state: 'removed', routing_reading: null, full_reading: null })),
    set('batch', { id: b.batchId }, { at_sheet: b.atSheet }),
  ],
  'sheets.restored@1': (b) => [
    ...b.pages.map(({ pageId: id, role }) => set('page', { id }, { role })),
    set('batch', { id: b.batchId }, { at_sheet: b.atSheet }),
  ],
  'item.registered@1': (b, at) => [
    insert('item', {
      id: at.itemId!,
      number: b.number,
      direction: b.direction,
      kind: b.kind,
      parent_id: b.parentId,
      source: b.source,
      department_id: b.departmentId,
      person_id: b.personId,
      shelf: null,
      secrecy: null,
      urgent: b.urgent ? 1 : 0,
      day: b.day ?? null,
      registered_ms: at.wallMs,
      registered_position: at.position,
      voided_position: null,
      last_position: at.position,
    }),
  ],
  'item.voided@1': (_, at) => [set('item', { id: at.itemId! }, { voided_position: at.position })],
  'label.printed@1': (b, at) => [
    insert('label', { number: b.number, copy: b.copy, item_id: at.itemId!, outcome: b.outcome, printer: b.printer, position: at.position }),
  ],
  'label.confirmed@1': (b) => [set('label', { number: b.number, copy: b.copy }, { outcome: b.found ? 'printed' : 'not-printed' })],
  'item.linked@1': (b, at) => [
    insert('link', {
      id: b.linkId,
      kind: b.kind,
      from_item: at.itemId!,
      to_item: b.toItem,
      from_document: b.fromDocument,
      to_document: b.toDocument,
      position: at.position,
    }),
  ],
  'item.handed-over@1': (b, at) => [
    insert('custody', {
      position: at.position,
      item_id: at.itemId!,
      department_id: b.departmentId,
      person_id: b.personId,
      shelf: b.shelf,
      by_actor: b.by,
      at_ms: at.wallMs,
    }),
    set('item', { id: at.itemId! }, { shelf: b.shelf }),
  ],
  'item.returned@1': (b, at) => [
    insert('custody', {
      position: at.position,
      item_id: at.itemId!,
      department_id: null,
      person_id: null,
      shelf: null,
      by_actor: b.by,
      at_ms: at.wallMs,
    }),
    set('item', { id: at.itemId! }, { shelf: null }),
  ],
  'document.divided@1': (b, at) => [
    insert('document', {
      id: b.documentId,
      item_id: at.itemId!,
      seq: b.seq,
      batch_id: b.batchId,
      sheet: b.sheet,
      state: 'divided',
      class: null,
      class_confidence: 0,
      box_class: null,
      box_confidence: 0,
      department_id: null,
      person_id: null,
      confidence: 0,
      secrecy: null,
      registered_mail: 0,
      reason: null,
      candidates: '[]',
      decided_by: null,
      model: null,
      routing_reading: null,
      full_reading: null,
      language: null,
      read_failure: null,
      suspicions: '[]',
      revision: 1,
      divided_position: at.position,
      decided_position: null,
    }),
    // Its label was on paper after all: the item is there, whoever voided it.
    set('item', { id: at.itemId! }, { voided_position: null }),
    ...b.pages.map((id, ordinal) => set('page', { id }, { document_id: b.documentId, ordinal })),
    ...b.blankPages.map((id) => set('page', { id }, { document_id: b.documentId })),
  ],
  'document.paged@1': (b) => [
    ...b.pages.map((id, ordinal) => set('page', { id }, { role: 'content', ordinal })),
    ...b.blankPages.map((id) => set('page', { id }, { role: 'blank', ordinal: null })),
    set('document', { id: b.documentId }, { full_reading: null, read_failure: null, revision: b.revision }),
  ],
  'document.decided@1': (b, at) => [
    ...decided(b, 'box', at),
    set(
      'document',
      { id: b.documentId },
      { routing_reading: b.reading, model: b.model, box_class: b.class, box_confidence: b.classConfidence },
    ),
  ],
  'document.read@1': (b) => [set('document', { id: b.documentId }, { full_reading: b.reading, language: b.language, read_failure: null })],
  'document.suspected@1': (b) => [set('document', { id: b.documentId }, { suspicions: JSON.stringify(b.suspicions) })],
  'document.read-failed@1': (b) => [set('document', { id: b.documentId }, { read_failure: b.code })],
  'document.corrected@1': (b, at) => [...decided(b, b.by, at), set('document', { id: b.documentId }, { revision: b.revision })],
  'filing.planned@1': (b, at) => [
    insert('filing', {
      id: b.filingId,
      item_id: at.itemId!,
      document_id: b.documentId,
      target: b.target,
      department_id: b.departmentId,
      mailbox: b.mailbox,
      revision: b.revision,
      state: 'planned',
      message_id: b.messageId,
      grace_ms: b.graceMs,
      locator: null,
      uid: null,
      digest: null,
      hold_code: null,
      planned_position: at.position,
      planned_ms: at.wallMs,
      filed_ms: null,
    }),
  ],
  'filing.cancelled@1': (b) => [set('filing', { id: b.filingId }, { state: 'cancelled' })],
  'mail.filed@1': (b, at) => [
    set(
      'filing',
      { id: b.filingId },
      { state: 'filed', mailbox: b.mailbox, locator: b.locator, uid: b.uid, digest: b.digest, hold_code: null, filed_ms: at.wallMs },
    ),
  ],
  'filing.held@1': (b) => [set('filing', { id: b.filingId }, { state: 'held', hold_code: b.code })],
  'filing.withdrawn@1': (b) => [set('filing', { id: b.filingId }, { state: b.outcome === 'withdrawn' ? 'withdrawn' : 'stale' })],
  'notice.planned@1': (b, at) => [
    insert('notice', {
      id: b.noticeId,
      item_id: at.itemId!,
      document_id: b.documentId,
      person_id: b.personId,
      department_id: b.departmentId,
      kind: b.kind,
      message_id: b.messageId,
      filing_id: b.filingId ?? null,
      state: 'planned',
      failure: null,
      position: at.position,
    }),
  ],
  'notice.cancelled@1': (b) => [set('notice', { id: b.noticeId }, { state: 'cancelled' })],
  'notice.sent@1': (b) => [set('notice', { id: b.noticeId }, { state: 'sent', failure: null })],
  'notice.failed@1': (b) => [set('notice', { id: b.noticeId }, { state: 'failed', failure: b.code })],
  'contents.erased@1': (b) => [
    ...b.documents.map((id) => set('document', { id }, { state: 'erased', routing_reading: null, full_reading: null })),
    ...b.pages.map((id) => set('page', { id }, { blob: null, look: null })),
  ],
};

/** Every event there is. */
export const EVENT_TYPES = Object.keys(FOLD) as EventType[];

/**
 * What an event does to the projection. Pure, and reads nothing but the event: a rebuild from the ledger therefore
 * gives the very rows that were written as the events came (DESIGN.md rule 2).
 */
export function changesOf(event: StoredEvent): RowChange[] {
  const fold = FOLD[event.type] as Folder<EventType>;
  const changes = fold(event.body as never, event);
  // The item itself comes first in the list when it is new, so its last position is right already.
  if (event.itemId !== null && event.type !== 'item.registered@1')
    changes.push(set('item', { id: event.itemId }, { last_position: event.position }));
  return changes;
}
