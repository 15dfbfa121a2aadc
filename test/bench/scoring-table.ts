/** Scores as lines of the table, with what is asked for; a figure the set says nothing of has no line. Pure. */
import { DOCUMENT_CLASSES } from '#base/words.ts';
import type { Measure } from './beside.ts';
import { type DepartmentKey, type ScoredItem, type Scores, scoreReading } from './scoring.ts';
import { isTyped, scoreBlanks, scoreCodes, scoreInvoices, scoreSkew, scoreWords, textsOf } from './scoring-shapes.ts';
import { asTyped } from './scoring-text.ts';

type Aim = NonNullable<Measure['aim']>;
const least = (value: number): Aim => ({ least: value });
const most = (value: number): Aim => ({ most: value });

type SetKind = 'letters' | 'typed' | 'form' | 'receipt' | 'text' | 'other';
/** Of the words of a set; hard originals are measured against what a good engine makes of them. */
const WORD_AIMS: Record<SetKind, { recall?: Aim; precision?: Aim }> = {
  letters: { recall: least(0.97), precision: least(0.97) },
  text: { recall: least(0.97) },
  form: { recall: least(0.68) },
  receipt: { recall: least(0.6) },
  typed: {},
  other: {},
};
const TYPED_RECALL_AIM = 0.92;

/** What a set is, by what its truth says. */
function kindOf(items: readonly ScoredItem[], { department }: Scores): SetKind {
  if (department !== null) return 'letters';
  if (items.some(isTyped)) return 'typed';
  const classId = items[0]?.file.document_class;
  return classId === undefined ? 'text' : classId === 'form' || classId === 'receipt' ? classId : 'other';
}

export function scoreAll(items: readonly ScoredItem[], departmentKey: DepartmentKey) {
  const texts = items.filter(({ text }) => text !== '');
  const typed = items.filter(isTyped);
  const letters = scoreReading(items, departmentKey);
  return {
    kind: kindOf(items, letters),
    letters,
    words: scoreWords(texts.map(textsOf)),
    typed: typed.length === 0 ? null : scoreWords(typed.map(textsOf), asTyped),
    codes: scoreCodes(items),
    invoices: scoreInvoices(items),
    skew: scoreSkew(items),
    blanks: scoreBlanks(items),
  };
}
export type AllScores = ReturnType<typeof scoreAll>;

function line(what: string, ours: number | null, aim?: Aim | null, note = ''): Measure[] {
  return ours === null ? [] : [{ what, unit: '', ours, ...(aim ? { aim } : {}), ...(note === '' ? {} : { note }) }];
}
const between = (bounds: [number, number] | null): string => (bounds ? `95 % between ${bounds[0]} and ${bounds[1]}` : '');

/** @param rival words OCRmyPDF found on the same pages, as recall and precision */
export function measuresOf(scores: AllScores, rival?: { recall: number | null; precision: number | null }): Measure[] {
  const { letters, words, typed, codes, invoices, skew, blanks, kind } = scores;
  const beside = (value: number | null | undefined): string => (value === null || value === undefined ? '' : `OCRmyPDF ${value}`);
  const ofLetters = (aim: Aim): Aim | null => (kind === 'letters' ? aim : null);
  return [
    ...line('word recall', words.recall, WORD_AIMS[kind].recall, beside(rival?.recall)),
    ...line('word precision', words.precision, WORD_AIMS[kind].precision, beside(rival?.precision)),
    ...line('word recall, I l 1 and capital accents alike', typed?.recall ?? null, least(TYPED_RECALL_AIM)),
    ...classMeasures(letters, ofLetters(least(0.97))),
    ...(kind === 'letters' ? routingMeasures(letters) : []),
    ...fieldMeasures(letters),
    ...(invoices === null
      ? []
      : [
          ...line('invoice number', invoices.number, least(0.95), `${invoices.invoices} invoices`),
          ...line('invoice date', invoices.date, least(0.95)),
          ...line('invoice total', invoices.total, least(0.95)),
        ]),
    ...(codes === null
      ? []
      : [
          ...line('codes decoded', codes.decodeRate, least(0.97), `${codes.decoded} of ${codes.codes}`),
          ...line('codes found where there are none', codes.falseFinds, most(0), `in ${codes.withNone} pictures`),
        ]),
    ...line('orientation', letters.orientation, ofLetters(least(1))),
    ...(skew === null
      ? []
      : [
          ...line('tilt within ±0.2°', skew.within, null, `${skew.pages} pages`),
          ...line('tilt, error in degrees, median', skew.medianDeg, ofLetters(most(0.2)), `largest ${skew.largestDeg}`),
        ]),
    ...line('blank sides seen', letters.blank ?? (blanks.blanks === 0 ? null : blanks.seen / blanks.blanks), least(1)),
    ...line('written sides called blank', letters.calledBlank + blanks.calledBlank, most(0)),
  ];
}

/** Only of the classes the box knows; a form or a receipt is none. */
function classMeasures({ class: right, classes }: Scores, aim: Aim | null): Measure[] {
  const known = Object.entries(classes).filter(([id]) => DOCUMENT_CLASSES.some((one) => one === id));
  if (known.length === 0) return [];
  return [...line('class', right, aim), ...known.flatMap(([id, n]) => line(`  ${id}`, n.right / n.of, null, `${n.right} of ${n.of}`))];
}

function routingMeasures(s: Scores): Measure[] {
  const filed = s.routedWrong + Math.round((s.routedRight ?? 0) * s.items);
  return [
    ...line('filed right, of what can be routed', s.routedRightOfRoutable, least(0.9), `${s.routable} can`),
    ...line('filed wrong, of all', s.wrongRate, most(0.005), `${s.routedWrong} of ${s.items}, ${between(s.wrongWilson95)}`),
    ...line('filed wrong, of what was filed', s.wrongOfFiled, null, `${s.routedWrong} of ${filed}, ${between(s.wrongOfFiledWilson95)}`),
    ...line('  to the wrong department', s.wrongDepartment),
    ...line('  though nobody should have decided', s.wrongUnroutable, most(1), `${s.unroutable} such`),
    ...line('  closed mail past the gate', s.wrongClosed, most(0), `${s.closed} closed`),
    ...line('to review, needed', s.reviewNeeded),
    ...line('to review, unneeded', s.reviewUnneeded),
    ...line('department', s.department),
    ...line('person', s.person),
    ...line('person, precision', s.personPrecision),
    ...line('closed mail seen', s.secrecyRecall, null, `kind right ${s.secrecyKind}, precision ${s.secrecyPrecision}`),
    ...(s.decoys === 0 ? [] : line('decoys closed', s.decoysCalledClosed, most(2), `${s.decoys} decoys`)),
  ];
}

/** Precision only where the set lists what is true. */
function fieldMeasures(s: Scores): Measure[] {
  const both = (what: string, recall: number | null, precision: number | null, aim: number): Measure[] =>
    recall === null ? [] : [...line(`${what}, recall`, recall, least(aim)), ...line(`${what}, precision`, precision, least(aim))];
  return [
    ...line('date of the letter', s.date, least(0.95), s.dateWhereNone > 0 ? `${s.dateWhereNone} where none is printed` : ''),
    ...both('references', s.references, s.referencesPrecision, 0.9),
    ...both('amounts', s.amount, s.amountPrecision, 0.95),
    ...both('amounts by kind', s.amountKind, s.amountKindPrecision, 0.95),
    ...both('tracking numbers', s.tracking, s.trackingPrecision, 0.98),
    ...line('own number read', s.ownNumberRead),
  ];
}
