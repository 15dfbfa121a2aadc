/** A driver for a process of its own that does what vendor code has been seen to do: the address says what. */
import { Type } from 'typebox';
import { MailroomError } from '#base/errors.ts';
import { defineDriver, type ScannedSide } from '#bridge/supervisor/driver.ts';

const side = (sizeBytes: number): ScannedSide => ({ format: 'png', bytes: Buffer.alloc(sizeBytes, 7), resolutionDpi: 200 });
const never = () => new Promise<never>(() => setInterval(() => undefined, 60_000));

export default defineDriver({
  kind: 'scanner',
  name: 'misbehaving',
  transport: ['sane'],
  match: [],
  isolation: 'child',
  limits: { pageBytes: 1_000 },
  options: Type.Object({}, { additionalProperties: false }),
  async open({ address, deviceId, watch }) {
    if (address === 'dies-at-once') process.exit(3);
    if (address === 'never-opens') await never();
    if (address === 'is-absent') throw new MailroomError('DEVICE_ABSENT', { deviceId });
    return {
      status: async () => ({ conditions: [] }),
      abandon: async () => undefined,
      close: () => (address === 'never-closes' ? never() : Promise.resolve()),
      async *scan(_order, signal, leave) {
        watch!.doing('vendor_scan', 1);
        yield side(10);
        watch!.doing('vendor_scan', 2);
        if (address === 'aborts') process.abort();
        if (address === 'has-a-bug') throw new TypeError('cannot read what is not there');
        if (address === 'babbles') process.send!({ type: 'side', id: 4, side: { file: '../../etc/passwd' } });
        if (address === 'babbles') await never();
        if (address === 'is-too-large') yield side(1_001);
        if (address === 'spins') for (;;);
        if (address === 'leaves') await leave('/jobs/1');
        if (address === 'goes-on') while (!signal.aborted) yield side(10);
        if (address === 'fails') throw new MailroomError('PAGE_DAMAGED', { deviceId, sheet: 2, what: 'half of it' });
        return address === 'jams' ? 'media-jam' : null;
      },
    };
  },
});
