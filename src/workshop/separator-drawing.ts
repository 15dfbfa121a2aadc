import { finished } from 'node:stream/promises';
import bwip from 'bwip-js/node';
import PDFDocument from 'pdfkit';
import { letterWithin } from './lettering.ts';

export interface SeparatorDrawing {
  /** What the machine reads: the text of a QR code, or a patch code T at the head and at the foot. */
  mark: { text: string } | 'patch-t';
  /** What people read from afar. */
  title: string;
  /** One sentence or fact a line, the most important first; 8 at the most. */
  lines: readonly string[];
  createdMs: number;
}

const PT_PER_MM = 72 / 25.4;
const [WIDTH, HEIGHT] = [210, 297];
const QR_MM = 96;
const QR_TOP = 46;
const LINES_MAX = 8;
/** Kodak A-61599: edges of the bars of patch T from the code's outer edge, in inches; 0.25 inch of paper around it (so no frame), bars 2 inches or longer. */
const PATCH_T: readonly (readonly [number, number])[] = [
  [0, 0.08],
  [0.16, 0.36],
  [0.44, 0.52],
  [0.6, 0.8],
];
const PATCH_TOP = 12;
const PATCH_LENGTH = 120;

type Pdf = PDFKit.PDFDocument;

/**
 * A separator sheet as one A4 page of vectors, sharp on whatever printer. Same input, same bytes.
 * @throws RangeError more lines than a sheet has room for
 */
export async function drawSeparator({ mark, title, lines, createdMs }: SeparatorDrawing): Promise<Uint8Array> {
  if (lines.length > LINES_MAX) throw new RangeError(`${lines.length} lines on a separator`);
  const pdf = new PDFDocument({ size: 'A4', margin: 0, info: { Title: title, CreationDate: new Date(createdMs) } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  pdf.scale(PT_PER_MM).fillColor('black');
  if (mark === 'patch-t') drawPatchT(pdf);
  else drawQr(pdf, mark.text);
  const titleY = mark === 'patch-t' ? 130 : QR_TOP + QR_MM + 24;
  centred(pdf, title, titleY, 15);
  for (const [i, line] of lines.entries()) centred(pdf, line, titleY + 16 + i * 10, 6.5);
  pdf.end();
  await finished(pdf);
  return Buffer.concat(parts);
}

function drawQr(pdf: Pdf, text: string): void {
  const { pixs, pixx } = bwip.raw('qrcode', text, 'eclevel=Q')[0] as { pixs: number[]; pixx: number };
  const module = QR_MM / pixx;
  for (let y = 0; y < pixx; y++) {
    // Neighbours in one stroke: seams between modules show in print.
    for (let x = 0, run = 0; x <= pixx; x++) {
      if (x < pixx && pixs[y * pixx + x] === 1) run++;
      else if (run > 0) {
        pdf.rect((WIDTH - QR_MM) / 2 + (x - run) * module, QR_TOP + y * module, run * module, module);
        run = 0;
      }
    }
  }
  pdf.fill();
  pdf
    .lineWidth(1.2)
    .rect(6, 6, WIDTH - 12, HEIGHT - 12)
    .stroke();
}

/** At both ends, each told from its own edge: the sheet may be fed either way. */
function drawPatchT(pdf: Pdf): void {
  for (const [from, to] of PATCH_T) {
    const height = (to - from) * 25.4;
    for (const y of [PATCH_TOP + from * 25.4, HEIGHT - PATCH_TOP - to * 25.4])
      pdf.rect((WIDTH - PATCH_LENGTH) / 2, y, PATCH_LENGTH, height);
  }
  pdf.fill();
}

/** Set smaller where it is too long. `y` is the baseline. */
function centred(pdf: Pdf, text: string, y: number, size: number): void {
  const room = WIDTH - 40;
  const line = letterWithin(text, size, room);
  pdf
    .save()
    .translate((WIDTH - line.width) / 2, y)
    .path(line.path)
    .fill()
    .restore();
}
