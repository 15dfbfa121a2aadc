import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

/** A PDF with what `draw` puts into it. */
export function drawnPdf(draw: (document: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', ...options });
  const bytes = buffer(document);
  draw(document);
  document.end();
  return bytes;
}
