/**
 * What the addressee lines say: which people and departments are named, and whether a line names somebody we do not know.
 * Reads the address block, lines that begin with "à l'attention de" in any language, "c/o", and generic mailboxes in the head.
 */
import type { Department } from '#domain/directory.ts';
import type { AddressBlock } from './address-block.ts';
import { withoutCareOf } from './address-block.ts';
import { type DepartmentIndex, departmentOfMailbox, departmentsIn, isOurDomain } from './departments.ts';
import { emailsIn } from './emails.ts';
import { foldCase, foldWords } from './folding.ts';
import { isOurAddressLine, isOurName, isPlaceLine, looksLikeFirm, type OrganisationIndex } from './organisation.ts';
import type { Layout, Line } from './page-lines.ts';
import { bodyTop } from './page-zones.ts';
import { type Meant, matchName, type NameMatch, type PeopleIndex, whoIsMeant } from './people.ts';
import { findMarks } from './secrecy.ts';
import { stripTitle } from './titles.ts';

export interface NamedPerson {
  meant: Meant;
  matches: NameMatch[];
  line: Line;
  via: 'block' | 'attention' | 'care_of';
}

export interface NamedDepartment {
  department: Department;
  line: Line;
  via: 'block' | 'attention' | 'mailbox';
}

export interface Addressee {
  people: NamedPerson[];
  departments: NamedDepartment[];
  /** Lines that name somebody we do not know. */
  unknown: Line[];
  /** A line that looks like another firm's name. */
  otherFirm: boolean;
  /** "To whom it may concern". */
  nobody: boolean;
}

export interface Indexes {
  organisation: OrganisationIndex;
  departments: DepartmentIndex;
  people: PeopleIndex;
}

const ATTENTION =
  /^(?:\W*)(?:a (?:l'|i'|1'|l )?\s?attention|a l'?\s?att[nr]|a l'intention|pour l'attention|attn|att|attention|for the attention|fao|zu handen|z\.? ?hd?\.?|zhd|z\.? ?h(?:an)?den|alla (?:cortese )?(?:attenzione|c\.? ?a\.?)|all'attenzione|c\.a\.|destinataire|a remettre a|an die abteilung|empfanger|destinatario|service destinataire|deliver to|recipient)(?![\p{L}])[\s.:;,-]*(.*)$/u;
const AFTER_ATTENTION = /^(?:(?:d'|de l'|dell'|(?:of|de la|des|de|du|von|der|den|dem|della|dello|degli|dei|del|di|the|to)\b)\s*)+/;
const CARE_OF = /^(?:c\/o|c ?\/ ?[o0]|aux bons soins de|a\/s(?: de)?|p\/a|chez|care of|presso|per adresse|bei)\b\s*[:.]?\s*(.*)$/;
const WHOM =
  /\b(?:a qui de droit|to whom it may concern|an alle die es angeht|a chi di competenza|whom it may concern|an die zustandige stelle)\b/;
/** What franking machines and sorters print, and the words over an address. */
const NOISE =
  /^(?:destinataire|to|an|a|empfanger|recipient|deliver to|adresse|alla|all|spett le|spettabile|par avion|prioritaire|lettre .*|france|\d{5,8} [a-z]\d \d+ \d+|[\d ]+)$/;
const BARE_POSTCODE = /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/;
const REGISTERED =
  /\b(?:recommandee?|recommande|registered|einschreiben|raccomandata|signed for|avis de reception|ruckschein|lrar|lettre suivie)\b/;

export function readAddressee(layout: Layout, block: AddressBlock | null, indexes: Indexes): Addressee {
  const out: Addressee = { people: [], departments: [], unknown: [], otherFirm: false, nobody: false };
  const inBlock = new Set<Line>(block?.lines);
  for (const [i, line] of (block?.lines ?? []).entries()) {
    // `LEEDS` over `LS11 5QT` is a town.
    if (BARE_POSTCODE.test(block?.lines[i + 1]?.folded ?? '')) continue;
    readLine(line, 'block', out, indexes);
  }

  const top = bodyTop(layout);
  const lowest = Math.max(top, 0.62 * layout.page.heightPx);
  for (const line of layout.lines) {
    if (line.box[1] > lowest || line.words.length > 12) continue;
    if (WHOM.test(line.folded)) out.nobody = true;
    if (inBlock.has(line)) continue;
    const text = foldCase(line.text).trim();
    const attention = ATTENTION.exec(text);
    if (attention && attention[1]!.length > 1) readText(attention[1]!.replace(AFTER_ATTENTION, ''), line, 'attention', out, indexes);
    else if (line.box[1] < top && CARE_OF.test(text)) readLine(line, 'attention', out, indexes);
    for (const email of emailsIn(line.text)) readEmail(email, line, out, indexes);
  }
  return out;
}

/** An address of ours in the head tells where the letter belongs; one that cannot be placed forbids guessing by class. */
function readEmail(email: string, line: Line, out: Addressee, indexes: Indexes): void {
  const department = departmentOfMailbox(indexes.departments, email);
  const person = indexes.people.byEmail.get(email);
  if (department) out.departments.push({ department, line, via: 'mailbox' });
  else if (person) {
    const matches: NameMatch[] = [{ person, how: 'name', cost: 0 }];
    out.people.push({ meant: { people: [person], how: 'name', cost: 0 }, matches, line, via: 'attention' });
  } else if (isOurDomain(indexes.departments, email)) out.unknown.push(line);
}

function readLine(line: Line, via: 'block' | 'attention', out: Addressee, indexes: Indexes): void {
  const text = foldCase(line.text).trim();
  if (WHOM.test(line.folded)) {
    out.nobody = true;
    return;
  }
  const careOf = CARE_OF.exec(text);
  if (careOf) {
    if (isOurName(indexes.organisation, foldWords(careOf[1]!)) === null) readText(careOf[1]!, line, 'care_of', out, indexes);
    return;
  }
  const attention = ATTENTION.exec(text);
  if (attention) {
    if (attention[1]!.length > 1) readText(attention[1]!.replace(AFTER_ATTENTION, ''), line, 'attention', out, indexes);
    return;
  }
  readText(text, line, via, out, indexes);
}

/** One line or the rest of one: the parts between commas, slashes and dashes are read one by one if the whole says nothing. */
function readText(text: string, line: Line, via: NamedPerson['via'], out: Addressee, indexes: Indexes): void {
  const folded = foldWords(text);
  if (readPart(folded, line, via, out, indexes)) return;
  const parts = text
    .split(/\s[-–—]\s|[,;/|()]/)
    .map(foldWords)
    .filter(Boolean);
  const known = parts.length > 1 && parts.map((p) => readPart(p, line, via, out, indexes)).some(Boolean);
  if (!known) nameUnknown(folded, line, out);
}

/** True where the text was understood. */
function readPart(folded: string, line: Line, via: NamedPerson['via'], out: Addressee, indexes: Indexes): boolean {
  if (folded === '' || NOISE.test(folded) || REGISTERED.test(folded)) return true;
  if (isOurAddressLine(indexes.organisation, folded)) return true;
  if (isOurName(indexes.organisation, withoutCareOf(folded)) === 'exact') return true;

  const named = departmentsIn(indexes.departments, folded);
  if (named.whole) {
    for (const department of named.departments) {
      out.departments.push({ department, line, via: via === 'care_of' ? 'attention' : via });
    }
    return true;
  }
  if (findMarks(folded, 'letter') !== null) return true;
  const matches = /\d/.test(folded) ? [] : matchName(indexes.people, folded);
  const meant = whoIsMeant(matches);
  if (meant) {
    out.people.push({ meant, matches, line, via });
    return true;
  }
  if (isOurName(indexes.organisation, withoutCareOf(folded)) !== null) return true;
  return isPlaceLine(folded);
}

function nameUnknown(folded: string, line: Line, out: Addressee): void {
  const letters = folded.replace(/[^a-z]/g, '');
  if (letters.length < 4) return;
  if (looksLikeFirm(folded) && !stripTitle(folded).titled) out.otherFirm = true;
  out.unknown.push(line);
}
