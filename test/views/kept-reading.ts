import type { Reading } from '#pipeline/room.ts';
import type { KeptReading } from '#views/reading.ts';

/** What the pipeline keeps, as views read it: does not compile when the two drift apart. */
export const readingFits = (reading: Reading): KeptReading => reading;

/** An invoice of one page of 1000 × 2000 pixels. */
export const READING = (pageId: string): KeptReading => ({
  pages: [{ pageId, widthPx: 1000, heightPx: 2000 }],
  understanding: {
    class: { id: 'invoice', confidence: 0.97, why: { rule: 'class_words', words: 'facture, montant' } },
    recipient: { name: 'Hélène Vasseur', confidence: 0.9 },
    department: { name: 'Comptabilité', confidence: 0.9 },
    organisation: 'Ateliers Guérin',
    sender: { name: 'Papeterie du Vieux Pont' },
    date: '2026-11-20',
    dueDate: '2026-12-20',
    subject: 'Facture 4711',
    references: [{ kind: 'invoice', value: '4711' }],
    amounts: [
      { value: 100, currency: 'EUR', kind: 'net' },
      { value: 120, currency: 'EUR', kind: 'total' },
    ],
    tracking: [],
    secrecy: null,
    candidates: [
      { departmentId: 'accounts', personId: 'vasseur', why: { rule: 'person_printed', words: 'Mme Vasseur' } },
      { departmentId: 'staff', why: { rule: 'department_of_class', class: 'invoice', words: 'facture' } },
    ],
    evidence: [
      {
        field: 'recipient',
        page: 0,
        boxes: [
          [500, 200, 700, 240],
          [500, 250, 800, 290],
        ],
        rule: 'person_block',
        confidence: 0.9,
      },
      { field: 'subject', text: 'FACTURE n° 4711', page: 0, boxes: [[100, 600, 600, 640]], rule: 'subject_line', confidence: 0.8 },
      { field: 'amounts.net', value: '100.00 EUR', page: 0, boxes: [[800, 1500, 900, 1540]], rule: 'amount_labelled', confidence: 0.9 },
      { field: 'amounts.total', value: '120.00 EUR', page: 0, boxes: [[800, 1600, 900, 1640]], rule: 'amount_labelled', confidence: 0.9 },
      { field: 'references.invoice', value: '4711', page: 0, boxes: [[100, 600, 200, 640]], rule: 'reference_labelled', confidence: 0.9 },
      { field: 'date', page: 7, boxes: [[-50, 0, 5000, 99999]], rule: 'x', confidence: 0.9 },
    ],
  },
});
