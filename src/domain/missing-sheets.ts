import type { ProjectionRows } from './rows.ts';

/**
 * Counted from 1 to the last sheet: those of which fewer than `sides` stand, in order. A sheet whose image was lost is fed again behind those
 * that followed it, one number left out between (start-scan.ts): that number is not missing, and the lost one is not any more.
 * @param pages what stands of a batch
 */
export function missingSheets(pages: readonly Pick<ProjectionRows['page'], 'sheet' | 'attempt'>[], sides: 1 | 2): number[] {
  const missing: number[] = [];
  let before = { sheet: 0, attempt: 1 };
  for (const [sheet, came] of [...Map.groupBy(pages, (page) => page.sheet)].sort(([a], [b]) => a - b)) {
    const { attempt } = came[0]!;
    if (missing.length > 0 && attempt > before.attempt && sheet === before.sheet + 2) missing.shift();
    else for (let gap = before.sheet + 1; gap < sheet; gap++) missing.push(gap);
    if (came.length < sides) missing.push(sheet);
    before = { sheet, attempt };
  }
  return missing;
}
