/** Which departments a printed line names: by name in any language, by alias, or by generic mailbox. */
import type { Department, Directory } from '#domain/directory.ts';
import { sameDomain, sameEmail } from './emails.ts';
import { foldCase, foldWords } from './folding.ts';
import { ocrDistance, readsLike } from './ocr-distance.ts';
import { findMarks } from './secrecy.ts';

/** Words around a department's name that do not tell one department from another. */
const AROUND = new Set(
  (
    'an zu zum zur uff rep serv referat bereich service services svce svc serv sce departement departements dept dep dpt direction dir division pole cellule bureau bur secretariat responsable ' +
    'directeur directrice chef gestionnaire equipe le la les l du de des d au aux a un une department departments team office unit head manager ' +
    'director of the for attn attention abteilung abteilungen abt leitung leiter leiterin der die das den fur von zu hd handen ufficio uffici reparto reparti ' +
    'servizio responsabile direttore il lo gli i del della dello dei alla all c att monsieur madame mesdames messieurs m mme et and und e ed'
  ).split(' '),
);

interface Form {
  department: Department;
  text: string;
  tokens: number;
}

export interface DepartmentIndex {
  forms: Form[];
  exact: Map<string, Set<Department>>;
  mailboxes: Map<string, Department>;
  byId: Map<string, Department>;
  /** What follows the @ in our own addresses. */
  domains: Set<string>;
  longest: number;
}

export function indexDepartments(directory: Directory): DepartmentIndex {
  const index: DepartmentIndex = { forms: [], exact: new Map(), mailboxes: new Map(), byId: new Map(), domains: new Set(), longest: 1 };
  for (const { email } of directory.people) if (email) index.domains.add(foldCase(email).split('@')[1] ?? '');
  for (const department of directory.departments) {
    index.byId.set(department.id, department);
    if (department.mailbox) {
      index.mailboxes.set(foldCase(department.mailbox), department);
      index.domains.add(foldCase(department.mailbox).split('@')[1] ?? '');
    }
    const names = [department.name, department.nameEn, ...department.aliases].filter((x) => x !== null).map(foldWords);
    for (const name of new Set(names.flatMap((n) => [n, core(n), withoutAnd(n)]))) {
      if (name === '') continue;
      const tokens = name.split(' ').length;
      index.forms.push({ department, text: name, tokens });
      index.longest = Math.max(index.longest, tokens);
      const known = index.exact.get(name);
      if (known) known.add(department);
      else index.exact.set(name, new Set([department]));
    }
  }
  // A name shortened to its core must not steal another department's full name or become ambiguous between two.
  for (const [name, departments] of index.exact) {
    if (departments.size < 2) continue;
    const full = [...departments].filter((d) => [d.name, d.nameEn, ...d.aliases].some((x) => x !== null && foldWords(x) === name));
    if (full.length === 1) index.exact.set(name, new Set(full));
  }
  index.forms = index.forms.filter((f) => index.exact.get(f.text)!.has(f.department));
  for (const [start, departments] of sharedStarts(index.forms)) index.exact.set(start, departments);
  return index;
}

/** `Comptabilité` where there are one for customers and one for suppliers: it names both, and so neither. */
function sharedStarts(forms: readonly Form[]): Map<string, Set<Department>> {
  const starts = new Map<string, Set<Department>>();
  for (const { text, department } of forms) {
    const words = text.split(' ');
    const start = words[0]!;
    if (words.length < 2 || start.length < START_MIN || AROUND.has(start)) continue;
    starts.set(start, (starts.get(start) ?? new Set()).add(department));
  }
  for (const [start, departments] of starts) {
    if (departments.size < 2 || forms.some((f) => f.text === start)) starts.delete(start);
  }
  return starts;
}
const START_MIN = 6;

/** `Research & Development` and `Research and Development`. */
const withoutAnd = (name: string): string => name.replace(/ (?:et|and|und|e|ed)(?= )/g, '');

/**
 * The name without `service`, `direction des` and the like; empty where nothing would be left, or only what marks closed mail:
 * `Service du Personnel` is a department, `PERSONNEL` is not.
 */
function core(name: string): string {
  const words = name.split(' ');
  let start = 0;
  while (start < words.length && AROUND.has(words[start]!)) start++;
  const rest = words.slice(start).join(' ');
  return rest.length >= 4 && (start === 0 || findMarks(rest, 'card') === null) ? rest : '';
}

export interface Named {
  departments: Department[];
  /** Every word that tells something belongs to a department's name. */
  whole: boolean;
}

/** Departments named in a folded line, each once, in order; longest names first, so that a part of a name names nothing else. */
export function departmentsIn(index: DepartmentIndex, folded: string): Named {
  const tokens = folded.split(' ').filter(Boolean);
  const found = new Set<Department>();
  let other = 0;
  for (let i = 0; i < tokens.length; ) {
    let taken = 0;
    for (let n = Math.min(index.longest + 1, tokens.length - i); n > 0 && taken === 0; n--) {
      const hits = lookUp(index, tokens.slice(i, i + n).join(' '), n);
      if (hits.length === 0) continue;
      for (const d of hits) found.add(d);
      taken = n;
    }
    if (taken === 0 && !AROUND.has(tokens[i]!)) other++;
    i += taken || 1;
  }
  return { departments: [...found], whole: found.size > 0 && other === 0 };
}

function lookUp(index: DepartmentIndex, text: string, tokens: number): Department[] {
  const exact = index.exact.get(text) ?? index.exact.get(withoutAnd(text));
  if (exact) return [...exact];
  if (text.length < 7 || AROUND.has(text.slice(0, text.indexOf(' ')))) return [];
  let best = Infinity;
  let hits: Department[] = [];
  for (const form of index.forms) {
    if (Math.abs(form.tokens - tokens) > 1 || !readsLike(text, form.text)) continue;
    const cost = ocrDistance(text, form.text);
    if (cost < best) hits = [];
    if (cost <= best && !hits.includes(form.department)) hits.push(form.department);
    best = Math.min(best, cost);
  }
  return hits;
}

/** The department whose generic mailbox this address is, misread in the domain at most. */
export function departmentOfMailbox(index: DepartmentIndex, email: string): Department | null {
  const exact = index.mailboxes.get(email);
  if (exact) return exact;
  for (const [mailbox, department] of index.mailboxes) if (sameEmail(email, mailbox)) return department;
  return null;
}

/** An address in our own house, whoever it may be. */
export const isOurDomain = (index: DepartmentIndex, email: string): boolean => {
  const domain = email.split('@')[1] ?? '';
  return index.domains.has(domain) || [...index.domains].some((d) => sameDomain(domain, d));
};
