/** A desk as a test needs it: complete, with what the test is about put in the place of the usual. */
import type { DeskParts } from '#acts/perform.ts';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { parseDirectory } from '#domain/directory.ts';

export const testDesk = (change: Partial<DeskParts> = {}): DeskParts => ({
  directory: parseDirectory({ organisation: 'A', departments: [{ id: 'd1', name: 'C', mailbox: 'c@a.example' }], people: [] }),
  classes: [],
  policy: { target: 'imap', domain: 'box.example', graceMs: 120_000, urgentClasses: [], mailboxOf: (id) => `Post/${id}` },
  clock: systemClock(),
  scan: { separation: 'sheet', sheetsPerItem: 1, duplex: false, profile: 'routing', resolutionDpi: 200 },
  scanners: ['scanner' as DeviceId],
  printers: ['labels' as DeviceId],
  feeding: () => false,
  ...change,
});
