/** Values printed under their heading instead of behind it, as in the band of numbers and dates on top of many invoices. */
import { foldCase } from './folding.ts';
import { type Layout, type Line, makeLine } from './page-lines.ts';
import type { ReadWord } from './page-words.ts';

/** Headings of a list of goods: what stands below is the goods' own. */
const GOODS =
  /\b(?:designation|description|libelle|qte|quantite|quantity|qty|menge|anzahl|beschreibung|bezeichnung|descrizione|quantita|prix|p\.?u\.?|price|preis|prezzo|einzelpreis|aantal|omschrijving|article|artikel|item|pos|unit|montant|amount|betrag|importo|bedrag|total|remise|discount)\b/g;
/** In heights of a line, from the foot of the heading to the head of the value. */
const BELOW_MAX = 2.2;
const CELL_WORDS_MAX = 6;
/** Between two cells, in heights of a line. */
const GAP = 1;

export interface Column {
  head: Line;
  cell: Line;
}

/** The cell right under each cell without figures, at the same left edge or within its width. */
export function columnsUnder(layout: Layout): Column[] {
  const columns: Column[] = [];
  const rows = layout.rows.map((row) => ({ goods: (foldCase(row.text).match(GOODS)?.length ?? 0) >= 2, cells: cellsOf(row, layout) }));
  for (const [i, { goods, cells }] of rows.entries()) {
    if (goods) continue;
    for (const head of cells.filter((c) => !/\d{2}/.test(c.text))) {
      const height = Math.max(layout.heightPx, head.heightPx);
      const near = rows.slice(i + 1, i + 4).flatMap((r) => r.cells);
      const cell = near.find((c) => {
        const gap = c.box[1] - head.box[3];
        const overlap = Math.min(c.box[2], head.box[2]) - Math.max(c.box[0], head.box[0]);
        return gap > -0.3 * height && gap < BELOW_MAX * height && overlap > 0.5 * Math.min(c.box[2] - c.box[0], head.box[2] - head.box[0]);
      });
      if (cell && /\d/.test(cell.text) && !columns.some((c) => c.cell === cell)) columns.push({ head, cell });
    }
  }
  return columns;
}

/** A row at the gaps that only columns leave, without those that hold more than a label or a value. */
function cellsOf(row: Line, layout: Layout): Line[] {
  const cells: ReadWord[][] = [];
  for (const word of row.words) {
    const last = cells.at(-1)?.at(-1);
    if (last && word.box[0] - last.box[2] <= GAP * layout.heightPx) cells.at(-1)!.push(word);
    else cells.push([word]);
  }
  return cells.filter((words) => words.length <= CELL_WORDS_MAX).map((words) => makeLine(words, row.page));
}
