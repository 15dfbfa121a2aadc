/** What happened to an item, from its events: one sentence each, said by the kiosk. */
import type { Params } from '#contract/common.ts';
import type { TimelineEntry } from '#contract/item.ts';
import type { TimelineCode } from '#contract/words.ts';
import type { Actor, EventBodies, EventType, StoredEvent } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { confidenceWord } from './confidence.ts';
import { departmentName, momentOf, type Names, personName } from './sight.ts';

export interface Told {
  names: Names;
  filings: readonly ProjectionRows['filing'][];
  notices: readonly ProjectionRows['notice'][];
  /** The item stays closed: not even what kind of letter it is. */
  closed: boolean;
  /** Number of another item of the register; null where there is none. */
  numberOf(itemId: string): string | null;
  /** Display name of an operator account. */
  operatorName(id: string): string;
}

/** Which of the two lines has a stop: P paper, M message, neither for a remark beside them. */
type Lines = 'P' | 'M' | 'PM' | '';
type Sentence = [code: TimelineCode, lines: Lines, params?: Record<string, string | number | boolean | null | undefined>];
type Teller<T extends EventType> = (body: EventBodies[T], told: Told, event: StoredEvent) => Sentence[];

const MOST = 500;
const LONGEST = 500;

const by = (actor: Actor, told: Told): { by?: string } =>
  actor === 'box' ? {} : { by: told.operatorName(actor.slice('operator:'.length)) };
const filingOf = (told: Told, id: string) => told.filings.find((one) => one.id === id);
const mailbox = (told: Told, id: string) => ({ mailbox: filingOf(told, id)?.mailbox });
const person = (told: Told, id: string) => {
  const notice = told.notices.find((one) => one.id === id);
  if (notice?.person_id) return { person: personName(told.names, notice.person_id) };
  return { person: notice?.department_id ? departmentName(told.names, notice.department_id) : undefined };
};
const department = (told: Told, id: string | null) => (id === null ? undefined : departmentName(told.names, id));

const TELL: { [T in EventType]?: Teller<T> } = {
  'item.registered@1': (b, told) =>
    b.source === 'scan'
      ? [['registered-scan', 'PM', { department: department(told, b.departmentId), urgent: b.urgent, day: b.day }]]
      : [['registered-desk', 'PM', by(b.by, told)]],
  'item.voided@1': (b, told) => [['voided', 'PM', by(b.by, told)]],
  'label.printed@1': (b, told) => [
    [
      b.outcome === 'printed' ? 'label-printed' : b.outcome === 'unknown' ? 'label-unknown' : 'label-not-printed',
      'P',
      { copy: b.copy, ...by(b.by, told) },
    ],
  ],
  'label.confirmed@1': (b, told) => [[b.found ? 'label-printed' : 'label-not-printed', 'P', { copy: b.copy, ...by(b.by, told) }]],
  'item.handed-over@1': (b, told) => [
    [
      'handed-over',
      'P',
      {
        person: b.personId === null ? department(told, b.departmentId) : personName(told.names, b.personId),
        shelf: b.shelf,
        ...by(b.by, told),
      },
    ],
  ],
  'item.returned@1': (b, told) => [['returned', 'P', by(b.by, told)]],
  'item.linked@1': (b, told) => [['linked', 'PM', { kind: b.kind, number: b.toItem === null ? null : told.numberOf(b.toItem) }]],
  'document.divided@1': (b) => [
    ['scanned', 'PM', { sheets: sheetsOf([...b.pages, ...b.blankPages]), sides: b.pages.length + b.blankPages.length }],
    ...(b.blankPages.length > 0 ? [['blank-sides', '', { sides: b.blankPages.length }] satisfies Sentence] : []),
  ],
  'document.decided@1': (b, told) => {
    if (b.outcome === 'close') return [['closed', 'M', { secrecy: b.secrecy }]];
    if (b.outcome === 'review') return [['asked', 'M', { reason: b.reason }]];
    return [
      [
        'decided',
        'M',
        { class: told.closed ? null : b.class, department: department(told, b.departmentId), confidence: confidenceWord(b.confidence) },
      ],
    ];
  },
  'document.corrected@1': (b, told) => {
    if (b.undoOf !== null) return [['correction-undone', 'M', by(b.by, told)]];
    if (b.outcome === 'close') return [['closed', 'M', { secrecy: b.secrecy, ...by(b.by, told) }]];
    if (b.outcome === 'review') return [['asked', 'M', { reason: b.reason }]];
    return [['corrected', 'M', { department: department(told, b.departmentId), ...by(b.by, told) }]];
  },
  'document.read@1': (b, told) => [['read', 'M', told.closed ? {} : { words: b.words, language: b.language }]],
  'document.read-failed@1': (b) => [['read-failed', 'M', { failure: b.code }]],
  'filing.planned@1': (b, _, event) => [
    ['filing-planned', 'M', { mailbox: b.mailbox, untilMs: b.graceMs > 0 ? event.wallMs + b.graceMs : null }],
  ],
  'filing.cancelled@1': (b, told) => [['filing-cancelled', 'M', by(b.by, told)]],
  'mail.filed@1': (b) => [['filed', 'M', { mailbox: b.mailbox }]],
  'filing.held@1': (b, told) => [['filing-held', 'M', { ...mailbox(told, b.filingId), failure: b.code }]],
  'filing.withdrawn@1': (b, told) => [['filing-withdrawn', 'M', { ...mailbox(told, b.filingId), outcome: b.outcome }]],
  'notice.planned@1': (b, told) => [['notice-planned', 'M', person(told, b.noticeId)]],
  'notice.sent@1': (b, told) => [['notice-sent', 'M', person(told, b.noticeId)]],
  'notice.failed@1': (b, told) => [['notice-failed', 'M', { ...person(told, b.noticeId), failure: b.code }]],
  'document.paged@1': (b, told) => [['written-side', 'M', by(b.by, told)]],
  'contents.erased@1': (b, told) => [['erased', 'M', by(b.by, told)]],
};

/** Sheets among page ids `batch.sheet.side.attempt`. */
const sheetsOf = (pages: readonly string[]): number => new Set(pages.map((id) => id.split('.').slice(0, 2).join('.'))).size;

/** The newest entries where there are more than anybody reads, in the order of the register. */
export function timelineOf(events: readonly StoredEvent[], told: Told): TimelineEntry[] {
  return events
    .flatMap((event) => {
      const tell = TELL[event.type] as Teller<EventType> | undefined;
      const sentences = tell?.(event.body as never, told, event) ?? [];
      return sentences.map(([code, lines, params = {}]) => ({
        position: event.position,
        code,
        params: known(params),
        paper: lines.includes('P'),
        message: lines.includes('M'),
        when: momentOf(event),
      }));
    })
    .slice(-MOST);
}

const known = (params: NonNullable<Sentence[2]>): Params =>
  Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [[key, typeof value === 'string' ? value.slice(0, LONGEST) : value]],
    ),
  );
