/**
 * What the addressee lines say: which people and departments are named, and whether a line names somebody we do not know.
 * Reads the address block, lines that begin with "à l'attention de" in any language, "c/o", and generic mailboxes in the head.
 */
import type { Department } from '#domain/directory.ts';
import type { AddressBlock } from './address-block.ts';
import { CONTACT, withoutCareOf } from './address-block.ts';
import { attentionIn, careOfIn } from './attention.ts';
import { type DepartmentIndex, departmentOfMailbox, departmentsIn, isOurDomain } from './departments.ts';
import { emailsIn } from './emails.ts';
import { foldCase, foldWords } from './folding.ts';
import { hasOurMailbox, isOurAddressLine, isOurName, isPlaceLine, looksLikeFirm, type OrganisationIndex } from './organisation.ts';
import type { Layout, Line } from './page-lines.ts';
import { isSubjectLine, letterheadBottom, salutationTop, tellingTop } from './page-zones.ts';
import { type Meant, matchName, type NameMatch, type PeopleIndex, whoIsMeant } from './people.ts';
import { findMarks } from './secrecy.ts';
import { stripTitle } from './titles.ts';

type Via = 'block' | 'attention' | 'care_of';

export interface NamedPerson {
  meant: Meant;
  matches: NameMatch[];
  line: Line;
  via: Via;
}

export interface NamedDepartment {
  department: Department;
  line: Line;
  via: 'block' | 'attention' | 'mailbox';
}

/** Who stands on lines. */
interface Named {
  people: NamedPerson[];
  departments: NamedDepartment[];
  /** Lines that name somebody we do not know. */
  unknown: Line[];
}

export interface Addressee extends Named {
  /** In the head, but not where an addressee stands: too little to file by, too much to let the class decide. */
  mentioned: Named;
  /** Attention and "c/o" lines outside the block. */
  attentionLines: Line[];
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

const WHOM =
  /\b(?:a qui de droit|to whom it may concern|an alle die es angeht|a chi di competenza|whom it may concern|an die zustandige stelle)\b/;
/** What franking machines and sorters print, the words over an address, and forms of address to a firm. */
const NOISE =
  /^(?:destinataire|destinatario|addressee|anschrift|indirizzo|to(?: the)?|an(?: die| den)?|a(?: la)?|empfanger|recipient|deliver to|adresse|alla|all|par avion|prioritaire|lettre .*|\d{5,8} [a-z]\d \d+ \d+|[\d ]+|(?:an die |fur )?(?:firma|fa)|herrn?|frau|madame|monsieur|mesdames|messieurs|mm|(?:the )?messrs|(?:alla )?(?:spett(?:abile)?(?: le)?)?(?: ?ditta)?|(?:la )?(?:societe|ste|entreprise)|(?:the )?company|(?:tres )?urgent|urgente|dringend|eilt|eilsendung|par porteur|by hand|by courier|per boten|a mano|express|expres)$/;
const BARE_POSTCODE = /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/;
const REGISTERED =
  /\b(?:recommandee?|recommande|registered|einschreiben|raccomandata|signed for|avis de reception|ruckschein|lrar|lettre suivie)\b/;
/** The sender's people, and those a letter is about: `Dossier suivi par : Mme X`. */
const LABEL =
  /:\s*$|\b(?:suivi par|contact|interlocut\w+|conseill\w+|gestionnaire|redact\w+|emetteur|expediteur|from|sender|absender|\w*bearbeiter\w*|ansprechpartner\w*|handled by|manager|commercial|vendeur|representant|referente|mittente|signataire|copie|cc|kopie|demandeur|commande par|ordered by|bestell\w+)\b/;
/** Who is sent the same is not addressed by this one. */
const COPY = /\b(?:copie|cc|kopie|kopien|copy|copia)\b/;
/** Whom the letter was sent to by e-mail as well may be the only one it names: too little to file by, too much for the class. */
const COPY_BY_EMAIL = /\b(?:copie|kopie|copy|copia) (?:par|per|by|via) (?:courriel|e-?mail|mail|messagerie|posta elettronica)\b/;
/** Lines of an address further apart than this are no longer read as one. */
const NEXT_LINE_HEIGHTS = 1.8;
/** A code like `DAF` names somebody; these do not. */
const NO_CODE = /^(?:fr|de|it|ch|gb|uk|be|lu|at|es|lr|ar|rar|pp|cs|bp|eur|chf|tel|fax|nr|no|ref|ek)$/;
const LONGEST_LINE_WORDS = 12;

export function readAddressee(layout: Layout, block: AddressBlock | null, indexes: Indexes): Addressee {
  const nobodyNamed = (): Named => ({ people: [], departments: [], unknown: [] });
  const out: Addressee = { ...nobodyNamed(), mentioned: nobodyNamed(), attentionLines: [], otherFirm: false, nobody: false };
  const blockLines = block?.lines ?? [];
  const inBlock = new Set<Line>(blockLines);
  for (const [i, line] of blockLines.entries()) {
    // `LEEDS` over `LS11 5QT` is a town.
    if (BARE_POSTCODE.test(blockLines[i + 1]?.folded ?? '')) continue;
    if (hasOurMailbox(indexes.organisation, line.text)) for (const email of emailsIn(line.text)) readEmail(email, line, out, indexes);
    else readLine(line, out, indexes);
  }

  const salutation = salutationTop(layout, blockLines);
  const telling = tellingTop(layout, blockLines);
  const senders = senderLines(layout, inBlock);
  for (const line of layout.lines) {
    if (line.words.length > LONGEST_LINE_WORDS) continue;
    if (WHOM.test(line.folded) && line.box[1] <= 0.62 * layout.page.heightPx) out.nobody = true;
    if (line.box[1] >= salutation || inBlock.has(line) || out.attentionLines.includes(line)) continue;
    const text = foldCase(line.text).trim();
    const attention = attentionIn(text) ?? (senders.has(line) ? null : careOfIn(text));
    if (attention !== null) {
      out.attentionLines.push(line);
      const next = attention.length > 1 ? null : lineAfter(line, layout);
      // `Destinataire : compta@…` names the department by its mailbox, which is read below.
      if (attention.length > 1 && !hasOurMailbox(indexes.organisation, line.text)) readLine(line, out, indexes);
      else if (next && !inBlock.has(next)) {
        out.attentionLines.push(next);
        readText(foldCase(next.text).trim(), next, 'attention', out, indexes);
      }
    } else if (line.box[1] < telling && !senders.has(line) && !isLabelled(line, layout)) readMention(line, out.mentioned, indexes);
    const emails = emailsIn(line.text);
    if (!COPY.test(text)) for (const email of emails) readEmail(email, line, out, indexes);
    else if (COPY_BY_EMAIL.test(text)) out.mentioned.departments.push(...mailboxesIn(emails, line, indexes));
  }
  return out;
}

/** Letterhead and contacts: stacks at the top, or with telephone and the like. */
function senderLines(layout: Layout, inBlock: ReadonlySet<Line>): Set<Line> {
  const lowest = letterheadBottom(layout);
  const stacks = layout.stacks.filter(
    (s) => !s.some((l) => inBlock.has(l)) && (s[0]!.box[1] < lowest || s.some((l) => CONTACT.test(l.text))),
  );
  return new Set(stacks.flat());
}

/** What stands right of a line, or else under it: `À l'attention de :` and the name after a gap or on the next line. */
function lineAfter(line: Line, layout: Layout): Line | null {
  const [x0, y0, x1, y1] = line.box;
  const right = layout.lines.filter((l) => l.box[0] > x1 && Math.min(y1, l.box[3]) - Math.max(y0, l.box[1]) > 0.5 * line.heightPx);
  if (right.length > 0) return right.sort((a, b) => a.box[0] - b.box[0])[0]!;
  const below = layout.lines.filter(
    (l) => l.box[1] > (y0 + y1) / 2 && l.box[1] - y1 < NEXT_LINE_HEIGHTS * line.heightPx && l.box[0] < x1 && l.box[2] > x0,
  );
  return below[0] ?? null;
}

/** A label stands before the line, on its row or over it. */
function isLabelled(line: Line, layout: Layout): boolean {
  const [x0, y0, , y1] = line.box;
  if (LABEL.test(foldCase(line.text))) return true;
  return layout.lines.some((l) => {
    const before = l.box[2] <= x0 && Math.min(y1, l.box[3]) - Math.max(y0, l.box[1]) > 0.5 * line.heightPx;
    const over =
      l.box[3] <= (y0 + y1) / 2 && y0 - l.box[3] < NEXT_LINE_HEIGHTS * line.heightPx && Math.abs(l.box[0] - x0) < 2 * line.heightPx;
    return (before || over) && LABEL.test(foldCase(l.text));
  });
}

/** A line of the head that is nothing but somebody of ours, or somebody with a title. */
function readMention(line: Line, mentioned: Named, indexes: Indexes): void {
  const { folded } = line;
  if (NOISE.test(folded) || isSubjectLine(line) || /\d/.test(folded)) return;
  const { titled, tokens } = stripTitle(folded);
  const named = departmentsIn(indexes.departments, folded);
  const matches = matchName(indexes.people, folded);
  const meant = whoIsMeant(matches);
  if (named.whole) for (const department of named.departments) mentioned.departments.push({ department, line, via: 'attention' });
  else if (meant && (titled || meant.how === 'name' || meant.how === 'birth_name' || meant.how === 'alias'))
    mentioned.people.push({ meant, matches, line, via: 'attention' });
  else if (titled && tokens.length <= 4 && tokens.some((t) => t.length > 1)) mentioned.unknown.push(line);
}

const mailboxesIn = (emails: readonly string[], line: Line, indexes: Indexes): NamedDepartment[] =>
  emails.flatMap((email) => {
    const department = departmentOfMailbox(indexes.departments, email);
    return department ? [{ department, line, via: 'mailbox' as const }] : [];
  });

/** A generic mailbox of ours tells where the letter belongs; one that cannot be placed, or a colleague's, forbids guessing by class. */
function readEmail(email: string, line: Line, out: Addressee, indexes: Indexes): void {
  const department = departmentOfMailbox(indexes.departments, email);
  const person = indexes.people.byEmail.get(email);
  if (department) out.departments.push({ department, line, via: 'mailbox' });
  else if (person) {
    const matches: NameMatch[] = [{ person, how: 'name', cost: 0 }];
    out.mentioned.people.push({ meant: { people: [person], how: 'name', cost: 0 }, matches, line, via: 'attention' });
  } else if (isOurDomain(indexes.departments, email)) out.unknown.push(line);
}

function readLine(line: Line, out: Addressee, indexes: Indexes): void {
  const text = foldCase(line.text).trim();
  if (WHOM.test(line.folded)) {
    out.nobody = true;
    return;
  }
  const careOf = careOfIn(text);
  if (careOf !== null) {
    if (isOurName(indexes.organisation, foldWords(careOf)) === null) readText(careOf, line, 'care_of', out, indexes);
    return;
  }
  const attention = attentionIn(text);
  if (attention === null) readText(text, line, 'block', out, indexes);
  else if (attention.length > 1) readText(attention, line, 'attention', out, indexes);
}

/** Commas, dashes and the like, and words for a place within the house. */
/** Another name after `et` begins with its title. */
const BETWEEN_PARTS =
  /\s(?:et|and|und|e|&)\s(?=(?:m|mme|mlle|mr|mrs|ms|dr|herrn?|frau|sig(?:\.ra)?|monsieur|madame|dott)\b)|\s[-–—]+\s?|\s?[-–—]+\s|[,;/|()]|\s(?=(?:batiment|bat|gebaude|building|edificio|hall|escalier|porte|etage|floor|stock)\b|\d+(?:er|e|eme|st|nd|rd|th|\.)? (?:etage|floor|stock|piano)\b)/;

/** One line or the rest of one: if the whole says nothing, its parts are read one by one. */
function readText(text: string, line: Line, via: Via, out: Addressee, indexes: Indexes): void {
  const folded = foldWords(text);
  if (readPart(folded, line, via, out, indexes)) return;
  const parts = text.split(BETWEEN_PARTS).map(foldWords).filter(Boolean);
  if (parts.length < 2) {
    if (!isPlace(folded)) nameUnknown(folded, line, out);
    return;
  }
  const known = out.people.length + out.departments.length;
  const strange = parts.filter((p) => !readPart(attentionIn(p) ?? p, line, via, out, indexes) && !isPlace(p));
  // A street may be set between commas; it names somebody only where a part does.
  const named = out.people.length + out.departments.length > known || parts.some((p) => stripTitle(p).titled);
  if (!named && isPlace(folded)) return;
  if (strange.length === parts.length) nameUnknown(folded, line, out);
  else for (const part of strange) nameUnknown(part, line, out);
}

/** A name with a title is never a place, whatever the name. */
const isPlace = (folded: string): boolean => !stripTitle(folded).titled && isPlaceLine(folded);

/** True where the text was understood. */
function readPart(folded: string, line: Line, via: Via, out: Addressee, indexes: Indexes): boolean {
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
  const matches = /\d/.test(folded) ? [] : matchName(indexes.people, folded);
  const meant = whoIsMeant(matches);
  // A colleague may be called `E. Wahl`; `WAHL` alone is a mark.
  if (findMarks(folded, 'letter') !== null && !(meant?.cost === 0 && meant.how !== 'last_name')) return true;
  if (meant) {
    out.people.push({ meant, matches, line, via });
    return true;
  }
  return isOurName(indexes.organisation, withoutCareOf(folded)) !== null;
}

function nameUnknown(folded: string, line: Line, out: Addressee): void {
  const { titled } = stripTitle(folded);
  const letters = folded.replace(/[^a-z]/g, '');
  const code =
    /^[a-z]{2,3}$/.test(folded) && !NO_CODE.test(folded) && line.words.some((w) => w.text.replace(/\W/g, '') === folded.toUpperCase());
  if (letters.length < 4 && !titled && !code) return;
  if (looksLikeFirm(folded) && !titled) out.otherFirm = true;
  out.unknown.push(line);
}
