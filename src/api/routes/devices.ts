import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MailroomError } from '#base/errors.ts';
import type { DeviceId } from '#base/ids.ts';
import type { Devices as DevicesView, DeviceView } from '#contract/devices.ts';
import type { DeviceStatus } from '#ports/devices.ts';
import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

const MOST_DEVICES = 40;

/** Devices with their conditions, how far filing and notices are behind, and what lies on the scale. */
export function deviceRoutes({ readers, devices, bridge, store, clock }: FaceRoom): Handlers<'devices' | 'releaseDevice' | 'weigh'> {
  return {
    async devices() {
      const [{ serverAway, ...backlog }, storage] = await Promise.all([
        readers.ask('backlog', clock.wallMs()),
        storageOf(dirname(store.databaseFile)),
      ]);
      return {
        devices: devices.status().slice(0, MOST_DEVICES).map(deviceView),
        bridge: bridge.connected(),
        ...backlog,
        box: {
          registerVerified: null,
          storage,
          clockConfirmed: clock.quality() !== 'unconfirmed',
          networkSinceMs: null,
          network: !serverAway,
        },
      };
    },
    async releaseDevice({ body }) {
      await devices.release(body.deviceId as DeviceId);
      return { deviceId: body.deviceId };
    },
    async weigh({ body }) {
      const deviceId = (body.deviceId ?? devices.status().find(({ kind }) => kind === 'scale')?.id) as DeviceId | undefined;
      if (deviceId === undefined) throw new MailroomError('DEVICE_UNKNOWN', { deviceId: 'scale' });
      return { deviceId, grams: await devices.weigh(deviceId) };
    },
  };
}

export async function storageOf(folder: string): Promise<NonNullable<DevicesView['box']['storage']>> {
  const { blocks, bavail, bsize } = await statfs(folder);
  return { usedBytes: (blocks - bavail) * bsize, totalBytes: blocks * bsize };
}

const deviceView = ({ id, kind, name, state, conditions, detail }: DeviceStatus): DeviceView => ({
  deviceId: id,
  kind,
  name,
  state,
  conditions: conditions.slice(0, 20),
  detail: {
    ...(detail?.feederLoaded === undefined ? {} : { feederLoaded: detail.feederLoaded }),
    ...(detail?.batchId === undefined ? {} : { batchId: detail.batchId }),
    ...(detail?.crash ? wordsOf(detail.crash) : {}),
  },
});

const wordsOf = ({ page, ...crash }: NonNullable<NonNullable<DeviceStatus['detail']>['crash']>) => ({
  ...crash,
  ...(page === null ? {} : { page }),
});
