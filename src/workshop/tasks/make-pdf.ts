import { makePdf, type PdfInput } from '../searchable-pdf.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    'make-pdf': { input: PdfInput; output: Uint8Array };
  }
}

/** Scans and their words become the searchable PDF/A that is filed. */
export default defineTask({ name: 'make-pdf', deadlineMs: 60_000, run: makePdf });
