/**
 * The closed table of foreseen failures (STYLE.md, Errors). A row gives the English sentence, who acts next, and, by its
 * parameter, the type of the context. The kiosk has a translation for each code; a test proves code, docs and catalogue agree.
 *
 * `away`: the far end is not there or not ready. It may be so for a month (DESIGN.md rule 12): tried until it is back, never given up.
 */
export type Retry = 'soon' | 'later' | 'away' | 'operator' | 'never';

const row = <C extends object>(retry: Retry, say: (c: C) => string) => ({ retry, say });
type None = Record<never, never>;

export const FAILURES = {
  // --- register and store
  ITEM_MOVED_ON: row<{ itemId: string; expected: number; actual: number }>(
    'soon',
    (c) => `Somebody changed item ${c.itemId} meanwhile (position ${c.actual}, you saw ${c.expected}). Read it again and decide again.`,
  ),
  STORAGE_FULL: row<{ folder: string; detail?: string }>(
    'operator',
    (c) => `The disk under ${c.folder} is full; nothing was written. Free space, then try again.`,
  ),
  STATE_LOCKED: row<{ folder: string }>('operator', (c) => `Another Vaguemestre is already running on ${c.folder}. Stop it first.`),
  STATE_TOO_NEW: row<{ found: number; known: number }>(
    'operator',
    (c) =>
      `The register was written by a newer version (schema ${c.found}, this program knows ${c.known}). Install that version or a later one.`,
  ),
  REGISTER_WENT_BACK: row<{ folder: string; position: number; epoch: number; reachedPosition: number; reachedEpoch: number }>(
    'operator',
    (c) =>
      `The register in ${c.folder} ends at position ${c.position} of epoch ${c.epoch} and had reached position ${c.reachedPosition} of epoch ${c.reachedEpoch}: ` +
      `an older one was put in its place. Put the newer one back; or, if there is none, take the newest label in anybody's hand and run "vaguemestre register resume ${c.folder} NUMBER".`,
  ),
  REGISTER_BROKEN: row<{ position: number; what: string }>(
    'never',
    (c) => `The register does not verify at position ${c.position}: ${c.what}.`,
  ),
  ITEM_UNKNOWN: row<{ item: string }>('never', (c) => `No item ${c.item} in this register. Check the number on the label.`),
  DOCUMENT_UNKNOWN: row<{ documentId: string }>('never', (c) => `No document ${c.documentId} in this register.`),
  BLOB_MISSING: row<{ blob: string }>(
    'never',
    (c) => `Stored image ${c.blob.slice(0, 12)} is missing from the blobs folder. Restore it from a backup.`,
  ),
  BLOB_DAMAGED: row<{ blob: string }>(
    'never',
    (c) => `Stored image ${c.blob.slice(0, 12)} does not match its name any more. Restore it from a backup.`,
  ),
  BLOB_ERASED: row<{ blob: string }>('never', () => 'This image was erased; its key no longer exists.'),
  BLOB_OVERTAKEN: row<{ blob: string }>(
    'soon',
    (c) => `Stored image ${c.blob.slice(0, 12)} was erased while it was being written into the register; it is stored again.`,
  ),
  ERASURE_WAITS: row<{ folder: string }>(
    'soon',
    (c) => `A reader still looks at what is being erased under ${c.folder}; the erasure is completed when it has let go.`,
  ),
  NUMBERS_EXHAUSTED: row<{ prefix: string; year: number }>('operator', (c) => `Station ${c.prefix} has used all numbers of ${c.year}.`),
  ACT_REFUSED: row<{ act: string; why: string }>('never', (c) => `Cannot ${c.act}: ${c.why}.`),

  // --- configuration and command line
  CONFIG_INVALID: row<{ file: string; problems: string[] }>(
    'operator',
    (c) => `${c.file} has ${c.problems.length} mistake(s):\n${c.problems.map((p) => `  ${p}`).join('\n')}`,
  ),
  CONFIG_MISSING: row<{ file: string }>('operator', (c) => `There is no configuration file ${c.file}. Name one with --config.`),
  SECRET_UNREADABLE: row<{ key: string; file: string }>(
    'operator',
    (c) => `The secret for ${c.key} could not be read from ${c.file}. Check the file and its owner.`,
  ),
  DIRECTORY_INVALID: row<{ file: string; what: string }>('operator', (c) => `The directory ${c.file} cannot be used: ${c.what}.`),
  PORT_TAKEN: row<{ port: number }>(
    'operator',
    (c) => `Port ${c.port} on 127.0.0.1 is taken by another program. Stop it or choose another port.`,
  ),

  // --- bridge and devices
  FRAME_INVALID: row<{ what: string }>('never', (c) => `The other end of the bridge socket sent something that is no message: ${c.what}.`),
  PROTOCOL_MISMATCH: row<{ ours: number; theirs: number }>(
    'operator',
    (c) => `Daemon and bridge speak different versions (${c.ours} and ${c.theirs}). Restart both after an update.`,
  ),
  BRIDGE_AWAY: row<None>('away', () => 'The device bridge does not answer. It restarts by itself; nothing that was scanned is lost.'),
  DEVICE_UNKNOWN: row<{ deviceId: string }>('operator', (c) => `No device ${c.deviceId} is configured.`),
  DEVICE_ABSENT: row<{ deviceId: string }>('away', (c) => `${c.deviceId} does not answer. Check its cable and power.`),
  DEVICE_BUSY: row<{ deviceId: string }>('away', (c) => `${c.deviceId} is busy with another job.`),
  DEVICE_REFUSED: row<{ deviceId: string; status: number; detail: string }>(
    'operator',
    (c) => `${c.deviceId} refused the job (${c.status} ${c.detail}).`,
  ),
  DEVICE_SPEECH: row<{ deviceId: string; what: string }>(
    'later',
    (c) => `${c.deviceId} answered something this driver does not understand: ${c.what}.`,
  ),
  DRIVER_CRASHED: row<{ deviceId: string; driver: string; call: string; page: number | null; how: string }>(
    'soon',
    (c) =>
      `The driver "${c.driver}" of ${c.deviceId} broke down in ${c.call}${c.page === null ? '' : ` at page ${c.page}`} (${c.how}). It starts again by itself; put back the sheet that was under way and go on.`,
  ),
  DRIVER_UNAVAILABLE: row<{ deviceId: string; what: string }>(
    'operator',
    (c) => `${c.deviceId} needs a library that is not installed (${c.what}). For scanners install libsane1.`,
  ),
  PAGE_DAMAGED: row<{ deviceId: string; sheet: number; what: string }>(
    'operator',
    (c) => `Sheet ${c.sheet} from ${c.deviceId} arrived damaged (${c.what}). Put it back and go on.`,
  ),
  PAGE_ID_TAKEN: row<{ batchId: string; sheet: number }>(
    'operator',
    (c) => `Sheet ${c.sheet} of batch ${c.batchId} bears the name of a page that was kept with another image. Put it back and go on.`,
  ),
  SPOOL_FULL: row<{ capBytes: number }>(
    'operator',
    (c) => `The page spool has reached its limit of ${c.capBytes} bytes. Feeding stops until the daemon has taken the waiting pages.`,
  ),
  LABEL_UNKNOWN_OUTCOME: row<{ deviceId: string; sentBytes: number; totalBytes: number }>(
    'operator',
    (c) =>
      `The label may already be printed: the printer stopped answering after ${c.sentBytes} of ${c.totalBytes} bytes. Check the tray before reprinting.`,
  ),
  LABEL_NOT_PRINTED: row<{ deviceId: string; condition: string }>('away', (c) => `${c.deviceId} did not print the label: ${c.condition}.`),
  SCALE_UNSTABLE: row<{ deviceId: string; what: string }>('operator', (c) => `${c.deviceId} shows no weight to go by: ${c.what}.`),

  // --- workshop
  IMAGE_UNREADABLE: row<{ what: string }>('never', (c) => `This is no image that can be opened: ${c.what}.`),
  IMAGE_TOO_LARGE: row<{ what: string; limit: string }>('never', (c) => `This image is too large (${c.what}; the limit is ${c.limit}).`),
  PDF_UNREADABLE: row<{ what: string }>('never', (c) => `This PDF cannot be opened: ${c.what}.`),
  PDF_ENCRYPTED: row<None>('operator', () => 'This PDF asks for a password.'),
  FORMAT_UNKNOWN: row<{ what: string }>('never', (c) => `This file is neither a page image, a PDF nor an electronic invoice (${c.what}).`),
  FORMAT_NOT_READ: row<{ format: string }>(
    'never',
    (c) => `A file of the kind ${c.format} cannot be read here. Save or send it as JPEG, PNG or PDF.`,
  ),
  TASK_TIMED_OUT: row<{ task: string; deadlineMs: number }>(
    'later',
    (c) => `${c.task} took longer than ${c.deadlineMs} ms and was stopped.`,
  ),
  TASK_OUT_OF_MEMORY: row<{ task: string; ceilingMb: number }>(
    'never',
    (c) => `${c.task} needed more than ${c.ceilingMb} MB and was stopped.`,
  ),
  TASK_CRASHED: row<{ task: string; signal: string }>('soon', (c) => `${c.task} made its worker crash (${c.signal}).`),
  TASK_CANCELLED: row<{ task: string }>('soon', (c) => `${c.task} was cancelled.`),

  // --- filing and notices
  FILING_AWAY: row<{ target: string; detail: string }>(
    'away',
    (c) => `The mail server ${c.target} cannot be reached (${c.detail}). Work goes on; filing resumes by itself.`,
  ),
  FILING_LOST_ANSWER: row<{ target: string; mailbox: string }>(
    'soon',
    (c) => `The connection to ${c.target} broke while filing into ${c.mailbox}; the mailbox is searched before anything is sent again.`,
  ),
  FILING_OVER_QUOTA: row<{ mailbox: string }>('operator', (c) => `Mailbox ${c.mailbox} is full. Free space there; the filing waits.`),
  FILING_TOO_LARGE: row<{ mailbox: string; sizeBytes: number }>(
    'operator',
    (c) => `The message of ${c.sizeBytes} bytes is larger than ${c.mailbox} accepts.`,
  ),
  FILING_NO_MAILBOX: row<{ mailbox: string }>(
    'operator',
    (c) => `Mailbox ${c.mailbox} does not exist, or this account may not write to it.`,
  ),
  FILING_DENIED: row<{ target: string }>(
    'operator',
    (c) => `The mail server ${c.target} refused user name or password. Filing to it is stopped so that the account is not locked.`,
  ),
  FILING_REFUSED: row<{ mailbox: string; detail: string }>(
    'operator',
    (c) => `The mail server refused the message for ${c.mailbox}: ${c.detail}.`,
  ),
  NOTICE_AWAY: row<{ target: string; detail: string }>(
    'away',
    (c) => `The submission server ${c.target} cannot be reached (${c.detail}). Notices wait.`,
  ),
  NOTICE_AMBIGUOUS: row<{ target: string }>(
    'never',
    (c) => `${c.target} fell silent each time the notice had been sent; it may have arrived.`,
  ),
  NOTICE_DEFERRED: row<{ target: string; code: number }>('later', (c) => `${c.target} asked to try the notice again later (${c.code}).`),
  NOTICE_REFUSED: row<{ target: string; code: number }>('never', (c) => `${c.target} refused the notice for good (${c.code}).`),
  NOTICE_DENIED: row<{ target: string }>(
    'operator',
    (c) => `The submission server ${c.target} refused user name or password. Notices wait.`,
  ),

  // --- faces
  NOT_SIGNED_IN: row<None>('never', () => 'Sign in first.'),
  NOT_ALLOWED: row<{ right: string }>('never', (c) => `This needs the right "${c.right}".`),
  REQUEST_INVALID: row<{ what: string }>('never', (c) => `The request cannot be used: ${c.what}.`),
  NOT_FOUND: row<{ what: string }>('never', (c) => `There is no ${c.what}.`),
} as const;

export type FailureCode = keyof typeof FAILURES;
export type FailureContext<K extends FailureCode> = Parameters<(typeof FAILURES)[K]['say']>[0];

/** A foreseen failure. Decide from `code` and `retry`, never from the wording. */
export class MailroomError<K extends FailureCode = FailureCode> extends Error {
  override readonly name = 'MailroomError';
  readonly code: K;
  readonly context: FailureContext<K>;
  readonly retry: Retry;

  constructor(code: K, context: FailureContext<K>, options?: { cause?: unknown }) {
    super((FAILURES[code].say as (c: FailureContext<K>) => string)(context), options);
    this.code = code;
    this.context = context;
    this.retry = FAILURES[code].retry;
  }
}

/** True for a failure of one of these codes (of any code when none is given). */
export function isFailure<K extends FailureCode = FailureCode>(error: unknown, ...codes: K[]): error is MailroomError<K> {
  return error instanceof MailroomError && (codes.length === 0 || (codes as string[]).includes(error.code));
}

/** What travels over a socket or IPC instead of an error: code and context, never a stack. */
export interface FailureWire {
  code: FailureCode;
  context: Record<string, unknown>;
}
export const toWire = (error: MailroomError): FailureWire => ({ code: error.code, context: error.context as Record<string, unknown> });
export function fromWire(wire: FailureWire, cause?: unknown): MailroomError {
  return new MailroomError(wire.code, wire.context as never, cause === undefined ? undefined : { cause });
}
