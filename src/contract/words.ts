/**
 * The shared word lists as the kiosk sees them, and those only the faces speak. Plain values without a schema library
 * behind them: kiosk-ui may import this file at run time.
 */
export type { FailureCode, FailureContext } from '#base/errors.ts';
export {
  type AmountKind,
  CONDITIONS,
  type Condition,
  DEVICE_KINDS,
  DEVICE_STATES,
  type DeviceKind,
  type DeviceState,
  DIRECTIONS,
  type Direction,
  DOCUMENT_CLASSES,
  type DocumentClass,
  EFFECTS,
  type Effect,
  ITEM_KINDS,
  type ItemKind,
  LANGUAGES,
  type Language,
  LINK_KINDS,
  type LinkKind,
  REVIEW_REASONS,
  type ReviewReason,
  SCAN_PROFILES,
  SECRECY_KINDS,
  SEPARATIONS,
  SEPARATOR_MODES,
  SEPARATOR_NOTES,
  type SecrecyKind,
  type Separation,
  type SeparatorMode,
  type SeparatorNote,
  SUSPICIONS,
  type SuspicionKind,
} from '#base/words.ts';

/** How sure the box is, as the three bars show it. `unread`: the routing read has not come by yet. */
export const CONFIDENCES = ['sure', 'check', 'unreadable', 'unread'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** How an item came in. */
export const SOURCES = ['scanner', 'reader', 'desk', 'email'] as const;
export type Source = (typeof SOURCES)[number];

/** Where the paper is. Params: `department`, `person` (a display name), `shelf`. */
export const PAPER_PLACES = [
  'scanner-tray',
  'mailroom',
  'review-tray',
  'department-tray', // department
  'shelf', // shelf
  'closed-tray',
  'handed-over', // person or department
  'returned', // another firm's: the carrier has it back
  'dispatched',
  'voided', // registered by mistake: there is no such thing
] as const;
export type PaperPlace = (typeof PAPER_PLACES)[number];

/** Where the message is. Params: `mailbox`, `department`, `untilMs`, `failure` (a FailureCode). */
export const MESSAGE_PLACES = [
  'awaiting-scan',
  'reading',
  'awaiting-choice',
  'grace', // department, untilMs
  'filing', // mailbox
  'filed', // mailbox
  'filed-told', // mailbox: filed, and the recipient was told
  'told', // closed mail: only a notice goes out
  'told-soon', // closed mail: the notice waits in the outbox
  'held', // mailbox, failure
  'withdrawn',
  'erased',
] as const;
export type MessagePlace = (typeof MESSAGE_PLACES)[number];

/** What the time line can say, one code for what happened. Params stand beside each. */
export const TIMELINE_CODES = [
  'registered-desk', // by
  'registered-scan', // department, urgent, day: as the separator sheet before it said
  'label-printed', // copy, by
  'label-unknown', // copy
  'label-not-printed', // copy
  'scanned', // sheets, sides
  'blank-sides', // sides
  'written-side', // by
  'looked',
  'decided', // class, department, confidence
  'asked', // reason
  'closed', // secrecy
  'corrected', // department, by
  'correction-undone', // by
  'read', // words, language
  'read-failed', // failure
  'filing-planned', // mailbox, untilMs
  'filing-cancelled', // by
  'filed', // mailbox
  'filing-held', // mailbox, failure
  'filing-withdrawn', // mailbox, outcome
  'notice-planned', // person
  'notice-sent', // person
  'notice-failed', // person, failure
  'handed-over', // person, shelf, by
  'returned', // by
  'linked', // kind, number
  'erased', // by
  'voided', // by
] as const;
export type TimelineCode = (typeof TIMELINE_CODES)[number];

/** Which list of arrivals is shown; each counter opens its own. */
export const ARRIVAL_LISTS = ['all', 'alone', 'review', 'hand-over', 'incomplete', 'closed', 'held'] as const;
export type ArrivalList = (typeof ARRIVAL_LISTS)[number];

/**
 * Why the box thinks so: the rules the kiosk has its own sentence for. The field itself is open, because understanding/ may
 * learn a new rule before the catalogue does; an unknown one is shown by its quoted words alone.
 */
export const WHYS = [
  'address-names-person',
  'address-names-department',
  'subject',
  'class-rule', // class, words
  'class-words', // class, words
  'class-none', // class: what came nearest
  'class-invoice-data',
  'body-names-person',
  'sender-history',
  'successor',
  'moved',
  'delegate',
  'registered-item',
  'own-number',
  'learned',
  'keyword',
  'secrecy-word',
  'number-check',
] as const;
export type Why = (typeof WHYS)[number];

/** The fields a reading may bring; the kiosk has a name for each. */
export const FIELD_NAMES = [
  'sender',
  'recipient',
  'department',
  'organisation',
  'date',
  'due-date',
  'subject',
  'reference',
  'amount',
  'tracking',
  'class',
  'secrecy',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** What one operator may do; a route names one of them. `none` is open to whoever reaches the face. */
export const RIGHTS = ['none', 'see', 'register', 'decide', 'hand-over', 'erase', 'devices'] as const;
export type Right = (typeof RIGHTS)[number];

export const FEED_KINDS = ['hello', 'heartbeat', 'item', 'batch', 'device', 'backlog', 'notice', 'input'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** How a search asks for what is none of the classes: no class is called so. */
export const NO_CLASS = '-';
