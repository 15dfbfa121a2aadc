/** The shared word lists: closed vocabularies that several rooms, the kiosk and the bridge speak. */

/** Document classes of the start set; customers may add their own (the type stays open in stored data). */
export const DOCUMENT_CLASSES = [
  'invoice',
  'reminder',
  'contract',
  'job_application',
  'hr',
  'legal',
  'tax',
  'advertising',
  'bank',
  'insurance',
  'delivery_note',
  'registered_notice',
  'envelope',
] as const;
export type DocumentClass = (typeof DOCUMENT_CLASSES)[number];

/** What may say where a document goes. `sender`: where this sender's mail has always gone. */
export const DECIDERS = ['person', 'department', 'class', 'sender'] as const;
export type Decider = (typeof DECIDERS)[number];

/** Why mail stays closed (compliance.md §3). */
export const SECRECY_KINDS = ['personal', 'confidential', 'medical', 'union', 'ballot', 'tender', 'lawyer', 'bailiff'] as const;
export type SecrecyKind = (typeof SECRECY_KINDS)[number];

export const AMOUNT_KINDS = ['net', 'vat', 'total', 'due', 'other'] as const;
export type AmountKind = (typeof AMOUNT_KINDS)[number];

export const LANGUAGES = ['fr', 'en', 'de', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

export const DIRECTIONS = ['in', 'out', 'internal'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const ITEM_KINDS = ['letter', 'parcel', 'registered', 'bag', 'email'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export const LINK_KINDS = ['answers', 'receipt-of', 'returned-card-of', 'duplicate-of', 'replaces'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/**
 * What a batch is made of where no separator sheet of ours says otherwise. `sheet`: each sheet is an item. `envelope`: one item, each sheet a
 * document. The others gather sheets into one document, up to the next sheet or page of ours that divides, and besides: `item` nothing,
 * `patch` patch codes, `barcode` the house's own barcodes, `blank` a sheet with nothing on either side, `count` a number of sheets.
 */
export const SEPARATIONS = ['sheet', 'item', 'envelope', 'patch', 'barcode', 'blank', 'count'] as const;
export type Separation = (typeof SEPARATIONS)[number];

/** What a batch is scanned for (scan-profile.ts). */
export const SCAN_PROFILES = ['routing', 'evidence'] as const;
export type ScanProfile = (typeof SCAN_PROFILES)[number];

/** What a separator sheet of ours can make of what follows it. `next`: goes on as the batch does. */
export const SEPARATOR_MODES = ['sheet', 'item', 'envelope', 'next'] as const;
export type SeparatorMode = (typeof SEPARATOR_MODES)[number];

/** What is told of a page with a separator on it. The first four are no separators: their page is kept as any other. */
export const SEPARATOR_NOTES = ['other-version', 'malformed', 'other-box', 'unsealed', 'unknown-department', 'other-day'] as const;
export type SeparatorNote = (typeof SEPARATOR_NOTES)[number];

/** Why an item may be two, with the separator between them forgotten. */
export const SUSPICIONS = ['first-page-again', 'other-sender', 'other-date', 'other-paper', 'many-pages'] as const;
export type SuspicionKind = (typeof SUSPICIONS)[number];

/** Why an item waits for a person. Each is one sentence of the kiosk's catalogue. */
export const REVIEW_REASONS = [
  'other_company',
  'unknown_person',
  'homonym',
  'former_no_successor',
  'no_addressee',
  'two_departments',
  'low_confidence',
  'unreadable',
  'clues_disagree',
  'reading_failed',
  'second_live_copy',
  'read_document_missing',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/**
 * Device conditions: RFC 8011 §5.4.12 printer-state-reasons keywords (without the -error/-warning/-report suffix),
 * and for scanners, which that table does not cover, keywords of the same shape.
 */
export const CONDITIONS = [
  'media-empty',
  'media-low',
  'media-needed',
  'media-jam',
  'cover-open',
  'door-open',
  'paused',
  'shutdown',
  'marker-supply-empty',
  'connecting-to-device',
  'timed-out',
  'other',
  'feeder-empty',
  'double-feed',
  'misfeed',
  'media-too-long',
  'busy',
  'head-too-hot',
  'cutter-jam',
  'spool-full',
  'access-denied',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What hangs on the bridge. */
export const DEVICE_KINDS = ['scanner', 'label-printer', 'code-reader', 'badge-reader', 'pedal', 'scale'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** The supervisor's states of one device. `quarantined`: left alone after crash upon crash, until a person says otherwise. */
export const DEVICE_STATES = ['absent', 'opening', 'ready', 'busy', 'faulted', 'quarantined'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** What doing a thing twice would mean (DESIGN.md rule 7). */
export const EFFECTS = ['none', 'idempotent', 'repeatable', 'once'] as const;
export type Effect = (typeof EFFECTS)[number];

/** How one item of a batch ended, for people and for the summary of `npm start -- --once`. */
export const OUTCOMES = ['filed', 'review', 'closed', 'held', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];
