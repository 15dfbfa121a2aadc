import { type DeviceId, mintId, type PageId, pageId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { register } from './items.ts';
import { type Act, type Batch, department, type Model, of, type Step } from './model.ts';

const SCANNERS = ['sc-0', 'sc-1'] as DeviceId[];

const openBatch: Act = (model, step) => {
  const batchId = mintId('batch');
  model.batches.push({ id: batchId, sheets: 0, attempt: 1, pages: [], aside: [], open: true });
  const how = { scanner: of(SCANNERS, step)!, source: 'adf-duplex', resolutionDpi: 300, by: 'operator:ä' } as const;
  const divided =
    step.chance < 0.2 ? ({ separation: 'count', sheetsPerItem: 2, profile: 'evidence' } as const) : { separation: 'item' as const };
  return [event('batch.opened@1', null, { batchId, ...how, ...divided })];
};

/** In one of ten cases two sheets were drawn at once: what was scanned is kept aside, and they go in again. */
const scanPage: Act = (model, step) => {
  const batch = of(
    model.batches.filter(({ open }) => open),
    step,
  );
  if (!batch) return openBatch(model, step);
  const isSuspect = step.chance < 0.1;
  const [sheet, attempt] = [batch.sheets + 1, batch.attempt];
  const id = pageId(batch.id, sheet, 'front', attempt);
  if (isSuspect) {
    batch.attempt += 1;
    batch.aside.push(id);
  } else {
    batch.sheets = sheet;
    batch.pages.push(id);
    model.pages.push(id);
  }
  const image = { blob: model.blob(), format: 'jpeg', sizeBytes: step.pick, resolutionDpi: 300 } as const;
  const facts = { pageId: id, batchId: batch.id, sheet, side: 'front', attempt, ...image } as const;
  return [event('page.scanned@1', null, { ...facts, ...(isSuspect ? { suspect: true } : {}) })];
};

const onPage =
  (make: (page: PageId, step: Step, model: Model) => ReturnType<Act>): Act =>
  (model, step) => {
    const page = of(model.pages, step);
    return page ? make(page, step, model) : scanPage(model, step);
  };

const lookAt = onPage((page, step, model) => {
  if (step.chance < 0.1) return [event('page.unreadable@1', null, { pageId: page, code: 'IMAGE_UNREADABLE' })];
  const separator = step.chance < 0.3 ? 'envelope' : null;
  const orders = { departmentId: department(step), urgent: true, registered: false, day: null };
  const ordered = step.chance < 0.2 ? { orders, notes: ['other-day' as const] } : {};
  const seen = { orientation: 180, blank: step.chance > 0.9, separator, ...ordered, ownNumber: null, look: model.blob() } as const;
  return [event('page.looked@1', null, { pageId: page, ...seen, widthPx: 2480, heightPx: 3508 })];
});

export const divide: Act = (model, step) => {
  const item = of(model.items, step);
  if (!item) return register(model, step);
  const batch = of(
    model.batches.filter(({ pages }) => pages.length > 0),
    step,
  );
  if (!batch) return scanPage(model, step);
  const id = mintId('document');
  const placed = batch.pages.splice(0);
  const [pages, blankPages] = [placed.slice(0, 3), placed.slice(3)];
  model.documents.push({ id, item: item.id, batch, pages: placed, revision: 1 });
  item.documents += 1;
  return [event('document.divided@1', item.id, { documentId: id, batchId: batch.id, seq: item.documents, pages, blankPages, sheet: 1 })];
};

const onBatch =
  (make: (batch: Batch, step: Step, model: Model) => ReturnType<Act>, which: (batch: Batch) => boolean): Act =>
  (model, step) => {
    const batch = of(model.batches.filter(which), step);
    return batch ? make(batch, step, model) : scanPage(model, step);
  };

const close = onBatch(
  (batch, step) => {
    batch.open = false;
    const jam = step.chance < 0.2;
    const counted = { sheets: batch.sheets, sides: batch.sheets, runs: step.chance < 0.1 ? 1 : 2 };
    const body = { batchId: batch.id, ...counted, condition: jam ? 'media-jam' : null, atSheet: jam ? batch.sheets + 1 : null } as const;
    return [event('batch.closed@1', null, body)];
  },
  () => true,
);

/** The sheets that stand, with what was made of them. */
const removeSheets = onBatch(
  (batch, step, model) => {
    const made = model.documents.filter((document) => document.batch === batch);
    model.documents = model.documents.filter((document) => document.batch !== batch);
    const pages = [...batch.pages.splice(0), ...made.flatMap((document) => document.pages)];
    batch.aside.push(...pages);
    const documents = made.map(({ id }) => id);
    return [event('sheets.removed@1', null, { batchId: batch.id, pages, documents, atSheet: 1 + (step.pick % 9), by: 'operator:1' })];
  },
  ({ pages }) => pages.length > 0,
);

/** What was set aside stands again: a page that was never looked at is looked at now. */
const restoreSheets = onBatch(
  (batch, step, model) => {
    const aside = batch.aside.splice(0, 1 + (step.pick % 3));
    batch.pages.push(...aside);
    model.pages.push(...aside.filter((id) => !model.pages.includes(id)));
    const role = of([null, 'content', 'blank', 'separator'] as const, step)!;
    const pages = aside.map((id) => ({ pageId: id, role }));
    const atSheet = step.chance < 0.5 ? null : batch.sheets + 1;
    return [event('sheets.restored@1', null, { batchId: batch.id, pages, atSheet, by: 'operator:1' })];
  },
  ({ aside }) => aside.length > 0,
);

export const PAPER_ACTS: readonly Act[] = [
  openBatch,
  scanPage,
  scanPage,
  lookAt,
  divide,
  close,
  removeSheets,
  restoreSheets,
  onPage((page, _step, model) => [event('page.rekeyed@1', null, { pageId: page, blob: model.blob() })]),
];
