/** What a reading kept about a document: the parts that are shown, and where on its pages they stand. */
import type { Box, Evidence, Params } from '#contract/common.ts';
import type { Field } from '#contract/item.ts';
import type { FieldName } from '#contract/words.ts';
import { confidenceWord } from './confidence.ts';
import { foldLetters } from './people.ts';

/** The shape of the readings the pipeline keeps, as far as views look at it (a test holds the two together). */
export interface KeptReading {
  pages: { pageId: string; widthPx: number; heightPx: number }[];
  understanding: {
    /** Readings kept by older versions lack the reason. */
    class: { id: string | null; confidence: number; why?: KeptWhy };
    recipient: { name: string; confidence: number } | null;
    department: { name: string; confidence: number } | null;
    organisation: string | null;
    sender: { name: string | null };
    date: string | null;
    dueDate: string | null;
    subject: string | null;
    references: { kind: string; value: string }[];
    amounts: { value: number; currency: string; kind: string }[];
    tracking: { number: string; carrier: string; valid: boolean | null }[];
    secrecy: string | null;
    candidates: KeptCandidate[];
    evidence: Clue[];
  };
}
export interface KeptCandidate {
  departmentId: string;
  personId?: string;
  why: KeptWhy;
}
export interface KeptWhy {
  rule: string;
  [parameter: string]: string | number;
}
/** Boxes in upright pixels; `page` counts the pages of the reading. */
interface Clue {
  field: string;
  /** As the field gives it; readings kept by older versions lack it. */
  value?: string;
  /** As it is printed. */
  text?: string;
  page: number;
  boxes: [number, number, number, number][];
  rule: string;
  confidence: number;
}

/** What is shown of a reading as it was kept. Its words stay out: of a long document they are megabytes, parsed in the reader thread. */
export function readingIn(bytes: Uint8Array): KeptReading {
  const { pages, understanding } = JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptReading;
  return { pages: pages.map(({ pageId, widthPx, heightPx }) => ({ pageId, widthPx, heightPx })), understanding };
}

/** Index of a reading's page among the pages beside it; null where it is not there any more. */
export type PageIndex = (pageId: string) => number | null;

const LONGEST = 500;
const MOST_FIELDS = 60;

const thousandth = (value: number, whole: number): number => Math.round(Math.min(1, Math.max(0, value / Math.max(1, whole))) * 10_000) / 10;

/** The smallest box around a clue's words, in thousandths of its page; null where it has no place. */
export function placeOf(reading: KeptReading, clue: Clue | undefined, indexOf: PageIndex): { page: number; box: Box } | null {
  const page = clue && reading.pages[clue.page];
  const index = page ? indexOf(page.pageId) : null;
  if (!clue || !page || index === null || clue.boxes.length === 0) return null;
  const edge = (at: 0 | 1 | 2 | 3, pick: (...of: number[]) => number): number =>
    thousandth(pick(...clue.boxes.map((box) => box[at])), at % 2 === 0 ? page.widthPx : page.heightPx);
  return { page: index, box: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)] };
}

/** Names of understanding's fields that differ from the kiosk's; lists carry their kind, `amounts.total`. */
const CLUE_OF: Partial<Record<FieldName, string>> = { 'due-date': 'dueDate', organisation: 'address' };

/** The fields of a reading with their places, those that route first. */
export function fieldsOf(reading: KeptReading, indexOf: PageIndex): Field[] {
  const u = reading.understanding;
  const taken = new Map<string, number>();
  const field = (
    name: FieldName,
    value: string | null | undefined,
    of: { confidence?: number; kind?: string; clue?: Clue } = {},
  ): Field[] => {
    if (!value) return [];
    const clueName = CLUE_OF[name] ?? name;
    const nth = taken.get(clueName) ?? 0;
    taken.set(clueName, nth + 1);
    const clues = u.evidence.filter((one) => one.field === clueName || one.field.startsWith(`${clueName}s.`));
    // A leaver's name stands where the successor's mail is told by; of anything else another value's place would mislead.
    const nthClue = name === 'recipient' || clues[nth]?.value === undefined ? clues[nth] : undefined;
    const clue = of.clue ?? clues.find((one) => one.value === value) ?? nthClue;
    const { page = null, box = null } = placeOf(reading, clue, indexOf) ?? {};
    const printed = of.clue === undefined && clue?.text && clue.text !== value ? clue.text.slice(0, LONGEST) : null;
    const confidence = confidenceWord(of.confidence ?? clue?.confidence ?? 0.5);
    const rule = clue?.rule.slice(0, 60) ?? null;
    return [{ name, kind: of.kind?.slice(0, 60) ?? null, value: value.slice(0, LONGEST), printed, rule, confidence, page, box }];
  };
  const classClue = clueOfClass(u);
  return [
    ...field('sender', u.sender.name),
    ...field('recipient', u.recipient?.name, { ...(u.recipient && { confidence: u.recipient.confidence }) }),
    ...field('department', u.department?.name, { ...(u.department && { confidence: u.department.confidence }) }),
    ...field('organisation', u.organisation),
    ...field('class', u.class.id, { confidence: u.class.confidence, ...(classClue && { clue: classClue }) }),
    ...field('subject', u.subject),
    ...field('date', u.date),
    ...field('due-date', u.dueDate),
    ...u.references.flatMap(({ kind, value }) => field('reference', value, { kind })),
    ...toBePaidFirst(
      u.amounts.map(({ kind, value, currency }) => ({ kind, shown: field('amount', `${value.toFixed(2)} ${currency}`, { kind }) })),
    ),
    ...u.tracking.flatMap(({ number }) => field('tracking', number)),
  ].slice(0, MOST_FIELDS);
}

/** What is printed with one of the words that decided on the class, the strongest word first: as a rule the line that says what this is. */
function clueOfClass({ class: { why }, evidence }: KeptReading['understanding']): Clue | undefined {
  const words = typeof why?.words === 'string' ? why.words.split(', ') : [];
  const lines = evidence.map((clue) => ({ clue, words: new Set<string>(foldLetters(clue.text ?? '').match(/[\p{L}\p{N}]+/gu)) }));
  for (const word of words) {
    const line = lines.find((one) => one.words.has(word));
    if (line) return line.clue;
  }
  return undefined;
}

/** Understanding's rules in the kiosk's words; a rule that is not here travels under its own name and is shown by its quoted words. */
const WHY_OF: Readonly<Record<string, string>> = {
  person_printed: 'address-names-person',
  person_alias: 'address-names-person',
  person_birth_name: 'address-names-person',
  person_misspelt: 'address-names-person',
  person_initial: 'address-names-person',
  person_last_name: 'address-names-person',
  person_told_by_department: 'address-names-person',
  person_left: 'successor',
  department_printed: 'address-names-department',
  department_mailbox: 'address-names-department',
  department_of_class: 'class-rule',
  department_of_sender: 'sender-history',
  class_words: 'class-words',
  class_none: 'class-none',
  class_invoice_data: 'class-invoice-data',
};

/** Which clue on the page stands behind a rule. */
const clueBehind = (rule: string): string | null =>
  rule.startsWith('person_') || rule === 'possible_person'
    ? 'recipient'
    : /^department_(printed|mailbox)$/.test(rule)
      ? 'department'
      : null;

/** A reason with the place it points at; the letter is given by who draws several. */
export function evidenceOf(reading: KeptReading, { rule, ...parameters }: KeptWhy, indexOf: PageIndex): Evidence {
  const field = clueBehind(rule);
  const { understanding } = reading;
  const clue = rule === 'class_words' ? clueOfClass(understanding) : understanding.evidence.find((one) => one.field === field);
  const place = placeOf(reading, clue, indexOf);
  const params: Params = Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key.slice(0, 40), typeof value === 'string' ? value.slice(0, LONGEST) : value]),
  );
  if (rule === 'person_left' && typeof params.words === 'string') params.person = params.words;
  return { letter: null, why: { code: WHY_OF[rule] ?? rule.slice(0, 60), params }, page: place?.page ?? null, box: place?.box ?? null };
}

/** Why the box calls it so; none where somebody has called it otherwise since. */
export function classEvidence(reading: KeptReading, classId: string | null, indexOf: PageIndex): Evidence[] {
  const { id, why } = reading.understanding.class;
  if (why === undefined || id !== classId) return [];
  return [evidenceOf(reading, id === null ? why : { ...why, class: id }, indexOf)];
}

const A = 'A'.charCodeAt(0);
const LETTERS = 26;

/** Letters what has a place, A first; the same place keeps its letter. */
export function openLetters(): (evidence: Evidence) => Evidence {
  const given = new Map<string, string>();
  return (evidence) => {
    if (evidence.box === null) return evidence;
    const place = JSON.stringify([evidence.page, evidence.box]);
    if (!given.has(place) && given.size === LETTERS) return evidence;
    const letter = given.get(place) ?? String.fromCharCode(A + given.size);
    given.set(place, letter);
    return { ...evidence, letter };
  };
}

const WEIGHT: Record<string, number> = { due: 0, total: 1, net: 2, vat: 3 };

/** What is to be paid first; prices of single lines only where no sum was read. Each keeps the place it was found at. */
function toBePaidFirst<F>(amounts: readonly { kind: string; shown: F[] }[]): F[] {
  const sums = amounts.filter(({ kind }) => kind in WEIGHT).sort((a, b) => WEIGHT[a.kind]! - WEIGHT[b.kind]!);
  return (sums.length > 0 ? sums : amounts).flatMap(({ shown }) => shown);
}
