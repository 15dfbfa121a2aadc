import type { DepartmentId } from '#base/ids.ts';
import type { Directory } from '#domain/directory.ts';
import type { FilingPolicy } from '#domain/plan-filing.ts';

interface FilingRules {
  target: string;
  domain: string;
  folder: string;
  grace_seconds: number;
  urgent_classes: readonly string[];
}

/**
 * What the configuration says about filing, with the department's own name in the folder: the local part of its mailbox, else its id.
 * Letters, digits, `_` and `-` only: `.` and `/` divide folders on many servers (Maildir++, RFC 3501 §5.1.1), and Dovecot refuses them in a name.
 */
export function filingPolicy(rules: FilingRules, directory: Directory): FilingPolicy {
  const names = new Map(directory.departments.map((one) => [one.id, one.mailbox?.split('@')[0] || one.id]));
  return {
    target: rules.target,
    domain: rules.domain,
    graceMs: rules.grace_seconds * 1000,
    urgentClasses: rules.urgent_classes,
    mailboxOf: (departmentId: DepartmentId, year: number) =>
      rules.folder
        .replaceAll('{department}', (names.get(departmentId) ?? departmentId).replace(/[^A-Za-z0-9_-]/gu, '-'))
        .replaceAll('{year}', String(year)),
  };
}

/** The fixed head of the folder rule: below it the box may create folders, nowhere else. */
export const ownRoot = (folder: string): string => folder.split('{')[0]!.replace(/\/[^/]*$/, '') || folder;
