/** What a run of events means for somebody who looks at a screen: which items, batches and queues changed. */
import { parsePageId } from '#base/ids.ts';
import type { FeedEvent } from '#contract/feed.ts';
import type { StoredEvent } from '#domain/events.ts';

export type Touched = Extract<FeedEvent, { ids: string[] }>;
type Kind = Touched['kind'];

/** More than these, and the page reads everything again. */
const MOST_IDS = 200;

/** Batch a body speaks of, directly or by one of its pages. */
function batchOf(body: object): string | null {
  if ('batchId' in body) return body.batchId as string;
  return 'pageId' in body ? (parsePageId(body.pageId as string)?.batchId ?? null) : null;
}

/**
 * The news of these events, at most one of each kind. Only the last bears the position reached: who breaks off in between
 * resumes before all of them. Events that change nothing anybody sees give none.
 */
export function newsOf(events: readonly StoredEvent[], reached: { before: number; after: number }): Touched[] {
  const touched: Record<Kind, Set<string>> = {
    item: new Set(),
    batch: new Set(),
    device: new Set(),
    backlog: new Set(),
    notice: new Set(),
  };
  for (const { type, itemId, body } of events) {
    if (itemId !== null) touched.item.add(itemId);
    const batchId = batchOf(body);
    if (batchId !== null) touched.batch.add(batchId);
    if (type.startsWith('filing.') || type === 'mail.filed@1') touched.backlog.add((body as { filingId: string }).filingId);
    if (type.startsWith('notice.')) touched.notice.add((body as { noticeId: string }).noticeId);
  }
  const kinds = (Object.keys(touched) as Kind[]).filter((kind) => touched[kind].size > 0);
  return kinds.map((kind, at) => ({
    kind,
    position: at === kinds.length - 1 ? reached.after : reached.before,
    ids: touched[kind].size > MOST_IDS ? [] : [...touched[kind]],
  }));
}
