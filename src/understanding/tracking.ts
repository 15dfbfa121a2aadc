/**
 * Tracking numbers of posts and carriers. Shape, check digit, bar code and the word beside it are scored together; a number of
 * digits only is never believed without a bar code or such a word (compliance rules: seven in a hundred pass by chance).
 */

import { isDhlExpress, isDpd, isFedex, isIdentcode, isLaPoste, isMod37, isS10, isSscc, isUps } from './check-digits.ts';
import type { Evidence, Tracking } from './evidence.ts';
import { foldCase, foldId } from './folding.ts';
import type { Layout, Line } from './page-lines.ts';

interface Carrier {
  name: string;
  shape: RegExp;
  /** Null: no rule is known for every prefix, so a failing check warns and does not reject. */
  check: ((id: string) => boolean) | null;
  /** Letters in fixed places make chance hits rare: no label or bar code is needed. */
  distinctive: boolean;
  /** Believed beside such words only, not with any bar code. */
  named?: RegExp;
}

/** 1A, 2C … registered letters share La Poste's layout; their check rule is unproven. */
const CARRIERS: Carrier[] = [
  { name: 'upu', shape: /^[A-Z]{2}\d{9}[A-Z]{2}$/, check: isS10, distinctive: true },
  { name: 'laposte', shape: /^\d[A-Z]\d{11}$/, check: isLaPoste, distinctive: true },
  { name: 'ups', shape: /^1Z[0-9A-Z]{16}$/, check: isUps, distinctive: true },
  { name: 'dhl', shape: /^(?:JJD|JVGL)[0-9A-Z]{8,20}$/, check: null, distinctive: true },
  { name: 'amazon', shape: /^TB[AMC]\d{12}$/, check: null, distinctive: true },
  { name: 'dhl', shape: /^00340\d{15}$/, check: isSscc, distinctive: true },
  { name: 'sscc', shape: /^00\d{18}$/, check: isSscc, distinctive: false },
  { name: 'sscc', shape: /^\d{18}$/, check: isSscc, distinctive: false, named: /\b(?:sscc|nve)\b/ },
  { name: 'dpd', shape: /^\d{14}[0-9A-Z]$/, check: isDpd, distinctive: false },
  { name: 'deutsche-post', shape: /^(?:\d{12}|\d{14})$/, check: isIdentcode, distinctive: false },
  { name: 'fedex', shape: /^\d{12}$/, check: isFedex, distinctive: false },
  { name: 'dhl-express', shape: /^\d{10,11}$/, check: isDhlExpress, distinctive: false },
];

const LABEL =
  /\b(?:colis|suivi|envoi|recommande|recommandee|lettre recommandee|tracking|parcel|item|consignment|shipment|registered|\w*sendungs?\w*|paket\w*|identcode|leitcode|sscc|nve|dhl|dpd|ups|fedex|gls|chronopost|colissimo|lettera di vettura|lettre de transport|einschreiben|spedizione|collo|raccomandata|invio|numero d'envoi|waybill|awb|n° de lettre)\b/;
/** Runs of letters and digits that may be written in groups. */
const RUN =
  /(?<![\p{L}\d])(?:\p{Lu}{2} ?(?:[\dOIlSB] ?){9}[\p{Lu}\d]{2}|\d\p{Lu}(?: ?[\dOIlS]){11}|1Z(?: ?[\p{Lu}\d]){16}|(?:JJD|JVGL|TB[AMC])(?: ?\d){8,20}|\d{2}\.\d{2,3} \d{3}\.\d{3} \d|\d(?: ?\d){9,19}(?: ?[A-Z])?)(?![\p{L}\d])/gu;

/** Letters read for digits where the shape wants digits. */
function repair(id: string): string {
  const digits = (s: string): string => s.replace(/O/g, '0').replace(/[IL]/g, '1').replace(/S/g, '5').replace(/B/g, '8');
  if (/^[A-Z]{2}[0-9OILSB]{9}[A-Z]{2}$/.test(id)) return id.slice(0, 2) + digits(id.slice(2, 11)) + id.slice(11);
  // A digit in the country is a letter, where the check digit vouches for the rest.
  const country = id.slice(11).replace(/6/g, 'G').replace(/8/g, 'B').replace(/0/g, 'O').replace(/5/g, 'S').replace(/1/g, 'I');
  const abroad = id.slice(0, 2) + digits(id.slice(2, 11)) + country;
  if (/^[A-Z]{2}[0-9OILSB]{9}[A-Z\d]{2}$/.test(id) && isS10(abroad)) return abroad;
  if (/^\d[A-Z][0-9OILSB]{11}$/.test(id)) return id.slice(0, 2) + digits(id.slice(2));
  return id;
}

export interface FoundTracking {
  tracking: Tracking[];
  evidence: Evidence[];
}

export function findTracking(layouts: readonly Layout[]): FoundTracking {
  const found = new Map<string, Tracking & { rank: number; evidence: Evidence }>();
  const consider = (
    raw: string,
    coded: boolean,
    labelled: boolean,
    page: number,
    line: Line | null,
    box: [number, number, number, number],
  ): void => {
    const id = repair(foldId(raw));
    const fits = CARRIERS.filter(
      (c) => c.shape.test(id) && (c.distinctive || (c.check?.(id) && (c.named ? c.named.test(line?.folded ?? '') : coded || labelled))),
    );
    // Digits alone may pass the checks of two: the one that is named is meant.
    const carrier = fits.find((c) => line?.folded.includes(c.name.split('-')[0]!)) ?? fits[0];
    if (!carrier) return;
    const valid = carrier.check ? carrier.check(id) : null;
    // Two letters, nine digits, two letters occur in other numbers too: without label, code or check it is none.
    if (valid === false && !labelled && !coded && (carrier.name !== 'laposte' || !line || line.words.length > 6)) return;
    const rank = (valid ? 2 : 0) + (coded ? 2 : 0) + (labelled ? 1 : 0);
    if ((found.get(id)?.rank ?? -1) >= rank) return;
    found.set(id, {
      number: id,
      carrier: carrier.name,
      valid,
      rank,
      evidence: {
        field: 'tracking',
        value: id,
        text: raw,
        page,
        boxes: [box],
        rule: coded ? 'tracking_code' : 'tracking_printed',
        confidence: Math.min(0.99, 0.6 + 0.13 * rank),
      },
    });
  };
  for (const layout of layouts) {
    for (const code of layout.page.codes) {
      const text = code.text.trim();
      if (text.length <= 40 && !/:\/\//.test(text) && !isOwnShape(text)) consider(text, true, false, layout.index, null, code.box);
    }
    for (const line of layout.lines) {
      const runs = [...line.text.matchAll(RUN)];
      if (runs.length === 0 || /iban|siret|siren|rcs|tva|ust|vat|iva|mwst/i.test(line.text)) continue;
      const labelled = LABEL.test(foldCase(line.text)) || LABEL.test(besideIt(line, layout));
      for (const [run] of runs) consider(run, false, labelled, layout.index, line, line.box);
    }
  }
  const kept = dropMisread([...found.values()]);
  return { tracking: kept.map(({ number, carrier, valid }) => ({ number, carrier, valid })), evidence: kept.map((t) => t.evidence) };
}

/** What stands left of a line on its row, in `foldCase`: the label in the cell before. */
function besideIt(line: Line, layout: Layout): string {
  const row = layout.rows.find((r) => r.words.includes(line.words[0]!));
  const left = row?.words.slice(0, row.words.indexOf(line.words[0]!)) ?? [];
  return foldCase(
    left
      .slice(-LABEL_WORDS_MAX)
      .map((w) => w.text)
      .join(' '),
  );
}
const LABEL_WORDS_MAX = 4;

/**
 * The bar code or the valid reading of a number wins over a printed one that differs in two characters at most. Check digits do not
 * cover letters, so that one which differs in these alone is the same number too.
 */
function dropMisread<T extends Tracking & { rank: number }>(all: T[]): T[] {
  return all.filter(
    (t) =>
      !all.some(
        (o) =>
          o.rank > t.rank &&
          o.number.length === t.number.length &&
          differing(o.number, t.number) <= 2 &&
          (!t.valid || o.number.replaceAll(/\D/g, '') === t.number.replaceAll(/\D/g, '')),
      ),
  );
}
const differing = (a: string, b: string): number => Array.from(a).filter((c, i) => c !== b[i]).length;

const OWN = /(?<![\p{L}\d])([A-Z]{2,6})\s?[-–—]\s?(20\d{2})\s?[-–—]\s?([\dOIlSB]{6})\s?[-–—]\s?([A-Z0-9])(?![\p{L}\d])/u;
const isOwnShape = (text: string): boolean => OWN.test(text);

/** Our own label, from a bar code or print; null where the check character does not hold or another station printed it. */
export function findOwnNumber(layouts: readonly Layout[], ownPrefix: string): { number: string; evidence: Evidence } | null {
  const read = (text: string): string | null => {
    const m = OWN.exec(text);
    if (!m || m[1] !== ownPrefix) return null;
    const sequence = m[3]!.replace(/O/g, '0').replace(/[Il]/g, '1').replace(/S/g, '5').replace(/B/g, '8');
    const check = m[4]!;
    return isMod37(`${m[1]}${m[2]}${sequence}${check}`) ? `${m[1]}-${m[2]}-${sequence}-${check}` : null;
  };
  for (const layout of layouts) {
    for (const code of layout.page.codes) {
      const number = read(code.text.toUpperCase());
      if (number)
        return {
          number,
          evidence: {
            field: 'ownNumber',
            value: number,
            text: code.text,
            page: layout.index,
            boxes: [code.box],
            rule: 'own_label_code',
            confidence: 0.999,
          },
        };
    }
  }
  for (const layout of layouts) {
    for (const line of layout.lines) {
      const number = read(line.text);
      if (number)
        return {
          number,
          evidence: {
            field: 'ownNumber',
            value: number,
            text: line.text,
            page: layout.index,
            boxes: [line.box],
            rule: 'own_label_printed',
            confidence: 0.98,
          },
        };
    }
  }
  return null;
}
