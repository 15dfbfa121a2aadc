/** Forms of address before a name, folded, in the four languages; and what a title says about who is meant. */
const TITLES = new Set(
  (
    'm mr mm monsieur mme madame mlle mademoiselle melle me maitre dr docteur pr prof professeur mrs ms miss mister sir doctor professor ' +
    'herr herrn hr frau fr fraulein ing dipl kfm rechtsanwalt rechtsanwaltin notar notarin sig signor signora signore sigra dott dottor dottoressa dottssa avv ' +
    'avvocato avvocata geom rag arch egr egregio egregia gent gentile gentmo gentma preg pregmo pregma spett mag sr sra senor senora'
  ).split(' '),
);
/** `Madame la Directrice`: what somebody is called for the work. */
const OFFICES = new Set(
  'directeur directrice president presidente responsable chef gerant gerante secretaire maire direttore direttrice'.split(' '),
);
/** Behind an English name. */
const SUFFIXES = new Set('esq mba phd bsc msc'.split(' '));

export interface Addressed {
  /** A title stood before the name. */
  titled: boolean;
  /** Folded name words; hyphens split. */
  tokens: string[];
}

/** `Sig.ra Maria De-Rossi` → titled, [maria, de, rossi]. */
export function stripTitle(folded: string): Addressed {
  const tokens = folded
    .replace(/\bsig ra\b/g, 'sigra')
    .replace(/\bdott ssa\b/g, 'dottssa')
    .replace(/\b(gent|preg) (m[ao])\b/g, '$1$2')
    .split(' ')
    .filter(Boolean);
  let start = 0;
  while (start < tokens.length - 1 && TITLES.has(tokens[start]!)) start++;
  if (start > 0 && /^(?:le|la)$/.test(tokens[start]!) && OFFICES.has(tokens[start + 1] ?? '') && tokens.length > start + 2) start += 2;
  const end = tokens.length - start > 2 && SUFFIXES.has(tokens.at(-1)!) ? -1 : undefined;
  return { titled: start > 0, tokens: tokens.slice(start, end) };
}
