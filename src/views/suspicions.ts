/** Where a separator may be missing, as the batch and the item show it. */
import type { SuspicionView } from '#contract/separators.ts';
import type { Suspicion } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';

/** @param pages among them those of the document */
export function suspicionsOf(
  { id, suspicions }: Pick<ProjectionRows['document'], 'id' | 'suspicions'>,
  pages: readonly ProjectionRows['page'][],
): SuspicionView[] {
  return (JSON.parse(suspicions) as Suspicion[]).map(({ kind, page }) => {
    const at = page === null ? undefined : pages.find((one) => one.document_id === id && one.ordinal === page - 1);
    return { kind, page, sheet: at?.sheet ?? null };
  });
}
