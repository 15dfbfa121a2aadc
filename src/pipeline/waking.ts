import type { FailureCode } from '#base/errors.ts';
import type { Devices } from '#ports/devices.ts';
import type { Engine } from './engine.ts';

const DEVICE_CODES: readonly FailureCode[] = ['DEVICE_ABSENT', 'DEVICE_BUSY', 'LABEL_NOT_PRINTED'];

/** What waits for a device is due when the device is back: somebody stands there with a roll of labels in hand. Returns how to stop. */
export function wakeWithDevices(devices: Devices, engine: Engine): () => void {
  return devices.listen((news) => {
    if (news.kind === 'connected') engine.back('BRIDGE_AWAY');
    if (news.kind === 'status' && news.status.state === 'ready') for (const code of DEVICE_CODES) engine.back(code);
  });
}
