/** Letters as other houses word them: what a clerk would read off each, field by field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUSE, printLetter, read } from './printed-page.ts';

interface Worded {
  head: string[];
  body: string[];
  date: string;
  due: string | null;
  subject: string;
  /** `kind value currency`; further sums may be named as `other`. */
  sums: string[];
  references: string[];
}

const LETTERS: Record<string, Worded> = {
  'a reminder in a sentence': {
    head: ['Nantes, le 4 mai 2026', 'Réf. à rappeler : REL-88123'],
    body: [
      'Objet : rappel de règlement',
      'Madame, Monsieur,',
      'À ce jour, votre compte présente un solde débiteur de 1 234,56 € correspondant à la facture 2026/0456',
      'du 12 mars 2026. Des pénalités de retard de 35,20 € pourront être ajoutées.',
      'Merci de nous adresser votre règlement sous 10 jours.',
    ],
    date: '2026-05-04',
    due: '2026-05-14',
    subject: 'rappel de règlement',
    sums: ['due 1234.56 EUR'],
    references: ['reference REL-88123', 'invoice_number 2026/0456'],
  },
  'a reminder with a table': {
    head: ['Le 04/05/2026'],
    body: [
      'RELANCE AMIABLE',
      'Facture  Date  Échéance  Montant',
      'FC-1001  12/01/2026  12/02/2026  450,00 €',
      'FC-1022  15/02/2026  15/03/2026  800,00 €',
      'Total restant dû  1 250,00 €',
      'Sauf erreur, ces factures demeurent impayées et nous vous prions de les régler sans délai.',
    ],
    date: '2026-05-04',
    due: null,
    subject: 'RELANCE AMIABLE',
    sums: ['due 1250.00 EUR'],
    references: ['invoice_number FC-1001', 'invoice_number FC-1022'],
  },
  'an English reminder': {
    head: ['4 May 2026', 'Account no. AC-99120'],
    body: [
      'Second reminder',
      'Dear Sirs,',
      'According to our records the amount of £2,310.00 remains outstanding on invoice INV-4471.',
      'Please settle the balance by 18 May 2026. A late fee of £40.00 may apply.',
    ],
    date: '2026-05-04',
    due: '2026-05-18',
    subject: 'Second reminder',
    sums: ['due 2310.00 GBP'],
    references: ['account AC-99120', 'invoice_number INV-4471'],
  },
  'a German reminder': {
    head: ['Kassel, 4. Mai 2026', 'Kunden-Nr.: K-3391'],
    body: [
      '2. Mahnung',
      'Sehr geehrte Damen und Herren,',
      'für die Rechnung Nr. RE-2026-118 vom 02.03.2026 über 1.840,25 € konnten wir noch keinen Zahlungseingang feststellen.',
      'Bitte überweisen Sie den Betrag zuzüglich Mahngebühren von 5,00 € bis zum 18.05.2026.',
    ],
    date: '2026-05-04',
    due: '2026-05-18',
    subject: '2. Mahnung',
    sums: ['due 1840.25 EUR'],
    references: ['customer_number K-3391', 'invoice_number RE-2026-118'],
  },
  'an Italian reminder': {
    head: ['Torino, 4 maggio 2026', 'Cod. cliente 77120'],
    body: [
      'Oggetto: sollecito di pagamento',
      'Spettabile ditta,',
      "risulta ancora insoluta la nostra fattura n. 311/2026 del 2 marzo 2026 per l'importo di € 990,00.",
      'Vi preghiamo di saldare entro il 20 maggio 2026.',
    ],
    date: '2026-05-04',
    due: '2026-05-20',
    subject: 'sollecito di pagamento',
    sums: ['due 990.00 EUR'],
    references: ['customer_number 77120', 'invoice_number 311/2026'],
  },
  'a French tax notice': {
    head: ['Le 02/09/2026'],
    body: [
      'AVIS DE TAXE FONCIÈRE 2026',
      'Numéro fiscal : 12 34 567 890 123',
      "Référence de l'avis : 26 77 1234567 89",
      'Montant à payer au plus tard le 15/10/2026 : 3 421,00 €',
    ],
    date: '2026-09-02',
    due: '2026-10-15',
    subject: 'AVIS DE TAXE FONCIÈRE 2026',
    sums: ['due 3421.00 EUR'],
    references: ['tax_number 12 34 567 890 123', 'reference 26 77 1234567 89'],
  },
  'a German tax notice': {
    head: ['02.09.2026'],
    body: [
      'Gewerbesteuerbescheid 2025',
      'Steuernummer: 123/456/78901  Kassenzeichen: 5551.222.3',
      'Die festgesetzte Gewerbesteuer beträgt 8.120,00 EUR und ist am 15.11.2026 fällig.',
    ],
    date: '2026-09-02',
    due: '2026-11-15',
    subject: 'Gewerbesteuerbescheid 2025',
    sums: ['due 8120.00 EUR'],
    references: ['tax_number 123/456/78901', 'case_number 5551.222.3'],
  },
  'an order to pay': {
    head: ['Lyon, le 3 juin 2026'],
    body: [
      'COMMANDEMENT DE PAYER',
      'Dossier n° 26/04512',
      'Principal  4 500,00 €',
      'Intérêts  123,45 €',
      'Coût du présent acte  72,10 €',
      'Total à payer  4 695,55 €',
      'Faute de paiement dans le délai de huit jours, il sera procédé à la saisie.',
    ],
    date: '2026-06-03',
    due: '2026-06-11',
    subject: 'COMMANDEMENT DE PAYER',
    sums: ['due 4695.55 EUR'],
    references: ['case_number 26/04512'],
  },
  'an invoice of a small firm': {
    head: ['Fattura n. 77/B del 04/05/2026', 'Codice cliente: C0099'],
    body: [
      'Consulenza tecnica  1  900,00  900,00',
      'Totale imponibile  € 900,00',
      'IVA 22%  € 198,00',
      'TOTALE DOCUMENTO  € 1.098,00',
      'Scadenza pagamento: 30/06/2026',
    ],
    date: '2026-05-04',
    due: '2026-06-30',
    subject: 'Fattura n. 77/B del 04/05/2026',
    sums: ['net 900.00 EUR', 'vat 198.00 EUR', 'total 1098.00 EUR'],
    references: ['invoice_number 77/B', 'customer_number C0099'],
  },
  'a German invoice with its term': {
    head: ['Rechnungs-Nr. 2026-0099', 'Rechnungsdatum 04.05.2026', 'Kundennr. 55120'],
    body: [
      'Montage  8 Std  65,00  520,00',
      'Zwischensumme netto  520,00 €',
      'zzgl. 19% MwSt.  98,80 €',
      'Rechnungsbetrag brutto  618,80 €',
      'Zahlbar innerhalb 14 Tagen ohne Abzug.',
    ],
    date: '2026-05-04',
    due: '2026-05-18',
    subject: 'Rechnungs-Nr. 2026-0099',
    sums: ['net 520.00 EUR', 'vat 98.80 EUR', 'total 618.80 EUR'],
    references: ['invoice_number 2026-0099', 'customer_number 55120'],
  },
  'a letter of a bank': {
    head: ['Lyon, le 3 juin 2026'],
    body: [
      'Objet : rejet de prélèvement',
      'Madame, Monsieur,',
      'Le prélèvement présenté sur votre compte courant 30003 01234 00012345678 55 a été rejeté.',
    ],
    date: '2026-06-03',
    due: null,
    subject: 'rejet de prélèvement',
    sums: [],
    references: ['account 30003 01234 00012345678 55'],
  },
};

for (const [name, { head, body, date, due, subject, sums, references }] of Object.entries(LETTERS)) {
  test(`reads ${name}`, () => {
    const u = read(printLetter({ address: [...HOUSE], head, body }));
    assert.deepEqual([u.date, u.dueDate, u.subject], [date, due, subject]);
    assert.deepEqual(
      u.amounts.filter((a) => a.kind !== 'other').map((a) => `${a.kind} ${a.value.toFixed(2)} ${a.currency}`),
      sums,
    );
    assert.deepEqual(
      u.references.map((r) => `${r.kind} ${r.value}`),
      references,
    );
  });
}
