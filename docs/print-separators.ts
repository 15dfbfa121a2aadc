/** Prints docs/separators/: `node setup.mjs run docs/print-separators.ts`. Sheets for any box that takes plain ones (`plain_separators`): they bear no seal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSeparator, type SeparatorDrawing } from '#workshop/separator-drawing.ts';

const SHEETS: Record<string, Pick<SeparatorDrawing, 'mark' | 'lines'>> = {
  item: {
    mark: { text: 'VMSEP1:ITEM' },
    lines: ['Ce qui suit est un seul pli et un seul document.', 'What follows is one item and one document.'],
  },
  envelope: {
    mark: { text: 'VMSEP1:ENVELOPE' },
    lines: [
      'Ce qui suit vient d’une seule enveloppe ; chaque feuille est un document.',
      'What follows came in one envelope; each sheet is a document.',
    ],
  },
  sheet: {
    mark: { text: 'VMSEP1:SHEET' },
    lines: ['À partir d’ici, chaque feuille est un pli.', 'From here on, each sheet is an item.'],
  },
  'patch-t': { mark: 'patch-t', lines: ['Un nouveau pli commence ici.', 'A new item begins here.'] },
};

const folder = join(import.meta.dirname, 'separators');
mkdirSync(folder, { recursive: true });
// A date of its own would make another file of the same sheet.
for (const [name, sheet] of Object.entries(SHEETS))
  writeFileSync(join(folder, `${name}.pdf`), await drawSeparator({ ...sheet, title: name.toUpperCase(), createdMs: 0 }));
