/** What waits for a person: the queue in order of the register, and one document of it with its candidates. */
import { MailroomError } from '#base/errors.ts';
import type { CandidateView, ReviewEntry, ReviewItem, ReviewQueue } from '#contract/review.ts';
import type { ItemKind, ReviewReason } from '#contract/words.ts';
import type { Candidate } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { Reader } from '#register/reader.ts';
import { confidenceWord } from './confidence.ts';
import { indexIn } from './item-page.ts';
import { kindOf } from './item-rows.ts';
import { pagesOf, pageView } from './page-views.ts';
import { evidenceOf, type KeptReading, openLetters, type PageIndex, placeOf } from './reading.ts';
import { departmentName, headPosition, momentAt, personName, type Sight } from './sight.ts';

const MOST = { entries: 500, pages: 500, candidates: 3 };

/** What a separator sheet says is urgent comes first, then what has waited longest; "none of these" sends a document to the end, urgent or not. */
const WAITING = `FROM document JOIN item ON item.id = document.item_id WHERE document.state = 'review'`;
const CAN_WAIT = `(item.urgent = 0 OR document.decided_by <> 'box')`;

export function reviewQueue({ read }: Sight): ReviewQueue {
  const rows = read.query<ProjectionRows['document'] & { number: string; kind: string; last_position: number }>(
    `SELECT document.*, item.number, item.kind, item.last_position ${WAITING} ORDER BY ${CAN_WAIT}, decided_position LIMIT ${MOST.entries}`,
  );
  return {
    entries: rows.map(
      (row): ReviewEntry => ({
        itemId: row.item_id,
        documentId: row.id,
        number: row.number,
        kind: row.kind as ItemKind,
        reason: reasonOf(row),
        class: row.class,
        since: momentAt(read, row.decided_position!),
        position: row.last_position,
      }),
    ),
    count: read.query<{ n: number }>(`SELECT count(*) AS n ${WAITING}`)[0]!.n,
    position: headPosition(read),
  };
}

/** The document that waits, of an item: the one named, else the first. Null where none of it waits any more. */
export function waitingDocument(read: Reader, itemId: string, documentId: string | undefined): ProjectionRows['document'] {
  if (!read.get('item', { id: itemId })) throw new MailroomError('ITEM_UNKNOWN', { item: itemId });
  const waiting = read.all('document', { item_id: itemId, state: 'review' }, 'seq');
  const document = documentId === undefined ? waiting[0] : waiting.find((one) => one.id === documentId);
  if (!document) throw new MailroomError('NOT_FOUND', { what: 'document of this item that waits for a choice' });
  return document;
}

export function reviewItem({ read, names }: Sight, document: ProjectionRows['document'], reading: KeptReading | null): ReviewItem {
  const item = read.get('item', { id: document.item_id })!;
  const pages = pagesOf(read, document.id).slice(0, MOST.pages);
  const candidates = candidatesOf(names, document, reading, indexIn(pages));
  const sender = read.personal(document.id).sender || (reading?.understanding.sender.name ?? null);
  return {
    itemId: item.id,
    documentId: document.id,
    number: item.number,
    kind: kindOf(item),
    position: item.last_position,
    reason: { code: reasonOf(document), params: {}, ...askedAt(reasonOf(document), reading, indexIn(pages)) },
    class: document.class,
    classConfidence: document.class === null && document.class_confidence === 0 ? 'unread' : confidenceWord(document.class_confidence),
    sender: sender?.slice(0, 300) ?? null,
    candidates,
    pages: pages.map((page) => pageView(read, page, document)),
    place: placeInQueue(read, document),
  };
}

/** These ask about what stands in the address. */
const OF_ADDRESS: readonly ReviewReason[] = ['other_company', 'unknown_person', 'clues_disagree'];

function askedAt(reason: ReviewReason, reading: KeptReading | null, indexOf: PageIndex): Pick<ReviewItem['reason'], 'page' | 'box'> {
  const clue = OF_ADDRESS.includes(reason) ? reading?.understanding.evidence.find(({ field }) => field === 'address') : undefined;
  return (reading && placeOf(reading, clue, indexOf)) ?? { page: null, box: null };
}

const reasonOf = (document: ProjectionRows['document']): ReviewReason => (document.reason ?? 'low_confidence') as ReviewReason;

/** What the decision offered, with the words of the reading behind each; the same place on the page has one letter. */
function candidatesOf(
  names: Sight['names'],
  document: ProjectionRows['document'],
  reading: KeptReading | null,
  indexOf: PageIndex,
): CandidateView[] {
  const letters = openLetters();
  return (
    (JSON.parse(document.candidates) as Candidate[])
      .filter((one) => one.departmentId !== null)
      .map((one) => ({
        ...one,
        kept: reading?.understanding.candidates.find(
          (read) => read.departmentId === one.departmentId && (read.personId ?? null) === one.personId,
        ),
      }))
      // By its head it may have been of a class that the whole page does not speak of any more.
      .filter(({ rule, kept }) => rule !== 'department_of_class' || reading === null || kept !== undefined)
      .slice(0, MOST.candidates)
      .map(({ departmentId, personId, confidence, rule, kept }) => ({
        departmentId: departmentId!,
        department: departmentName(names, departmentId!),
        personId,
        person: personId === null ? null : personName(names, personId),
        confidence: confidenceWord(confidence),
        evidence: reading ? [letters(evidenceOf(reading, kept?.why ?? { rule }, indexOf))] : [],
      }))
  );
}

function placeInQueue(read: Reader, document: ProjectionRows['document']): ReviewItem['place'] {
  const one = <T>(sql: string, ...parameters: unknown[]): T | undefined => read.query<{ value: T }>(sql, ...parameters)[0]?.value;
  const canWait = one<number>(`SELECT ${CAN_WAIT} AS value ${WAITING} AND document.id = ?`, document.id);
  const at = [canWait, document.decided_position];
  const place = `(${CAN_WAIT}, decided_position)`;
  return {
    index: one<number>(`SELECT count(*) AS value ${WAITING} AND ${place} < (?, ?)`, ...at) ?? 0,
    count: one<number>(`SELECT count(*) AS value ${WAITING}`) ?? 0,
    next:
      one<string>(`SELECT item_id AS value ${WAITING} AND ${place} > (?, ?) ORDER BY ${CAN_WAIT}, decided_position LIMIT 1`, ...at) ?? null,
  };
}
