import { mintId } from '#base/ids.ts';
import { qualityOf } from '#base/scan-profile.ts';
import type { ScanProfile } from '#base/words.ts';
import { event, type Separation } from '#domain/events.ts';
import type { ProjectionRows } from '#domain/rows.ts';
import { type Act, type BatchId, type Desk, type DeviceId, refuse, type Touching } from './act.ts';

export interface StartScanCommand extends Touching {
  deviceId: DeviceId | null;
  separation: Separation | null;
  /** Of a batch that is divided by count; absent or null: as configured. */
  sheetsPerItem?: number | null;
  duplex: boolean | null;
  /** Absent or null: as configured. */
  profile?: ScanProfile | null;
  /** Goes on with a batch that stopped, from the sheet it stopped at. */
  resume: BatchId | null;
}

/** Payload of a `scan` job. The first run of a batch is attempt 1, and none that goes on with it is. */
export interface ScanJobPayload {
  batchId: BatchId;
  scanner: DeviceId;
  source: 'adf' | 'adf-duplex';
  profile?: ScanProfile;
  resolutionDpi: number;
  firstSheet: number;
  attempt: number;
  /** Feeds so many and no more. */
  sheets?: number;
}

/** Opens a batch, or goes on with one that stopped: "put sheets 14 and 15 back". */
export const startScan: Act<StartScanCommand> = {
  name: 'start-scan',
  decide(command, desk) {
    if (command.resume !== null) {
      const batch = desk.state.get('batch', { id: command.resume });
      if (batch?.state !== 'stopped') throw refuse('go on scanning', 'this batch has not stopped');
      return {
        events: [],
        jobs: [{ name: 'scan', subject: command.resume, payload: nextRun(desk, batch), priority: 20, unique: true }],
        answer: { batchId: command.resume },
      };
    }
    const scanner = command.deviceId ?? desk.scanners[0];
    if (scanner === undefined || !desk.scanners.includes(scanner)) throw refuse('scan', 'no such scanner is configured');
    const batchId = mintId('batch');
    const separation = command.separation ?? desk.scan.separation;
    const source = (command.duplex ?? desk.scan.duplex) ? 'adf-duplex' : 'adf';
    const profile = command.profile ?? desk.scan.profile;
    const { resolutionDpi } = qualityOf(profile, desk.scan.resolutionDpi);
    const payload: ScanJobPayload = { batchId, scanner, source, profile, resolutionDpi, firstSheet: 1, attempt: 1 };
    return {
      events: [
        event('batch.opened@1', null, {
          batchId,
          scanner,
          source,
          profile,
          resolutionDpi,
          separation,
          ...(separation === 'count' ? { sheetsPerItem: command.sheetsPerItem ?? desk.scan.sheetsPerItem } : {}),
          by: desk.actor,
        }),
      ],
      jobs: [{ name: 'scan', subject: batchId, payload, priority: 20, unique: true }],
      answer: { batchId },
    };
  },
};

/** The run that goes on with a batch that stopped. */
export function nextRun(
  desk: { state: Pick<Desk['state'], 'all'>; scanners: Desk['scanners'] },
  batch: ProjectionRows['batch'],
): ScanJobPayload {
  const pages = desk.state.all('page', { batch_id: batch.id });
  const last = Math.max(0, ...pages.filter(({ role }) => role !== 'removed').map(({ sheet }) => sheet));
  const atSheet = batch.at_sheet ?? last + 1;
  return {
    batchId: batch.id as BatchId,
    scanner: (batch.scanner ?? desk.scanners[0]) as DeviceId,
    source: batch.source as ScanJobPayload['source'],
    profile: batch.profile as ScanProfile,
    resolutionDpi: batch.resolution_dpi,
    // A sheet whose image was lost is fed after those that followed it, with a gap between: more may lie below it in the feeder, and
    // nothing is replaced by it or joined with it.
    firstSheet: atSheet < last ? last + 2 : atSheet,
    // Never that of an earlier run: one that left no page here may have left some in the spool, and the bridge feeds no attempt twice.
    // Pages count as well as ends, because a register from a backup may know of fewer ends.
    attempt: Math.max(1, batch.runs, ...pages.map(({ attempt }) => attempt)) + 1,
  };
}

/** Stops a batch, also one that waits to begin or to be continued: the sheets that went through are kept. */
export const cancelScan: Act<Touching & { batchId: BatchId | null }> = {
  name: 'cancel-scan',
  decide(command, desk) {
    const batch =
      command.batchId === null
        ? desk.state.all('batch', { state: 'open' }, 'position').at(-1)
        : desk.state.get('batch', { id: command.batchId });
    if (!batch) throw refuse('stop scanning', 'nothing is being scanned');
    return {
      events: [],
      jobs: [{ name: 'cancel-scan', subject: batch.id, priority: 20, unique: true }],
      cancelled: [{ name: 'scan', subject: batch.id }],
      answer: { batchId: batch.id as BatchId },
    };
  },
};
