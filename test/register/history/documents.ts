import { mintId } from '#base/ids.ts';
import { type Decision, event } from '#domain/events.ts';
import { register } from './items.ts';
import { type Act, department, type Model, of, person, type Step, said } from './model.ts';
import { divide } from './paper.ts';

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

const onDocument =
  (make: (document: Model['documents'][number], step: Step, model: Model) => ReturnType<Act>): Act =>
  (model, step) => {
    const document = of(model.documents, step);
    return document ? make(document, step, model) : divide(model, step);
  };

const on =
  <K extends 'filings' | 'notices'>(what: K, make: (one: Model[K][number], step: Step) => ReturnType<Act>): Act =>
  (model, step) => {
    const one = of<Model[K][number]>(model[what], step);
    return one ? make(one, step) : register(model, step);
  };

export const DOCUMENT_ACTS: readonly Act[] = [
  onDocument(({ id, item }, step, model) => [
    event('document.decided@1', item, { ...decision(step), documentId: id, reading: model.blob(), model: 'm1' }),
  ]),
  onDocument(({ id, item }, step, model) => [
    step.chance < 0.9
      ? event('document.read@1', item, { documentId: id, reading: model.blob(), language: 'fr', words: step.pick }, [
          { subject: id, field: 'sender', value: said(step) },
        ])
      : event('document.read-failed@1', item, { documentId: id, code: 'TASK_TIMED_OUT' }),
  ]),
  onDocument((document, step) => {
    document.revision += 1;
    const { id, item, revision } = document;
    return [event('document.corrected@1', item, { ...decision(step), documentId: id, revision, by: 'operator:2', undoOf: null })];
  }),
  onDocument((document, step) => {
    document.revision += 1;
    const { id, item, revision } = document;
    const written = step.pick % (document.pages.length + 1);
    const [pages, blankPages] = [document.pages.slice(0, written), document.pages.slice(written)];
    return [event('document.paged@1', item, { documentId: id, pages, blankPages, revision, by: 'operator:2' })];
  }),
  onDocument(({ id, item }, step) => {
    const suspicions = step.chance < 0.7 ? [{ kind: 'other-sender' as const, page: 2 }] : [];
    return [
      event('document.suspected@1', item, { documentId: id, suspicions, ...(step.chance < 0.5 ? {} : { by: 'operator:1' as const }) }),
    ];
  }),
  onDocument(({ id, item, revision }, step, model) => {
    const filingId = mintId('filing');
    model.filings.push({ id: filingId, item, document: id });
    const where = { target: 'house', departmentId: department(step), mailbox: `Courrier/${step.pick % 7}` };
    const planned = { filingId, documentId: id, ...where, revision, messageId: `<${filingId}@box>`, graceMs: 120_000 };
    return [event('filing.planned@1', item, planned)];
  }),
  on('filings', ({ id: filingId, item }, step) => {
    const kind = Math.floor(step.chance * 4);
    if (kind === 0) return [event('filing.cancelled@1', item, { filingId, by: 'operator:1' })];
    if (kind === 1) return [event('filing.held@1', item, { filingId, code: 'FILING_OVER_QUOTA' })];
    if (kind === 2) return [event('filing.withdrawn@1', item, { filingId, outcome: step.pick % 2 ? 'withdrawn' : 'read' })];
    return [event('mail.filed@1', item, { filingId, mailbox: 'INBOX', locator: '7:12', uid: 12, digest: 'ab', sizeBytes: 9 })];
  }),
  onDocument(({ id, item }, step, model) => {
    const noticeId = mintId('notice');
    model.notices.push({ id: noticeId, item });
    const copy = of(
      model.filings.filter(({ document }) => document === id),
      step,
    );
    const to = { personId: person(step), departmentId: department(step), ...(copy ? { filingId: copy.id } : {}) };
    return [event('notice.planned@1', item, { noticeId, documentId: id, ...to, kind: 'filed', messageId: `<${noticeId}@box>` })];
  }),
  on('notices', ({ id: noticeId, item }, step) => [
    step.chance < 0.6
      ? event('notice.sent@1', item, { noticeId, repeated: step.chance < 0.1 })
      : step.chance < 0.8
        ? event('notice.failed@1', item, { noticeId, code: 'NOTICE_REFUSED' })
        : event('notice.cancelled@1', item, { noticeId }),
  ]),
  onDocument(({ id, item }, step, model) => {
    const page = of(model.pages, step);
    return [event('contents.erased@1', item, { documents: [id], pages: page ? [page] : [], keys: [], reason: 'retention', by: 'box' })];
  }),
];
