/** Whether a printed line is our organisation's name or part of our address. */
import type { Directory } from '#domain/directory.ts';
import { emailsIn, sameDomain } from './emails.ts';
import { foldCase, foldWords } from './folding.ts';
import { readsLike } from './ocr-distance.ts';

/** Legal forms and the words before a firm's name. */
const LEGAL = new Set(
  (
    'ste societe ets etablissement etablissements entreprise maison sa sas sasu sarl eurl snc sci scop selarl gie cie et fils co ltd limited plc llp llc inc corp ' +
    'company gmbh ag kg ohg gbr ug se ek srl spa sas soc cooperativa the messrs groupe group firma ditta spett le'
  ).split(' '),
);

export interface OrganisationIndex {
  names: string[];
  cores: string[];
  /** Folded lines of our address, without names. */
  addressLines: { words: string; numbers: string }[];
  postcodes: Set<string>;
  /** What follows the @ in the departments' mailboxes. */
  domains: Set<string>;
  display: string;
}

export function indexOrganisation(directory: Directory): OrganisationIndex {
  const names = [...new Set([directory.organisation, ...directory.organisationAliases].map(foldWords))];
  const lines = directory.addresses.flat().map(foldWords);
  return {
    names,
    cores: [...new Set(names.map(coreName))].filter((c) => c.length >= 3),
    addressLines: lines.map(splitNumbers),
    postcodes: new Set(lines.flatMap((l) => postcodeOf(l) ?? [])),
    domains: new Set(directory.departments.flatMap(({ mailbox }) => (mailbox ? [foldCase(mailbox).split('@')[1] ?? ''] : []))),
    display: directory.organisation,
  };
}

/** An address of ours and nobody else's on the line. */
export const hasOurMailbox = (index: OrganisationIndex, text: string): boolean => {
  const emails = emailsIn(text);
  return emails.length > 0 && emails.every((email) => [...index.domains].some((d) => sameDomain(email.split('@')[1] ?? '', d)));
};

const splitNumbers = (folded: string): { words: string; numbers: string } => ({
  words: folded.replace(/\d+/g, ' ').replace(/ +/g, ' ').trim(),
  numbers: (folded.match(/\d+/g) ?? []).join(' '),
});

function coreName(folded: string): string {
  return folded
    .split(' ')
    .filter((w) => !LEGAL.has(w))
    .join(' ');
}

/** `exact`: our name. `near`: may be our name misread, or a neighbour's that looks alike; the address must tell. */
export function isOurName(index: OrganisationIndex, folded: string): 'exact' | 'near' | null {
  if (folded === '') return null;
  if (index.names.includes(folded)) return 'exact';
  const core = coreName(folded);
  if (index.cores.includes(core)) return 'exact';
  for (const name of [...index.names, ...index.cores]) {
    const text = index.cores.includes(name) ? core : folded;
    if (readsLike(text, name)) return 'near';
  }
  return null;
}

/** A line of our address: the words may be misread by a letter or two, the numbers may not. */
export function isOurAddressLine(index: OrganisationIndex, folded: string): boolean {
  const { words, numbers } = splitNumbers(folded);
  return index.addressLines.some((l) => l.numbers === numbers && (l.words === words || (words.length >= 5 && readsLike(words, l.words))));
}

/**
 * The postal code of a line `69210 L ARBRESLE`, `D-70173 Stuttgart`, `LEEDS LS1 4DY`, `CH-1201 Genève`; null where it is none. Four
 * digits without a country may as well be the number of a house.
 */
export function postcodeOf(folded: string): string | null {
  const continental = /^(?:((?:f|d|i|a|b|l|ch|fr|de|it|at|be|lu|cz|es) )?(\d{4})|(?:(?:f|d|i|fr|de|it|cz|es) )?(\d{5})) ([a-z].*)$/.exec(
    folded,
  );
  if (continental) {
    const [, country, four, five, place] = continental;
    return STREET_BEFORE.test(place!) || STREET_DE.test(folded) || (four && !country) ? null : (four ?? five)!;
  }
  const british = /(?:^| )([a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})$/.exec(folded);
  return british ? british[1]!.replace(' ', '') : null;
}

/** Words of streets and sites that stand before the name of the place. */
const STREET_BEFORE =
  /^(?:(?:bis|ter|quater) )?(?:rue|avenue|av|boulevard|bd|bld|chemin|allees?|impasse|place|quai|route|rte|cours|square|montee|faubourg|sentier|passage|via|viale|piazza|corso|vicolo|largo|strada|street|road|rd|parc|zone|zac|za|zi)\b/;
/** Nobody is called so: on such a line nobody is named. */
const SITE =
  /\b(?:rue|avenue|boulevard|bld|chemin|allees?|impasse|faubourg|lotissement|residence|batiment|zone|zi|zac|cs|bp|tsa|b p|c s|cedex|street|road|industrial|estate|postfach|po box|casella|etage|floor|escalier)\b/;
/** People are called Hall, Place or Piazza too: a place only where the word comes first or a number stands with it. */
const PLACE_WORD =
  '(?:av|bd|place|quai|route|rte|cours|square|montee|sentier|passage|bat|za|parc|lane|row|brow|close|drive|court|park|mews|via|viale|piazza|corso|vicolo|largo|strada|stabile|esc|entree|porte|hall|gebaude|building|edificio)';
const PLACE = new RegExp(`^${PLACE_WORD}\\b|\\b\\d+ ?[a-z]? (?:[a-z]+ ){0,3}${PLACE_WORD}\\b|\\b${PLACE_WORD} (?:no? )?(?:\\d+|[a-z])\\b`);
const STREET_DE = /(strasse|str|gasse|weg|platz|allee|ufer|ring|damm) \d+ ?[a-z]?$/;
const COUNTRY =
  /^(france|frankreich|francia|deutschland|allemagne|germany|germania|italia|italie|italy|italien|suisse|schweiz|svizzera|switzerland|royaume uni|united kingdom|uk|gb|belgique|belgium|belgien|belgio|luxembourg|autriche|austria|osterreich|espagne|spain)$/;

/** Street, box, building, place or country: a line that names nobody. */
export const isPlaceLine = (folded: string): boolean =>
  COUNTRY.test(folded) ||
  postcodeOf(folded) !== null ||
  /^\d{1,4}( (bis|ter|quater))? [a-z]{3}/.test(folded) ||
  SITE.test(folded) ||
  PLACE.test(folded) ||
  STREET_DE.test(folded);

const FIRM =
  /\b(sa|sas|sasu|sarl|eurl|snc|sci|scop|selarl|cie|gie|ltd|limited|plc|llp|llc|inc|gmbh|ag|kg|ohg|gebr|srl|spa|fils|sons|societe|ste|ets|etablissements?|entreprise|banque|credit|mutuelle|assurances?|caisse|clinique|hopital|mairie|commune|centre|cabinet|transports?|fonderies?|tissages?|filatures?|manufacture|papeteries?|comptoir|industries?|bank|insurance|university|hospital|verwaltung|stadt|werke|fabrik|handel|officine|fratelli|ditta|banca|comune|azienda|association|syndicat|universite|lycee|college|institut|laboratoires?|groupe|group|holding|company|works|foundry|supplies|freight)\b/;

/** A line that looks like some firm or public body. */
export const looksLikeFirm = (folded: string): boolean => FIRM.test(folded);
