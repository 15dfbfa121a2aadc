import type { LabelJobPayload } from '#acts/print-label.ts';
import { crashPoint } from '#base/crash-point.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import { event } from '#domain/events.ts';
import { classWord, secrecyWord, spoken } from '#messages/wording.ts';
import type { Tx } from '#register/store.ts';
import type { Job } from '#store/jobs.ts';
import type { Room } from '../room.ts';
import type { Stage } from '../stage.ts';

/**
 * Prints one label. The bridge prints a job key at most once, so running twice is harmless; where the printer's answer was lost
 * nobody reprints by themselves: the outcome is `unknown`, and a person looks into the tray.
 */
export default (room: Room): Stage => ({
  name: 'label',
  effect: 'idempotent',
  lane: 'printer',
  attempts: 100,
  async run(job) {
    const payload = job.payload as LabelJobPayload;
    // Nobody would ever wake what waits for it. That the bridge has not told of a printer says nothing: it tells of one device after the other.
    if (!room.configured.has(payload.printer)) throw new MailroomError('DEVICE_UNKNOWN', { deviceId: payload.printer });
    // Drawn for another size than its own a label would be refused, or printed too large.
    const size = room.devices.status().find((one) => one.id === payload.printer)?.detail;
    if (size?.widthDots === undefined) throw new MailroomError('DEVICE_ABSENT', { deviceId: payload.printer });
    const item = room.store.read.get('item', { id: payload.itemId })!;
    const document = room.store.read.all('document', { item_id: item.id }, 'seq').findLast(({ state }) => state !== 'removed');
    const departmentId = document?.department_id ?? item.department_id;
    const department = room.directory.departments.find((one) => one.id === departmentId);
    const language = spoken(room.station.language);
    const kind = classWord(document?.class ?? null, language, room.classes);
    const bitmap = await room.workshop.run(
      'draw-label',
      {
        number: payload.number,
        kind: item.kind as 'letter',
        station: room.station.name,
        ...(department ? { department: department.name } : {}),
        ...(kind ? { class: kind } : {}),
        ...(item.secrecy ? { secrecy: secrecyWord(item.secrecy, language) } : {}),
        dateText: new Date(item.registered_ms).toISOString().slice(0, 10),
        copy: payload.copy,
        widthDots: size.widthDots,
        heightDots: size.lengthDots ?? 406,
        resolutionDpi: size.resolutionDpi ?? 203,
      },
      { urgent: true },
    );
    crashPoint('label.print.before');
    try {
      await room.devices.printLabel(payload.printer as DeviceId, { jobKey: `${payload.number}.${payload.copy}`, bitmap });
    } catch (error) {
      if (isFailure(error, 'LABEL_UNKNOWN_OUTCOME')) return { commit: (tx) => printed(tx, job, 'unknown') };
      throw error;
    }
    crashPoint('label.print.after');
    return { commit: (tx) => printed(tx, job, 'printed') };
  },
  gaveUp: (job) => ({ commit: (tx) => printed(tx, job, 'not-printed') }),
});

function printed(tx: Tx, job: Job, outcome: 'printed' | 'unknown' | 'not-printed'): void {
  const { itemId, number, copy, printer } = job.payload as LabelJobPayload;
  if (tx.get('label', { number, copy })) return;
  tx.append([event('label.printed@1', itemId, { number, copy, outcome, printer: printer as DeviceId, by: 'box' })]);
}
