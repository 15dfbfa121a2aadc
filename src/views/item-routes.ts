/** Where the paper is and where the message is: the two lines every item is drawn with (UI.md §1). */
import type { MessageRoute, PaperRoute, Params } from '#contract/common.ts';
import type { MessagePlace, PaperPlace } from '#contract/words.ts';
import { isReturned, type ProjectionRows } from '#domain/rows.ts';
import { departmentName, type Names, personName } from './sight.ts';

/** All rows that hang on one item. */
export interface ItemRows {
  item: ProjectionRows['item'];
  documents: ProjectionRows['document'][];
  filings: ProjectionRows['filing'][];
  notices: ProjectionRows['notice'][];
  custody: ProjectionRows['custody'] | undefined;
}

/** Come in, in between, at the end. */
const STOPS = 3;
const [FIRST, MIDDLE, LAST] = [0, 1, 2];

export function paperRoute({ item, documents, custody }: ItemRows, names: Names): PaperRoute | null {
  if (item.kind === 'email') return null;
  const place = (code: PaperPlace, at: number, params: Params = {}, done = false): PaperRoute => ({
    stops: STOPS,
    at,
    done,
    stopped: false,
    place: { code, params },
  });
  if (item.voided_position !== null) return place('voided', LAST, {}, true);
  if (custody && isReturned(custody)) return place('returned', LAST, {}, true);
  if (custody && custody.shelf === null) return place('handed-over', LAST, recipient(custody, names), true);
  if (custody?.shelf) return place('shelf', MIDDLE, { shelf: custody.shelf });
  if (item.secrecy !== null) return place('closed-tray', MIDDLE);
  if (documents.some((one) => one.state === 'review')) return place('review-tray', MIDDLE);
  const decided = documents.find((one) => one.state === 'file' || one.state === 'erased');
  const departmentId = decided?.department_id ?? item.department_id;
  if (decided && departmentId !== null) return place('department-tray', MIDDLE, { department: departmentName(names, departmentId) });
  return place(item.source === 'scan' ? 'scanner-tray' : 'mailroom', FIRST);
}

function recipient({ person_id, department_id }: ProjectionRows['custody'], names: Names): Params {
  return {
    ...(person_id === null ? {} : { person: personName(names, person_id) }),
    ...(department_id === null ? {} : { department: departmentName(names, department_id) }),
  };
}

/** The place of the document that is furthest behind: what waits for a person, then what is held, then what is under way. */
export function messageRoute(rows: ItemRows, names: Names, nowMs: number): MessageRoute | null {
  const { item, documents, notices } = rows;
  if (item.voided_position !== null) return null;
  if (documents.length === 0) return stop('awaiting-scan', FIRST);
  if (item.secrecy !== null && documents.every((one) => one.state === 'close')) {
    const about = notices.filter((one) => one.kind === 'closed-mail');
    const sent = about.some((one) => one.state === 'sent');
    return about.length === 0 || sent ? stop('told', LAST, { done: sent }) : stop('told-soon', MIDDLE);
  }
  const routes = documents.map((document) => documentRoute(document, rows, names, nowMs));
  return routes.sort((a, b) => URGENCY.indexOf(a.place.code) - URGENCY.indexOf(b.place.code))[0]!;
}

const URGENCY: readonly MessagePlace[] = [
  'awaiting-choice',
  'held',
  'reading',
  'grace',
  'filing',
  'told-soon',
  'filed',
  'filed-told',
  'told',
  'withdrawn',
  'erased',
  'awaiting-scan',
];

function documentRoute(document: ProjectionRows['document'], { filings, notices }: ItemRows, names: Names, nowMs: number): MessageRoute {
  if (document.state === 'divided') return stop('reading', MIDDLE);
  if (document.state === 'review') return stop('awaiting-choice', MIDDLE);
  if (document.state === 'erased') return stop('erased', LAST, { done: true });
  const sent = notices.filter((one) => one.state === 'sent');
  if (document.state === 'close') {
    const told = sent.some((one) => one.kind === 'closed-mail');
    return stop(told ? 'told' : 'told-soon', told ? LAST : MIDDLE, { done: told });
  }
  const own = filings.filter((one) => one.document_id === document.id && one.state !== 'cancelled');
  const filing = own.sort((a, b) => a.revision - b.revision || a.planned_position - b.planned_position).at(-1);
  if (!filing) return stop('reading', MIDDLE);
  const { mailbox } = filing;
  if (filing.state === 'held') return stop('held', MIDDLE, { stopped: true, params: { mailbox, failure: filing.hold_code ?? '' } });
  if (filing.state === 'withdrawn' || filing.state === 'stale') return stop('withdrawn', LAST, { done: true });
  const told = sent.some((one) => one.filing_id === filing.id);
  if (filing.state === 'filed') return stop(told ? 'filed-told' : 'filed', LAST, { done: true, params: { mailbox } });
  const untilMs = filing.planned_ms + filing.grace_ms;
  if (nowMs >= untilMs) return stop('filing', MIDDLE, { params: { mailbox } });
  return stop('grace', MIDDLE, { params: { department: departmentName(names, filing.department_id), untilMs } });
}

function stop(code: MessagePlace, at: number, more: { done?: boolean; stopped?: boolean; params?: Params } = {}): MessageRoute {
  const { done = false, stopped = false, params = {} } = more;
  return { stops: STOPS, at, done, stopped, place: { code, params } };
}
