/** Pages made of printed lines, as a recogniser would hand them over without a mistake. */
import { parseDirectory } from '#domain/directory.ts';
import { type ClassModel, trainFromSeed } from '#understanding/class-model.ts';
import type { Understanding } from '#understanding/evidence.ts';
import type { ReadCode, ReadPage, ReadWord } from '#understanding/page-words.ts';
import { understand } from '#understanding/understand.ts';

export interface PrintedLine {
  text: string;
  xPx: number;
  yPx: number;
  heightPx?: number;
}

/** One block per line, words a third of their height apart; two spaces in the text leave a column's width. */
export function printPage(widthPx: number, heightPx: number, lines: PrintedLine[], codes: ReadCode[] = []): ReadPage {
  const words: ReadWord[] = [];
  for (const [line, { text, xPx, yPx, heightPx: height = 24 }] of lines.entries()) {
    let x = xPx;
    for (const word of text.split(' ')) {
      const width = Math.max(1, word.length) * height * 0.5;
      if (word !== '') words.push({ text: word, box: [x, yPx, x + width, yPx + height], confidence: 0.95, line, block: line });
      x += width + height * 0.35;
    }
  }
  return { widthPx, heightPx, dpi: 200, words, codes };
}

export interface Letter {
  sender?: string[];
  address?: string[];
  /** Between address and body: references, date, attention line. */
  head?: string[];
  /** Over the address, where a mark is printed. */
  mark?: string;
  body?: string[];
  footer?: string;
  codes?: ReadCode[];
}

const SENDER = ['Ateliers Novelle', '8 rue des Forges', '38000 GRENOBLE', 'Tél. 04 76 11 22 33', 'contact@novelle.example'];

/** A4 at 200 dpi with the address at the right, as NF Z10-011 has it. */
export function printLetter(letter: Letter): ReadPage {
  const at = (lines: string[], xPx: number, yPx: number, stepPx = 36): PrintedLine[] =>
    lines.map((text, i) => ({ text, xPx, yPx: yPx + i * stepPx }));
  return printPage(
    1654,
    2339,
    [
      ...at(letter.sender ?? SENDER, 130, 100),
      ...(letter.mark ? [{ text: letter.mark, xPx: 880, yPx: 340, heightPx: 28 }] : []),
      ...at(letter.address ?? [], 880, 420),
      ...at(letter.head ?? [], 130, 800, 50),
      ...at(
        letter.body ?? ['Madame, Monsieur,', 'Nous vous prions de bien vouloir trouver ci-joint les documents demandés.'],
        150,
        1100,
        60,
      ),
      ...(letter.footer ? at([letter.footer], 300, 2260) : []),
    ],
    letter.codes,
  );
}

/** A long envelope: sender top left, franking top right, address in the window. */
export function printEnvelope(face: { sender?: string[]; address: string[]; mark?: string; franking?: string[] }): ReadPage {
  const at = (lines: string[], xPx: number, yPx: number): PrintedLine[] => lines.map((text, i) => ({ text, xPx, yPx: yPx + i * 34 }));
  return printPage(1732, 866, [
    ...at(face.sender ?? ['Ateliers Novelle', '8 rue des Forges', '38000 GRENOBLE'], 80, 60),
    ...at(face.franking ?? ['LETTRE VERTE', '12.01.26', '1,29 EUR'], 1400, 80),
    ...(face.mark ? [{ text: face.mark, xPx: 100, yPx: 330, heightPx: 28 }] : []),
    ...at(face.address, 900, 440),
  ]);
}

const person = (id: string, title: string, first: string, last: string, department: string, more: object = {}): object => ({
  id,
  title,
  first_name: first,
  last_name: last,
  department_id: department,
  active: true,
  aliases: [],
  ...more,
});

export const HOUSE = ['FABRIQUE ORVANNE', '24 QUAI DES TANNEURS', 'CS 70118', '77250 MORET CEDEX'];

export const directory = parseDirectory({
  organisation: 'Fabrique Orvanne',
  organisation_aliases: ['Orvanne SA', 'Orvanne'],
  organisation_en: 'Orvanne Works',
  address: ['24 QUAI DES TANNEURS', 'CS 70118', '77250 MORET CEDEX'],
  departments: [
    {
      id: 'acc',
      name: 'Comptabilité',
      name_en: 'Accounts',
      aliases: ['Compta', 'Service Comptable'],
      mailbox: 'compta@orvanne.example',
      classes: ['invoice', 'reminder'],
    },
    { id: 'pay', name: 'Paie', name_en: 'Payroll', aliases: ['Service Paie'], mailbox: 'paie@orvanne.example' },
    { id: 'hr', name: 'Gestion du Personnel', name_en: 'Human Resources', aliases: ['RH'], mailbox: 'rh@orvanne.example', classes: ['hr'] },
    { id: 'it', name: 'Informatique', name_en: 'Information Technology', aliases: ['DSI', 'IT'], mailbox: 'dsi@orvanne.example' },
    { id: 'cse', name: 'Comité Social et Économique', name_en: 'Works Council', aliases: ['CSE'], mailbox: 'cse@orvanne.example' },
    {
      id: 'med',
      name: 'Santé au Travail',
      name_en: 'Occupational Health',
      aliases: ['Médecine du travail'],
      mailbox: 'sante@orvanne.example',
    },
    { id: 'law', name: 'Service Juridique', name_en: 'Legal', aliases: ['Juridique'], mailbox: 'droit@orvanne.example' },
  ],
  people: [
    person('p1', 'Mme', 'Hélène', 'Garancier', 'acc', { birth_name: 'Tissot', aliases: ['Nelly Garancier'] }),
    person('p2', 'M.', 'Jean-Marc', 'Delvaux', 'it', { absences: [{ from: '2026-01-05', to: '2026-01-20', delegate: 'p3' }] }),
    person('p3', 'Mme', 'Aïcha', 'Benmoussa', 'it'),
    person('p4', 'M.', 'Paul', 'Sorel', 'pay'),
    person('p5', 'M.', 'Paul', 'Sorel', 'law'),
    person('p6', 'M.', 'Bruno', 'Castellane', 'acc', { active: false, left_on: '2025-06-30', successor: 'p1' }),
    person('p7', 'Mme', 'Odile', 'Ferrand', 'hr', { active: false, left_on: '2025-03-31' }),
    person('p8', 'Mme', 'Irène', 'Vauquelin', 'law', { previous_departments: [{ department: 'Paie', until: '2025-09-01' }] }),
    person('p9', 'M.', 'Luc', 'Marchetti', 'hr'),
    person('p10', 'Mme', 'Louise', 'Marchetti', 'it'),
    person('p11', 'Dr', 'Jürgen', 'Großmann', 'it'),
    person('p12', 'Mme', 'Claire', 'Pasquier', 'pay'),
    person('p13', 'M.', 'Antoine', 'Pasquier', 'pay'),
  ],
});

let trained: ClassModel | undefined;
export const model = (): ClassModel => {
  trained ??= trainFromSeed();
  return trained;
};

export const read = (page: ReadPage, depth: 'routing' | 'full' = 'full'): Understanding =>
  understand({ pages: [page], directory, model: model(), depth, ownPrefix: 'VM', today: '2026-02-01' });
