/** From words to meaning: the whole of this room behind one function. Pure: the same words give the same answer, always. */
import type { Xml } from '#base/xml.ts';
import type { Directory, Person } from '#domain/directory.ts';
import { type AddressBlock, CONTACT, findAddressBlock } from './address-block.ts';
import { type Addressee, type Indexes, readAddressee } from './addressee.ts';
import { findAmounts } from './amounts.ts';
import { attentionIn } from './attention.ts';
import { withInvoiceData, withPaymentCode } from './carried-data.ts';
import type { ClassInput } from './class-features.ts';
import { classInput } from './class-input.ts';
import { type ClassGuess, type ClassModel, classify } from './class-model.ts';
import { DEFAULT_THRESHOLDS, decide, type Thresholds } from './decision.ts';
import { departmentsIn, indexDepartments, isOurDomain } from './departments.ts';
import type { Evidence, Understanding, Why } from './evidence.ts';
import { foldCase, foldId, foldWords } from './folding.ts';
import { readInvoiceData } from './invoice-data.ts';
import { detectLanguage } from './language.ts';
import { findLetterDates } from './letter-date.ts';
import { indexOrganisation, isOurName, isPlaceLine } from './organisation.ts';
import { type Layout, type Line, layOut } from './page-lines.ts';
import type { ReadPage } from './page-words.ts';
import { bodyTop, isCardShaped, letterheadBottom, tellingTop } from './page-zones.ts';
import { findPaymentCode } from './payment-code.ts';
import { indexPeople, matchName, whoIsMeant } from './people.ts';
import { findReferences } from './references.ts';
import { findRegistered } from './registered.ts';
import { findSecrecy, type MarkedLine } from './secrecy.ts';
import { findSender } from './sender.ts';
import type { SenderHistory } from './sender-history.ts';
import { findSubject } from './subject.ts';
import { findOwnNumber, findTracking } from './tracking.ts';

export interface UnderstandInput {
  pages: ReadPage[];
  /** The data an electronic invoice carries, as `parseXml` gave it. */
  invoice?: Xml;
  directory: Directory;
  model: ClassModel;
  /** `routing`: only what decides where the item goes. `full`: every field. */
  depth: 'routing' | 'full';
  /** The station's prefix on our own labels, e.g. `VM`. */
  ownPrefix: string;
  /** ISO date to look up absences by where the letter carries none. */
  today?: string;
  thresholds?: Thresholds;
  /** Where senders' mail has gone; without it nothing is known of anybody. */
  senders?: SenderHistory;
}

/**
 * What is looked at, so that no document holds up the process that asks: some 3 ms for a letter, 50 to 100 for the densest. The first
 * pages say whose the item is; the last may carry the sum.
 */
const FIRST_PAGES = 24;
const WORDS_PER_PAGE_MAX = 2_500;
const WORDS_MAX = 8_000;
const WORD_LENGTH_MAX = 200;

const indexed = new WeakMap<Directory, Indexes>();

/** Built once per directory; a changed directory is a new object. About 0.1 s for 50,000 people. */
export function indexDirectory(directory: Directory): Indexes {
  let indexes = indexed.get(directory);
  if (!indexes) {
    indexes = { organisation: indexOrganisation(directory), departments: indexDepartments(directory), people: indexPeople(directory) };
    indexed.set(directory, indexes);
  }
  return indexes;
}

export function understand(input: UnderstandInput): Understanding {
  const { directory, model, depth } = input;
  const indexes = indexDirectory(directory);
  const layouts = layOutPages(input.pages);
  const face = layouts[0] ?? layOut({ widthPx: 1, heightPx: 1, dpi: 0, words: [], codes: [] }, 0);
  const evidence: Evidence[] = [];

  const block = findAddressBlock(face, indexes.organisation);
  const addressee = readAddressee(face, block, indexes);
  const mark = findSecrecy(markable(face, block, addressee), isCardShaped(face) ? 'card' : 'letter', (line) => {
    if (isOurName(indexes.organisation, line.folded) === 'exact') return true;
    return namesAddressee(line, block, addressee, indexes);
  });
  if (mark)
    evidence.push({
      field: 'secrecy',
      value: mark.kind,
      text: mark.line.text,
      page: 0,
      boxes: [mark.line.box],
      rule: `secrecy_${mark.kind}`,
      confidence: 0.95,
    });

  // Closed mail is read no further, nor is what it carries.
  const invoice = input.invoice !== undefined && mark === null ? readInvoiceData(input.invoice) : null;
  const told = classify(model, classInput(layouts, indexes.organisation));
  const guess = invoice === null ? told : asInvoice(told, model);
  const dates = findLetterDates(layouts, guess.id);
  const tracking = findTracking(layouts);
  const own = findOwnNumber(layouts, input.ownPrefix);
  const sender = findSender(face, block, indexes.organisation, (email) => isOurDomain(indexes.departments, email));
  evidence.push(...tracking.evidence, ...(own ? [own.evidence] : []));

  // Closed mail is not read any further than it takes to hand it over.
  const full = depth === 'full' && mark === null;
  const known = new Set([...tracking.tracking.map((t) => t.number), ...(own ? [foldId(own.number)] : [])]);
  const references = full ? findReferences(layouts, known, guess.id) : null;
  const writer = { name: sender.name, ids: { ...sender.ids, ...(references?.ids ?? {}) } };

  const decision = decide({
    directory,
    indexes,
    block,
    addressee,
    guess,
    secrecy: mark?.kind ?? null,
    sender: writer,
    history: input.senders ?? new Map(),
    day: invoice?.date ?? dates.date ?? input.today ?? null,
    thresholds: input.thresholds ?? DEFAULT_THRESHOLDS,
  });
  if (block)
    evidence.push({
      field: 'address',
      value: block.house === 'ours' ? directory.organisation : (foreignName(block.lines) ?? ''),
      text: block.lines.map((l) => l.text).join('\n'),
      page: 0,
      boxes: block.lines.map((l) => l.box),
      rule: `address_${block.house}`,
      confidence: block.house === 'ours' ? 0.95 : 0.6,
    });
  for (const named of addressee.people)
    evidence.push({
      field: 'recipient',
      value: named.meant.people.map((p) => `${p.firstName} ${p.lastName}`.trim()).join(', '),
      text: named.line.text,
      page: 0,
      boxes: [named.line.box],
      rule: `person_${named.via}`,
      confidence: decision.confidence || 0.5,
    });
  for (const named of addressee.departments)
    evidence.push({
      field: 'department',
      value: named.department.name,
      text: named.line.text,
      page: 0,
      boxes: [named.line.box],
      rule: `department_${named.via}`,
      confidence: 0.9,
    });

  const amounts = full ? findAmounts(layouts, guess.id) : null;
  const subject = full ? findSubject(face, block?.lines ?? []) : null;
  const printed = {
    date: dates.date,
    dueDate: dates.dueDate,
    sender: writer,
    references: references?.references ?? [],
    amounts: amounts?.amounts ?? [],
    evidence: [...dates.evidence, ...sender.evidence, ...(references?.evidence ?? []), ...(amounts?.evidence ?? [])],
  };
  const fields = withPaymentCode(withInvoiceData(printed, full ? invoice : null, layouts), full ? findPaymentCode(layouts) : null);
  if (subject)
    evidence.push({
      field: 'subject',
      value: subject.text,
      text: subject.line.text,
      page: 0,
      boxes: [subject.line.box],
      rule: subject.rule,
      confidence: subject.rule === 'subject_line' ? 0.9 : 0.7,
    });

  const registered = findRegistered(linesAbove(face, bodyTop(face)), tracking.evidence, guess.id === 'registered_notice');
  if (registered) evidence.push(registered);

  const { person, department } = decision;
  return {
    class: { id: guess.id, confidence: guess.confidence, why: classWhy(guess, invoice !== null) },
    recipient: person && {
      name: `${person.firstName} ${person.lastName}`.trim(),
      personId: person.id,
      department: department?.name ?? '',
      confidence: decision.confidence,
      delegateId: decision.delegate?.id ?? null,
    },
    department: department && { id: department.id, name: department.name, confidence: decision.confidence },
    organisation: block === null ? null : block.house === 'other' ? foreignName(block.lines) : directory.organisation,
    sender: fields.sender,
    date: fields.date,
    dueDate: fields.dueDate,
    subject: subject?.text ?? null,
    references: fields.references,
    amounts: fields.amounts,
    tracking: tracking.tracking,
    ownNumber: own?.number ?? null,
    registered: registered !== null,
    secrecy: mark?.kind ?? null,
    language: detectLanguage(layouts.flatMap((l) => l.lines.filter((x) => !block?.lines.includes(x)).map((x) => x.folded)).join(' ')),
    routed: decision.routed,
    candidates: decision.candidates,
    reason: layouts.every((l) => l.lines.length === 0) ? 'unreadable' : decision.reason,
    evidence: [...evidence, ...fields.evidence],
  };
}

function layOutPages(pages: readonly ReadPage[]): Layout[] {
  let left = WORDS_MAX;
  return pages.flatMap((page, i) => {
    if (i >= FIRST_PAGES && i < pages.length - 1) return [];
    const words = page.words.slice(0, Math.min(WORDS_PER_PAGE_MAX, left));
    left -= words.length;
    return layOut(
      { ...page, words: words.map((w) => (w.text.length > WORD_LENGTH_MAX ? { ...w, text: w.text.slice(0, WORD_LENGTH_MAX) } : w)) },
      i,
    );
  });
}

/** Its data says what it is; the words may call it anything. */
function asInvoice(guess: ClassGuess, model: ClassModel): ClassGuess {
  if (!model.classes.includes(INVOICE)) return guess;
  const { id, confidence, words, others } = guess;
  const rest = id === INVOICE || id === null ? others : [{ id, confidence }, ...others];
  return {
    id: INVOICE,
    confidence: 0.99,
    words: id === INVOICE ? words : [],
    others: rest.filter((o) => o.id !== INVOICE).map((o) => ({ ...o, confidence: o.confidence * 0.01 })),
  };
}
const INVOICE = 'invoice';

const classWhy = (guess: ClassGuess, carried: boolean): Why =>
  carried && guess.id === INVOICE
    ? { rule: 'class_invoice_data' }
    : guess.id === null
      ? { rule: 'class_none', class: guess.others[0]!.id, words: guess.words.join(', ') }
      : { rule: 'class_words', words: guess.words.join(', ') };

/** What stands above a line on the page. */
const linesAbove = (layout: Layout, topPx: number): Line[] => layout.lines.filter((l) => l.box[3] <= topPx + l.heightPx * 0.5);

/** Where marks count: until the writer begins to tell, and on a card or envelope everywhere. */
function markable(layout: Layout, block: AddressBlock | null, addressee: Addressee): MarkedLine[] {
  const ofAddressee = new Set([...(block?.lines ?? []), ...addressee.attentionLines]);
  const atTop = letterheadBottom(layout);
  const ofSender = new Set(
    layout.stacks.filter((stack) => stack[0]!.box[1] < atTop && !stack.some((line) => ofAddressee.has(line))).flatMap(namesOverAddress),
  );
  return linesAbove(layout, tellingTop(layout, block?.lines)).map((line) => ({
    line,
    addressee: ofAddressee.has(line),
    sender: ofSender.has(line),
  }));
}

/** Lines of a letterhead over its street, town or telephone. */
const namesOverAddress = (stack: readonly Line[]): Line[] =>
  stack.slice(
    0,
    Math.max(
      0,
      stack.findIndex((line) => CONTACT.test(line.text) || isPlaceLine(line.folded)),
    ),
  );

/**
 * The line names a department as the addressee, which is no mark although it may read like one. `MÉDECINE DU TRAVAIL` over somebody
 * who does not work there is one.
 */
function namesAddressee(line: Line, block: AddressBlock | null, addressee: Addressee, indexes: Indexes): boolean {
  if (!block?.lines.includes(line) && !addressee.attentionLines.includes(line)) return false;
  // Colleagues may be called Wahl or Privat.
  if (addressee.people.some((p) => p.line === line && p.meant.cost === 0) && whoIsMeant(matchName(indexes.people, line.folded)))
    return true;
  const text = block?.lines.includes(line) ? line.folded : foldWords(attentionIn(foldCase(line.text)) ?? line.text);
  const { whole, departments } = departmentsIn(indexes.departments, text);
  if (!whole) return false;
  const people = addressee.people.flatMap((p) => p.meant.people);
  const at = (p: Person, id: string): boolean => p.departmentId === id || p.previousDepartmentIds.some((previous) => previous === id);
  return people.length === 0 || departments.some((d) => people.some((p) => at(p, d.id)));
}

/** What the class model looks at: for learning from a document whose class a person corrected. */
export const classInputOf = (pages: readonly ReadPage[], directory: Directory): ClassInput =>
  classInput(layOutPages(pages), indexDirectory(directory).organisation);

const foreignName = (lines: readonly Line[]): string | null =>
  lines.find((l) => /[a-z]{4}/.test(l.folded) && !/\d/.test(l.folded))?.text ?? null;
