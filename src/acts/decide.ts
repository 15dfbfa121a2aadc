import type { FilingId, NoticeId } from '#base/ids.ts';
import type { SecrecyKind } from '#base/words.ts';
import { type Candidate, type Decision, event, type NewEvent } from '#domain/events.ts';
import { isOffered } from '#domain/own-class.ts';
import { planFiling } from '#domain/plan-filing.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import type { NewJob } from '#store/jobs.ts';
import {
  type Act,
  type ActOutcome,
  type DepartmentId,
  type Desk,
  type DocumentId,
  documentOf,
  type ItemId,
  itemOf,
  type PersonId,
  refuse,
  type Touching,
  type UndoDecision,
} from './act.ts';

export type Choice =
  | { kind: 'candidate'; departmentId: DepartmentId; personId: PersonId | null }
  | { kind: 'person'; personId: PersonId }
  | { kind: 'department'; departmentId: DepartmentId }
  | { kind: 'none' };

export interface DecideCommand extends Touching {
  documentId: DocumentId;
  choice: Choice;
  /** Null: none of the classes; undefined: it stays as it is. */
  class?: string | null | undefined;
}

type DocumentRow = ProjectionRows['document'];
type ItemRow = ProjectionRows['item'];

/** Where a choice leads. People belong to the department the directory has them in today. */
function destination(choice: Exclude<Choice, { kind: 'none' }>, desk: Desk): { departmentId: DepartmentId; personId: PersonId | null } {
  if (choice.kind === 'person') {
    const person = desk.directory.people.find((one) => one.id === choice.personId);
    if (!person) throw refuse('decide', 'the directory has no such person');
    return { departmentId: person.departmentId as DepartmentId, personId: choice.personId };
  }
  if (!desk.directory.departments.some((one) => one.id === choice.departmentId))
    throw refuse('decide', 'the directory has no such department');
  return { departmentId: choice.departmentId, personId: choice.kind === 'candidate' ? choice.personId : null };
}

const snapshot = (row: DocumentRow): UndoDecision['previous'] => ({
  state: row.state,
  class: row.class,
  class_confidence: row.class_confidence,
  department_id: row.department_id,
  person_id: row.person_id,
  confidence: row.confidence,
  secrecy: row.secrecy,
  registered_mail: row.registered_mail,
  reason: row.reason,
  candidates: row.candidates,
});

/** A decision as an event has it, from a row as it stands. */
export const decisionOf = (row: UndoDecision['previous']): Decision => ({
  outcome: row.state === 'file' || row.state === 'close' ? row.state : 'review',
  class: row.class,
  classConfidence: row.class_confidence,
  departmentId: row.department_id as DepartmentId | null,
  personId: row.person_id as PersonId | null,
  confidence: row.confidence,
  secrecy: row.secrecy as SecrecyKind | null,
  registered: row.registered_mail === 1,
  reason: row.reason as Decision['reason'],
  candidates: JSON.parse(row.candidates) as Candidate[],
});

/** What becomes of copies that are planned or filed already, and of notices about them, when the word on where they belong changes. */
export function takeBackFilings(
  desk: Pick<Desk, 'state' | 'actor'>,
  document: DocumentRow,
): Pick<ActOutcome, 'events'> & Required<Pick<ActOutcome, 'jobs' | 'cancelled'>> {
  const events: NewEvent[] = [];
  const jobs: NewJob[] = [];
  const cancelled: { name: string; subject: string }[] = [];
  const itemId = document.item_id as ItemId;
  for (const filing of desk.state.all('filing', { document_id: document.id })) {
    if (filing.state === 'planned' || filing.state === 'held') {
      events.push(event('filing.cancelled@1', itemId, { filingId: filing.id as FilingId, by: desk.actor }));
      cancelled.push({ name: 'file', subject: filing.id });
      // Stopped with an answer lost, its job stays and goes on: the copy may be there.
      if (filing.state === 'held') jobs.push({ name: 'file', subject: filing.id, unique: true });
    } else if (filing.state === 'filed') {
      jobs.push({ name: 'withdraw', subject: filing.id, priority: 5, unique: true });
      for (const notice of desk.state.all('notice', { filing_id: filing.id, kind: 'filed', state: 'planned' })) {
        events.push(event('notice.cancelled@1', itemId, { noticeId: notice.id as NoticeId }));
        cancelled.push({ name: 'notify', subject: notice.id });
      }
    }
  }
  return { events, jobs, cancelled };
}

/** The search finds documents by class and department too. What is not read yet goes in when it is. */
export const findAnew = ({ id, full_reading }: DocumentRow): NewJob[] =>
  full_reading === null ? [] : [{ name: 'index', subject: id, priority: -6, unique: true }];

/** Plans the filing under a decision; the job waits for the full read unless that is done. */
export function fileUnder(
  desk: Desk,
  item: ItemRow,
  document: DocumentRow,
  decision: Decision,
  revision: number,
): { events: NewEvent[]; jobs: NewJob[]; untilMs: number } {
  const planned = planFiling(desk.policy, {
    itemId: item.id as ItemId,
    number: item.number,
    documentId: document.id as DocumentId,
    seq: document.seq,
    departmentId: decision.departmentId!,
    class: decision.class,
    urgent: item.urgent === 1,
    revision,
  });
  const body = planned.body as Extract<NewEvent, { type: 'filing.planned@1' }>['body'];
  const read = document.full_reading !== null || document.read_failure !== null;
  return {
    events: [planned],
    jobs: read ? [{ name: 'file', subject: body.filingId, delayMs: body.graceMs, unique: true }] : [],
    untilMs: desk.clock.wallMs() + body.graceMs,
  };
}

/** A clerk's word about one document, in review or as a correction afterwards. It stands above the box's, and teaches it. */
export const decide: Act<DecideCommand> = {
  name: 'decide',
  decide(command, desk) {
    const item = itemOf(desk.state, command.itemId!);
    const document = documentOf(desk.state, command.itemId!, command.documentId);
    if (document.state === 'close' || document.state === 'erased') throw refuse('decide', 'this mail is closed');
    if (document.state === 'removed') throw refuse('decide', 'its sheets were taken back');
    if (document.state === 'divided') throw refuse('decide', 'this page is still being read');
    const isKept = command.class === document.class;
    if (command.class && !isKept && !isOffered(command.class, desk.classes)) throw refuse('decide', 'the box has no such class');
    const previous = snapshot(document);
    const itemId = command.itemId!;
    const chosen = command.class === undefined ? document.class : command.class;
    if (command.choice.kind === 'none') {
      const decision: Decision = {
        ...decisionOf(previous),
        outcome: 'review',
        reason: (previous.reason as Decision['reason']) ?? 'low_confidence',
        class: chosen,
        candidates: [],
      };
      const back = takeBackFilings(desk, document);
      return {
        ...back,
        jobs: [...back.jobs, ...findAnew(document)],
        events: [
          ...back.events,
          event('document.corrected@1', itemId, {
            ...decision,
            documentId: command.documentId,
            revision: document.revision,
            by: desk.actor,
            undoOf: null,
          }),
        ],
        undo: { itemId, documentId: command.documentId, untilMs: null, previous },
      };
    }
    const to = destination(command.choice, desk);
    const decision: Decision = {
      ...decisionOf(previous),
      ...to,
      outcome: 'file',
      class: chosen,
      confidence: 1,
      classConfidence: command.class === undefined ? document.class_confidence : 1,
      reason: null,
    };
    const back = takeBackFilings(desk, document);
    const filedBefore = desk.state.all('filing', { document_id: document.id }).length;
    const revision = filedBefore === 0 ? document.revision : document.revision + 1;
    const filing = fileUnder(desk, item, document, decision, revision);
    return {
      events: [
        ...back.events,
        event('document.corrected@1', itemId, { ...decision, documentId: command.documentId, revision, by: desk.actor, undoOf: null }),
        ...filing.events,
      ],
      jobs: [
        ...back.jobs,
        ...filing.jobs,
        ...findAnew(document),
        { name: 'learn', subject: command.documentId, priority: -10, unique: true },
      ],
      cancelled: back.cancelled,
      answer: { department: desk.directory.departments.find((one) => one.id === to.departmentId)?.name ?? to.departmentId },
      undo: { itemId, documentId: command.documentId, untilMs: filing.untilMs, previous },
    };
  },
};
