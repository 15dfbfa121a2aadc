/**
 * The projection: what the ledger adds up to, one interface a table. The columns of `store/migrations` have these very names.
 * Booleans are 0 or 1 as SQLite keeps them. Nothing in here is personal data: names and texts stand in `personal` and in blobs.
 */
export interface ProjectionRows {
  item: {
    id: string;
    number: string;
    direction: string;
    kind: string;
    parent_id: string | null;
    source: string;
    department_id: string | null;
    person_id: string | null;
    shelf: string | null;
    secrecy: string | null;
    urgent: 0 | 1;
    /** The day its separator sheet was for. */
    day: string | null;
    registered_ms: number;
    registered_position: number;
    /** Null while the registration stands. */
    voided_position: number | null;
    /** Position of the newest event about this item: what an act must have seen. */
    last_position: number;
  };
  document: {
    id: string;
    item_id: string;
    seq: number;
    batch_id: string;
    sheet: number;
    /** divided, file, review, close, erased, removed (its sheets were taken back) */
    state: string;
    class: string | null;
    class_confidence: number;
    /** What the box itself said last, whatever a clerk said since. */
    box_class: string | null;
    box_confidence: number;
    department_id: string | null;
    person_id: string | null;
    confidence: number;
    secrecy: string | null;
    registered_mail: 0 | 1;
    reason: string | null;
    /** JSON: Candidate[] */
    candidates: string;
    decided_by: string | null;
    model: string | null;
    routing_reading: string | null;
    full_reading: string | null;
    language: string | null;
    read_failure: string | null;
    /** JSON: Suspicion[] */
    suspicions: string;
    revision: number;
    divided_position: number;
    decided_position: number | null;
  };
  page: {
    id: string;
    batch_id: string;
    document_id: string | null;
    sheet: number;
    side: string;
    attempt: number;
    /** content, blank, separator, removed (taken back by a clerk, or never one of the batch); null before it was looked at */
    role: string | null;
    /** Drawn together with another sheet. */
    suspect: 0 | 1;
    ordinal: number | null;
    blob: string | null;
    format: string;
    size_bytes: number;
    resolution_dpi: number;
    orientation: number | null;
    width_px: number | null;
    height_px: number | null;
    separator: string | null;
    /** JSON: SeparatorOrders */
    orders: string | null;
    /** JSON: SeparatorNote[] */
    notes: string;
    own_number: string | null;
    look: string | null;
    failure: string | null;
    position: number;
  };
  batch: {
    id: string;
    scanner: string | null;
    source: string;
    separation: string;
    sheets_per_item: number | null;
    /** routing, evidence */
    profile: string;
    resolution_dpi: number;
    /** open, closed, cancelled, stopped (waits to be continued) */
    state: string;
    sheets: number | null;
    sides: number | null;
    /** How often a run of it has ended. */
    runs: number;
    condition: string | null;
    at_sheet: number | null;
    opened_ms: number;
    position: number;
  };
  filing: {
    id: string;
    item_id: string;
    document_id: string;
    target: string;
    department_id: string;
    mailbox: string;
    revision: number;
    /** planned, cancelled, filed, held, withdrawn, stale (filed, wrong, and could not be withdrawn) */
    state: string;
    message_id: string;
    grace_ms: number;
    locator: string | null;
    uid: number | null;
    digest: string | null;
    hold_code: string | null;
    planned_position: number;
    planned_ms: number;
    filed_ms: number | null;
  };
  link: {
    id: string;
    kind: string;
    from_item: string;
    to_item: string | null;
    from_document: string | null;
    to_document: string | null;
    position: number;
  };
  notice: {
    id: string;
    item_id: string;
    document_id: string | null;
    person_id: string | null;
    department_id: string | null;
    kind: string;
    message_id: string;
    /** The copy it tells of. */
    filing_id: string | null;
    /** planned, cancelled, sent, failed */
    state: string;
    failure: string | null;
    position: number;
  };
  label: { number: string; copy: number; item_id: string; outcome: string; printer: string; position: number };
  /** Who has the thing from there on: a person, a department, a shelf; none of them: the carrier that brought it. */
  custody: {
    position: number;
    item_id: string;
    department_id: string | null;
    person_id: string | null;
    shelf: string | null;
    by_actor: string;
    at_ms: number;
  };
}

export type TableName = keyof ProjectionRows;
export const PRIMARY_KEY = {
  item: ['id'],
  document: ['id'],
  page: ['id'],
  batch: ['id'],
  filing: ['id'],
  link: ['id'],
  notice: ['id'],
  label: ['number', 'copy'],
  custody: ['position'],
} as const satisfies { [T in TableName]: readonly (keyof ProjectionRows[T])[] };

/** Nobody of the house has it any more. */
export const isReturned = ({ department_id, person_id, shelf }: ProjectionRows['custody']): boolean =>
  department_id === null && person_id === null && shelf === null;

/** One change of the projection. `set` fails (a bug) where no row has the key: an event never speaks of what was not there. */
export type RowChange = {
  [T in TableName]:
    | { table: T; op: 'insert'; row: ProjectionRows[T] }
    | { table: T; op: 'set'; key: Partial<ProjectionRows[T]>; to: Partial<ProjectionRows[T]> };
}[TableName];
