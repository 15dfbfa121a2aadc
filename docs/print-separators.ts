/** Prints docs/separators/: `node setup.mjs run docs/print-separators.ts`. The same sheets as in the laboratory, not yet scanned. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import { COMPOSED } from '../test/lab/composed-letters.ts';
import { printed } from '../test/lab/letter-press.ts';

const folder = join(import.meta.dirname, 'separators');
mkdirSync(folder, { recursive: true });
for (const order of ['item', 'envelope', 'sheet']) {
  // A date of its own would make another file of the same sheet.
  const pdf = new PDFDocument({ size: 'A4', margin: 0, info: { Title: `Separator: ${order}`, CreationDate: new Date(0) } });
  const file = pdf.pipe(createWriteStream(join(folder, `${order}.pdf`)));
  pdf.image(await printed(COMPOSED[`separator-${order}`]!.drawing), 0, 0, { width: pdf.page.width, height: pdf.page.height });
  pdf.end();
  await finished(file);
}
