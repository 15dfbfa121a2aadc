import type { Devices } from '#ports/devices.ts';

/** Whether the bridge process answers. To be opened before the devices are connected, so that its first word is heard. */
export interface BridgeWatch {
  connected(): boolean;
  close(): void;
}

export function watchBridge(devices: Devices): BridgeWatch {
  let connected = devices.status().some((one) => one.state !== 'absent');
  const close = devices.listen((told) => {
    if (told.kind === 'connected' || (told.kind === 'status' && told.status.state !== 'absent')) connected = true;
    if (told.kind === 'disconnected') connected = false;
  });
  return { connected: () => connected, close };
}
