import { sha256Hex } from '#base/bytes.ts';
import type { DepartmentId } from '#base/ids.ts';
import type { Department, Directory } from '#domain/directory.ts';
import type { FilingPolicy } from '#domain/plan-filing.ts';

interface FilingRules {
  target: string;
  domain: string;
  folder: string;
  grace_seconds: number;
  urgent_classes: readonly string[];
}

/** What the configuration says about filing, with the department's own name in the folder. */
export function filingPolicy(rules: FilingRules, directory: Directory): FilingPolicy {
  const names = folderNames(directory.departments);
  return {
    target: rules.target,
    domain: rules.domain,
    graceMs: rules.grace_seconds * 1000,
    urgentClasses: rules.urgent_classes,
    mailboxOf: (departmentId: DepartmentId, year: number) =>
      rules.folder
        .replaceAll('{department}', names.get(departmentId) ?? longestName({ id: departmentId, mailbox: null }))
        .replaceAll('{year}', String(year)),
  };
}

type Named = Pick<Department, 'id' | 'mailbox'>;

/**
 * Letters, digits, `_` and `-` only: `.` and `/` divide folders on many servers (Maildir++, RFC 3501 §5.1.1), and Dovecot refuses them in a name.
 */
const plain = (text: string): string => text.replace(/[^A-Za-z0-9_-]/gu, '-');

/** The local part of the mailbox, else the id; with the id, where another department would have the same; with a digest of it, where that is still not enough. */
const shortName = ({ id, mailbox }: Named): string => plain(mailbox?.split('@')[0] || id);
const longName = (of: Named): string => `${shortName(of)}-${plain(of.id)}`;
const longestName = (of: Named): string => `${longName(of)}-${sha256Hex(of.id).slice(0, 16)}`;
const NAMINGS = [shortName, longName, longestName];

/**
 * Each department's folder name by its id, no two alike, whatever the order of the directory. All that would share a name get a longer
 * one, so that none goes on in a folder that another has a claim to.
 */
export function folderNames(departments: readonly Named[]): Map<string, string> {
  const lengths = new Map(departments.map((one) => [one.id, 0]));
  const nameOf = (one: Named): string => NAMINGS[lengths.get(one.id)!]!(one);
  for (;;) {
    const clashing = clashes(departments, nameOf).flat();
    if (clashing.length === 0) return new Map(departments.map((one) => [one.id, nameOf(one)]));
    for (const { id } of clashing) lengths.set(id, Math.min(lengths.get(id)! + 1, NAMINGS.length - 1));
  }
}

/** Departments that would share a folder if each had the short name of its mailbox. */
export const departmentsOfOneName = <D extends Named>(departments: readonly D[]): D[][] => clashes(departments, shortName);

/** Servers differ in whether `RH` and `rh` are one folder: here they are. */
function clashes<D extends Named>(departments: readonly D[], nameOf: (one: D) => string): D[][] {
  return [...Map.groupBy(departments, (one) => nameOf(one).toLowerCase()).values()].filter((alike) => alike.length > 1);
}

/** The fixed head of the folder rule: below it the box may create folders, nowhere else. */
export const ownRoot = (folder: string): string => folder.split('{')[0]!.replace(/\/[^/]*$/, '') || folder;
