import fc from 'fast-check';
import {
  type BatchId,
  type BlobName,
  type DepartmentId,
  type DeviceId,
  type DocumentId,
  type FilingId,
  type ItemId,
  mintId,
  type NoticeId,
  type PageId,
  type PersonId,
  pageId,
} from '#base/ids.ts';
import { type Decision, event, type NewEvent } from '#domain/events.ts';
import { type LabelNumber, labelNumber } from '#domain/label-number.ts';

/** One choice of a history: what to do, and to which of the things there are. */
export interface Step {
  act: number;
  pick: number;
  chance: number;
}

export const steps = (maxLength: number, minLength = 1): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ act: fc.nat(ACTS.length - 1), pick: fc.nat(1000), chance: fc.double({ min: 0, max: 1, noNaN: true }) }), {
    minLength,
    maxLength,
    size: 'max',
  });

/** The little that must be known of what happened for the next event to be a legal one. */
class Model {
  sequence = 0;
  blobs = 0;
  batches: { id: BatchId; sheets: number; pages: PageId[]; open: boolean }[] = [];
  items: { id: ItemId; number: LabelNumber; documents: number; copies: number }[] = [];
  documents: { id: DocumentId; item: ItemId; revision: number }[] = [];
  filings: { id: FilingId; item: ItemId }[] = [];
  notices: { id: NoticeId; item: ItemId }[] = [];
  pages: { id: PageId; seen: boolean }[] = [];

  blob(): BlobName {
    return (++this.blobs).toString(16).padStart(64, '0') as BlobName;
  }
}

type Act = (model: Model, step: Step) => NewEvent[];
const of = <T>(list: readonly T[], { pick }: Step): T | undefined => (list.length > 0 ? list[pick % list.length] : undefined);
const department = (step: Step): DepartmentId => `dp-${step.pick % 7}` as DepartmentId;
const person = (step: Step): PersonId | null => (step.chance < 0.5 ? (`ps-${step.pick % 50}` as PersonId) : null);

const decision = (step: Step): Decision => ({
  outcome: step.chance < 0.7 ? 'file' : step.chance < 0.9 ? 'review' : 'close',
  class: step.chance < 0.8 ? 'invoice' : null,
  classConfidence: step.chance,
  departmentId: department(step),
  personId: person(step),
  confidence: 1 - step.chance,
  secrecy: step.chance >= 0.95 ? 'medical' : null,
  registered: step.pick % 5 === 0,
  reason: step.chance < 0.7 ? null : 'low_confidence',
  candidates: [{ departmentId: department(step), personId: person(step), confidence: step.chance, rule: 'name' }],
});

const register: Act = (model, step) => {
  const id = mintId('item');
  const number = labelNumber({ prefix: 'VM', year: 2026, sequence: ++model.sequence });
  model.items.push({ id, number, documents: 0, copies: 0 });
  const parentId = step.chance < 0.2 ? (of(model.items, step)?.id ?? null) : null;
  return [
    event(
      'item.registered@1',
      id,
      {
        number,
        direction: 'in',
        kind: 'letter',
        parentId,
        departmentId: department(step),
        personId: person(step),
        source: 'scan',
        by: 'box',
      },
      step.chance < 0.5 ? [{ subject: id, field: 'tracking', value: `1Z${step.pick}` }] : [],
    ),
  ];
};

const openBatch: Act = (model, step) => {
  const batchId = mintId('batch');
  model.batches.push({ id: batchId, sheets: 0, pages: [], open: true });
  const scanner = `sc-${step.pick % 2}` as DeviceId;
  return [
    event('batch.opened@1', null, { batchId, scanner, source: 'adf-duplex', resolutionDpi: 300, separation: 'item', by: 'operator:ä' }),
  ];
};

const scanPage: Act = (model, step) => {
  const batch = of(
    model.batches.filter(({ open }) => open),
    step,
  );
  if (!batch) return openBatch(model, step);
  batch.sheets += 1;
  const id = pageId(batch.id, batch.sheets, 'front', 1);
  batch.pages.push(id);
  model.pages.push({ id, seen: false });
  return [
    event('page.scanned@1', null, {
      pageId: id,
      batchId: batch.id,
      sheet: batch.sheets,
      side: 'front',
      attempt: 1,
      blob: model.blob(),
      format: 'jpeg',
      sizeBytes: step.pick,
      resolutionDpi: 300,
    }),
  ];
};

const lookAt: Act = (model, step) => {
  const page = of(model.pages, step);
  if (!page) return scanPage(model, step);
  if (step.chance < 0.1) return [event('page.unreadable@1', null, { pageId: page.id, code: 'IMAGE_UNREADABLE' })];
  return [
    event('page.looked@1', null, {
      pageId: page.id,
      orientation: 180,
      blank: step.chance > 0.9,
      separator: null,
      ownNumber: null,
      look: model.blob(),
      widthPx: 2480,
      heightPx: 3508,
    }),
  ];
};

const divide: Act = (model, step) => {
  const item = of(model.items, step);
  const batch = of(
    model.batches.filter(({ pages }) => pages.length > 0),
    step,
  );
  if (!item || !batch) return scanPage(model, step);
  const documentId = mintId('document');
  model.documents.push({ id: documentId, item: item.id, revision: 1 });
  const [first, ...rest] = batch.pages.splice(0);
  const pages = [first!, ...rest.slice(0, 2)];
  item.documents += 1;
  return [
    event('document.divided@1', item.id, {
      documentId,
      batchId: batch.id,
      seq: item.documents,
      pages,
      blankPages: rest.slice(2),
      sheet: 1,
    }),
  ];
};

const onDocument =
  (make: (document: Model['documents'][number], model: Model, step: Step) => NewEvent[]): Act =>
  (model, step) => {
    const document = of(model.documents, step);
    return document ? make(document, model, step) : divide(model, step);
  };

const ACTS: readonly Act[] = [
  register,
  openBatch,
  scanPage,
  scanPage,
  lookAt,
  divide,
  (model, step) => {
    const batch = of(model.batches, step);
    if (!batch) return openBatch(model, step);
    batch.open = false;
    const jam = step.chance < 0.2;
    return [
      event('batch.closed@1', null, {
        batchId: batch.id,
        sheets: batch.sheets,
        sides: batch.sheets,
        runs: step.chance < 0.1 ? 1 : 2,
        condition: jam ? 'media-jam' : null,
        atSheet: jam ? batch.sheets + 1 : null,
      }),
    ];
  },
  (model, step) => {
    const item = of(model.items, step);
    if (!item) return register(model, step);
    item.copies += 1;
    const printer = 'zpl-1' as DeviceId;
    return [event('label.printed@1', item.id, { number: item.number, copy: item.copies, outcome: 'unknown', printer, by: 'box' })];
  },
  (model, step) => {
    const item = of(
      model.items.filter(({ documents }) => documents === 0),
      step,
    );
    if (!item) return register(model, step);
    return [event('item.voided@1', item.id, { number: item.number, by: 'operator:1' })];
  },
  (model, step) => {
    const item = of(
      model.items.filter(({ copies }) => copies > 0),
      step,
    );
    if (!item) return register(model, step);
    return [event('label.confirmed@1', item.id, { number: item.number, copy: item.copies, found: step.chance < 0.5, by: 'operator:1' })];
  },
  (model, step) => {
    const item = of(model.items, step);
    if (!item) return register(model, step);
    const to = of(model.items, { ...step, pick: step.pick + 1 })!;
    return [
      event('item.linked@1', item.id, { linkId: mintId('link'), kind: 'answers', toItem: to.id, fromDocument: null, toDocument: null }),
    ];
  },
  (model, step) => {
    const item = of(model.items, step);
    if (!item) return register(model, step);
    return [
      event('item.handed-over@1', item.id, { departmentId: department(step), personId: person(step), shelf: 'B 2', by: 'operator:1' }),
    ];
  },
  onDocument(({ id, item }, model, step) => [
    event('document.decided@1', item, { ...decision(step), documentId: id, reading: model.blob(), model: 'm1' }),
  ]),
  onDocument(({ id, item }, model, step) => [
    step.chance < 0.9
      ? event('document.read@1', item, { documentId: id, reading: model.blob(), language: 'fr', words: step.pick }, [
          { subject: id, field: 'sender', value: `Sender ${step.pick}` },
        ])
      : event('document.read-failed@1', item, { documentId: id, code: 'TASK_TIMED_OUT' }),
  ]),
  onDocument((document, _model, step) => {
    document.revision += 1;
    const { id, item, revision } = document;
    return [event('document.corrected@1', item, { ...decision(step), documentId: id, revision, by: 'operator:2', undoOf: null })];
  }),
  onDocument(({ id, item, revision }, model, step) => {
    const filingId = mintId('filing');
    model.filings.push({ id: filingId, item });
    return [
      event('filing.planned@1', item, {
        filingId,
        documentId: id,
        target: 'house',
        departmentId: department(step),
        mailbox: `Courrier/${step.pick % 7}`,
        revision,
        messageId: `<${filingId}@box>`,
        graceMs: 120_000,
      }),
    ];
  }),
  (model, step) => {
    const filing = of(model.filings, step);
    if (!filing) return register(model, step);
    const { id: filingId, item } = filing;
    const kind = Math.floor(step.chance * 4);
    if (kind === 0) return [event('filing.cancelled@1', item, { filingId, by: 'operator:1' })];
    if (kind === 1) return [event('filing.held@1', item, { filingId, code: 'FILING_OVER_QUOTA' })];
    if (kind === 2) return [event('filing.withdrawn@1', item, { filingId, outcome: step.pick % 2 ? 'withdrawn' : 'read' })];
    return [event('mail.filed@1', item, { filingId, mailbox: 'INBOX', locator: '7:12', uid: 12, digest: 'ab', sizeBytes: 9 })];
  },
  onDocument(({ id, item }, model, step) => {
    const noticeId = mintId('notice');
    model.notices.push({ id: noticeId, item });
    return [
      event('notice.planned@1', item, {
        noticeId,
        documentId: id,
        personId: person(step),
        departmentId: department(step),
        kind: 'filed',
        messageId: `<${noticeId}@box>`,
      }),
    ];
  }),
  (model, step) => {
    const notice = of(model.notices, step);
    if (!notice) return register(model, step);
    const { id: noticeId, item } = notice;
    return [
      step.chance < 0.7
        ? event('notice.sent@1', item, { noticeId, repeated: step.chance < 0.1 })
        : event('notice.failed@1', item, { noticeId, code: 'NOTICE_REFUSED' }),
    ];
  },
  onDocument(({ id, item }, model, step) => {
    const page = of(model.pages, step);
    return [event('contents.erased@1', item, { documents: [id], pages: page ? [page.id] : [], keys: [], reason: 'retention', by: 'box' })];
  }),
];

/** A legal history: groups of events as they would be appended together. */
export function historyOf(choices: readonly Step[]): NewEvent[][] {
  const model = new Model();
  return choices.map((step) => ACTS[step.act]!(model, step));
}

/** The same long history each time. */
export const fixedHistory = (length: number, seed: number): NewEvent[][] =>
  historyOf(fc.sample(steps(length, length), { numRuns: 1, seed })[0]!);
