import type { Clock } from '../../src/base/clock.ts';
import { openDeviceFile } from './device-file.ts';
import { openSerial, type SerialSettings } from './serial.ts';
import { openTcp } from './tcp.ts';
import { tracedPipe, traceOf } from './trace.ts';

/** A byte pipe to one device: bytes out with a count of how far they got, bytes in with a patience. */
export interface Pipe {
  /**
   * Hands bytes to the device, piece by piece. `complete` is false when the pipe broke, or took nothing for `silenceMs`;
   * `sentBytes` then says how many may have gone out, 0 that certainly none did, and a pipe with part of it inside takes and gives nothing
   * more. Never throws.
   */
  send(bytes: Uint8Array, silenceMs: number): Promise<{ sentBytes: number; complete: boolean }>;
  /** What the device has said since the last call, waiting up to `patienceMs` for the first byte; null when it said nothing. @throws DEVICE_ABSENT */
  receive(patienceMs: number): Promise<Buffer | null>;
  /** Forgets what the device has said so far: old answers are no answers. */
  forget(): void;
  readonly counts: { sentBytes: number; receivedBytes: number };
  close(): Promise<void>;
}

/** More unread input than this is noise; the oldest is dropped. */
export const MAX_INPUT_BYTES = 64 * 1024;

/**
 * `tcp://host:port`, `serial:/dev/…`, or a device file such as `/dev/usb/lp2` (better: the link by serial number that our udev rules make).
 * `settings` are those of a serial line.
 */
export async function openPipe(address: string, deviceId: string, clock: Clock, settings?: SerialSettings): Promise<Pipe> {
  const pipe = await openAt(address, deviceId, clock, settings);
  const trace = traceOf(deviceId, address);
  return trace ? tracedPipe(pipe, trace) : pipe;
}

function openAt(address: string, deviceId: string, clock: Clock, settings?: SerialSettings): Promise<Pipe> {
  if (address.startsWith('/')) return openDeviceFile(address, deviceId, clock);
  if (address.startsWith('serial:')) return openSerial(address.slice('serial:'.length), deviceId, clock, settings);
  const { hostname, port } = new URL(address);
  return openTcp(hostname.replace(/^\[|\]$/g, ''), Number(port), deviceId, clock);
}
