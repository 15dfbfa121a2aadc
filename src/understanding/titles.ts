/** Forms of address before a name, folded, in the four languages; and what a title says about who is meant. */
const TITLES = new Set(
  (
    'm mr mm monsieur mme madame mlle mademoiselle melle me maitre dr docteur pr prof professeur mrs ms miss mister sir doctor professor ' +
    'herr herrn hr frau fr fraulein ing dipl sig signor signora signore sigra dott dottor dottoressa dottssa avv geom rag egr gent spett mag'
  ).split(' '),
);

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
    .split(' ')
    .filter(Boolean);
  let start = 0;
  while (start < tokens.length - 1 && TITLES.has(tokens[start]!)) start++;
  return { titled: start > 0, tokens: tokens.slice(start) };
}
