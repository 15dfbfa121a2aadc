import { readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { MailroomError } from '../src/base/errors.ts';
import { DEVICE_ID } from './protocol/messages.ts';
import type { Driver, Transport } from './supervisor/driver.ts';
import { SELF_START } from './supervisor/self-start.ts';

/** What the command `vaguemestre bridge` hands over: the `[[devices]]` of the one configuration file, and where to meet. */
const BridgeConfig = Type.Object(
  {
    socket: Type.String({ minLength: 1 }),
    spool: Type.String({ minLength: 1 }),
    spoolCapBytes: Type.Integer({ minimum: 1 }),
    /** How often an idle device is asked how it is. */
    pollMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 60_000 })),
    devices: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: DEVICE_ID }),
          driver: Type.String(),
          address: Type.String({ minLength: 1, maxLength: 500 }),
          name: Type.String({ maxLength: 200 }),
          options: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
        },
        { additionalProperties: false },
      ),
      { maxItems: 64 },
    ),
  },
  { additionalProperties: false },
);
export type BridgeConfig = Static<typeof BridgeConfig>;
export type DeviceConfig = BridgeConfig['devices'][number];

/** @throws CONFIG_MISSING, CONFIG_INVALID */
export async function readBridgeConfig(file: string): Promise<BridgeConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new MailroomError('CONFIG_MISSING', { file }, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MailroomError('CONFIG_INVALID', { file, problems: ['it is no JSON'] }, { cause });
  }
  const schema = Compile(BridgeConfig);
  if (!schema.Check(value)) {
    const problems = [...schema.Errors(value)].map((e) => `${e.instancePath || '/'}: ${e.message}`);
    throw new MailroomError('CONFIG_INVALID', { file, problems });
  }
  return value;
}

const TRANSPORT_OF: readonly (readonly [RegExp, Transport])[] = [
  [/^https?:\/\//, 'http'],
  [/^mdns:[0-9a-f-]{32,36}$/i, 'http'],
  [/^tcp:\/\/[^/:]+:\d+$/, 'tcp'],
  [/^\/dev\//, 'usb'],
  [/^serial:\/./, 'serial'],
  [/^hid:(?:\/.|[0-9a-f]{4}:[0-9a-f]{4}:.)/, 'hid'],
  [/^keys:\/./, 'keys'],
  [/^ipps?:\/\/[^/]/, 'ipp'],
  [/^sane:./, 'sane'],
];
/** Their addresses are URLs. */
const BY_NETWORK: ReadonlySet<Transport> = new Set(['http', 'tcp', 'ipp']);

const transportOf = (address: string): Transport | undefined => TRANSPORT_OF.find(([pattern]) => pattern.test(address))?.[1];
/** Not plugged into this machine. */
export const isByNetwork = (address: string): boolean => BY_NETWORK.has(transportOf(address)!);

/** Every device has a driver that takes its address and its options. @throws CONFIG_INVALID naming all mistakes at once. */
export function checkDevices(devices: readonly DeviceConfig[], drivers: ReadonlyMap<string, Driver>): void {
  const problems = devices.flatMap(({ id, driver: name, address, options }, index) => {
    const driver = drivers.get(name);
    if (devices.findIndex((other) => other.id === id) < index) return [`${id}: this id is used twice`];
    if (!driver) return [`${id}: there is no driver "${name}" (there are ${[...drivers.keys()].join(', ')})`];
    const transport = transportOf(address);
    // By IPP one goes by HTTP, whose hosts are stricter than those of a scheme unknown to URL.
    const isAddress = transport !== undefined && (!BY_NETWORK.has(transport) || URL.canParse(address.replace(/^ipp/, 'http')));
    if (!isAddress || !driver.transport.includes(transport)) return [`${id}: driver "${name}" cannot reach "${address}"`];
    const scanner = driver.kind === 'scanner' ? driver : null;
    const starters: readonly unknown[] = scanner?.starters ?? [];
    if (scanner && options.start !== undefined && !starters.includes(options.start))
      return [`${id}: driver "${name}" cannot begin by "${options.start}" (it can by ${starters.join(' or ') || 'nothing'})`];
    const known = Type.Object({ ...driver.options.properties, ...(scanner ? SELF_START : {}) }, { additionalProperties: false });
    return [...Compile(known).Errors(options)]
      .filter(({ keyword }) => keyword !== 'additionalProperties')
      .map((e) => `${id}: options${e.instancePath} ${e.keyword === 'boolean' ? 'is not known to this driver' : e.message}`);
  });
  if (problems.length > 0) throw new MailroomError('CONFIG_INVALID', { file: 'devices', problems });
}
