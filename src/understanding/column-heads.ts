/** Values printed under their heading instead of behind it, as in the band of numbers and dates on top of many invoices. */
import { foldCase } from './folding.ts';
import { type Layout, type Line, makeLine } from './page-lines.ts';
import type { ReadWord } from './page-words.ts';

/** Headings of a list of goods: what stands below is the goods' own. */
const GOODS =
  /\b(?:designation|description|libelle|qte|quantite|quantity|qty|menge|anzahl|beschreibung|bezeichnung|descrizione|quantita|prix|p\.?u\.?|price|preis|prezzo|einzelpreis|aantal|omschrijving|article|artikel|item|pos|unit|montant|amount|betrag|importo|bedrag|total|remise|discount)\b/g;
/** A single such heading makes it a list: what stands under `Montant` beside it are prices. */
const LISTED =
  /\b(?:designation|description|libelle|details|detail|qte|quantite|quantity|qty|menge|anzahl|beschreibung|bezeichnung|descrizione|quantita|q\.ta|prix unitaire|p\.?u\.?|unit price|einzelpreis|prezzo|aantal|omschrijving|article|artikel|item|pos)\b/;
const SUM = /\d[.,]\d\d(?!\d)/;
/** A block beside may put its own lines between a heading and its value. */
const ROWS_BELOW = 5;
/** Between the lines of one heading, in heights. */
const WRAP_MAX = 0.8;
/** In heights of a line, from the foot of the heading to the head of the value. */
const BELOW_MAX = 2.2;
const CELL_WORDS_MAX = 6;
/** The lines of a table, read as letters. */
const RULE = /^[|¦[\]!_—–]+$/;

export interface Column {
  head: Line;
  /** Its last line. */
  last: Line;
  cell: Line;
}

/** The cell right under each cell without figures, at the same left edge or within its width; no list of goods. */
export const columnsUnder = (layout: Layout): Column[] => [
  ...columns(
    layout,
    (row) => (row.match(GOODS)?.length ?? 0) >= 2,
    (head) => !/\d{2}/.test(head),
  ),
  ...inTurns(layout),
];

/** Sums under what they are called, `Total HT  TVA 20 %  Total TTC` in a row of their own over one or more rows of figures. */
export const sumsUnder = (layout: Layout): Column[] =>
  columns(
    layout,
    (row) => LISTED.test(row),
    (head) => /[a-z]/.test(head) && (!SUM.test(head) || head.includes('%')),
  );

/** What stands further down under a heading, row by row, until a row has nothing there. */
export function cellsBelow(layout: Layout, head: Line, first: Line): Line[] {
  const found: Line[] = [];
  let last = first;
  for (const row of layout.rows) {
    if (row.box[1] < last.box[3] - 0.3 * last.heightPx) continue;
    if (row.box[1] - last.box[3] > BELOW_MAX * last.heightPx || found.length >= LIST_MAX) break;
    const cell = cellsOf(row).find((c) => isUnder(c, head) && /\d/.test(c.text));
    if (!cell) break;
    found.push(cell);
    last = cell;
  }
  return found;
}
const LIST_MAX = 40;

/** Within the width of the heading for the most part, or the heading within its own. */
const isUnder = (cell: Line, head: Line): boolean =>
  Math.min(cell.box[2], head.box[2]) - Math.max(cell.box[0], head.box[0]) >
  0.5 * Math.min(cell.box[2] - cell.box[0], head.box[2] - head.box[0]);

function columns(layout: Layout, isList: (row: string) => boolean, isHead: (cell: string) => boolean): Column[] {
  const found: Column[] = [];
  const rows = layout.rows.map((row) => ({ list: isList(foldCase(row.text)), cells: cellsOf(row) }));
  const isLabel = (cell: Line): boolean => isHead(foldCase(cell.text));
  for (const [i, { list, cells }] of rows.entries()) {
    if (list) continue;
    const heads = cells.filter(isLabel);
    const below = rows.slice(i + 1, i + 1 + ROWS_BELOW);
    const goods = below.findIndex((r) => r.list);
    const near = (goods < 0 ? below : below.slice(0, goods)).map((r) => r.cells);
    const seconds = heads.map((head) => near.flat().find((c) => isNextLine(head, c) && isLabel(c)));
    const foot = Math.max(...[...heads, ...seconds].map((c) => c?.box[3] ?? 0));
    // Figures set to the right under words set to the left: as many of the one as of the other.
    const figures = near.find((r) => r.some((c) => /\d/.test(c.text) && !isLabel(c))) ?? [];
    const inOrder = heads.length > 1 && heads.length === cells.length && figures.length === heads.length ? figures : [];
    for (const [at, first] of heads.entries()) {
      const last = seconds[at] ?? first;
      const head = last === first ? first : makeLine([...first.words, ...last.words], first.page);
      const height = Math.max(layout.heightPx, head.heightPx);
      const isBelow = (c: Line): boolean => c.box[1] - last.box[3] > -0.3 * height && c.box[1] - foot < BELOW_MAX * height;
      const cell = near.flat().find((c) => isBelow(c) && isUnder(c, head)) ?? inOrder.find((c, n) => n === at && isBelow(c));
      if (cell && /\d/.test(cell.text) && !found.some((c) => c.cell === cell)) found.push({ head, last, cell });
    }
  }
  return found;
}

/** The second line of a heading: `de facture` under `Date`. */
const isNextLine = (first: Line, line: Line): boolean =>
  Math.abs(line.box[0] - first.box[0]) < first.heightPx &&
  line.box[1] - first.box[3] > -0.3 * first.heightPx &&
  line.box[1] - first.box[3] < WRAP_MAX * first.heightPx;

/** Labels and values taking turns under one another, as in the margin of a letter: two at least, as a single one may head a list. */
const inTurns = (layout: Layout): Column[] =>
  layout.stacks.flatMap((stack) => {
    const pairs = stack.flatMap((head, i) => {
      const cell = stack[i + 1];
      return cell && !/\d{2}/.test(head.text) && /\d{2}/.test(cell.text) ? [{ head, last: head, cell }] : [];
    });
    return pairs.length > 1 ? pairs : [];
  });

/** A row at the gaps that only columns leave, written as two spaces, and at ruled lines, without those that hold more than a label or a value. */
function cellsOf(row: Line): Line[] {
  const cells: ReadWord[][] = [];
  let at = 0;
  let opens = true;
  for (const word of row.words) {
    const isRule = RULE.test(word.text);
    if (!isRule && (opens || row.text.startsWith('  ', at))) cells.push([word]);
    else if (!isRule) cells.at(-1)!.push(word);
    opens = isRule;
    at = row.text.indexOf(word.text, at) + word.text.length;
  }
  return cells.filter((words) => words.length <= CELL_WORDS_MAX).map((words) => makeLine(words, row.page));
}
