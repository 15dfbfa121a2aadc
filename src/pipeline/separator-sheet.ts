import { localDay } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { DepartmentId } from '#base/ids.ts';
import { type SeparatorSheet, writeSeparatorCode } from '#domain/separator-code.ts';
import { separatorWords } from '#messages/separator-sheet.ts';
import { spoken } from '#messages/wording.ts';
import type { Room } from './room.ts';

/** What a clerk asks for. */
export interface SeparatorOrder extends Pick<SeparatorSheet, 'mode' | 'urgent' | 'registered'> {
  departmentId: string | null;
  /** For today only; else for any day. */
  today: boolean;
}

/**
 * A separator sheet of this box, as PDF.
 * @throws ACT_REFUSED where the directory has no such department; what the workshop throws.
 */
export function printedSeparator(
  { separators, directory, station, clock, workshop }: Pick<Room, 'separators' | 'directory' | 'station' | 'clock' | 'workshop'>,
  { mode, urgent, registered, departmentId, today }: SeparatorOrder,
): Promise<Uint8Array> {
  const department = departmentId === null ? null : directory.departments.find(({ id }) => id === departmentId);
  if (department === undefined)
    throw new MailroomError('ACT_REFUSED', { act: 'print a separator sheet', why: 'the directory has no such department' });
  const createdMs = clock.wallMs();
  const sheet: SeparatorSheet = {
    ...{ mode, urgent, registered, departmentId: departmentId as DepartmentId | null },
    day: today ? localDay(createdMs) : null,
  };
  const text = writeSeparatorCode(sheet, separators.key);
  return workshop.run('draw-separator', {
    ...separatorWords(sheet, department?.name ?? null, spoken(station.language)),
    ...{ mark: { text }, createdMs },
  });
}
