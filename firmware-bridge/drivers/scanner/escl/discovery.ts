import type { Clock } from '../../../../src/base/clock.ts';
import { type Asking, browse, everywhere, type Offer } from '../../../transports/mdns.ts';

/** A scanner that offers eSCL in the local network. */
export interface FoundScanner {
  /** Stays the same wherever the device is plugged in; null where it does not say. */
  uuid: string | null;
  name: string;
  /** Root of the service, today. */
  url: string;
  hasFeeder: boolean;
  duplex: boolean;
}

const SERVICES = ['_uscan._tcp', '_uscans._tcp'];
const LISTEN_MS = 3_000;

/**
 * TXT keys `rs` (path of the service), `ty` (make and model), `UUID`, `is` (sources) and `duplex`, as eSCL devices offer them and sane-airscan's
 * `airscan-mdns.c` reads them. What goes into a URL or a terminal is held to what belongs there.
 */
export function scannerOf({ service, instance, address, port, txt }: Offer): FoundScanner {
  const scheme = service === '_uscans._tcp' ? 'https' : 'http';
  const path = (txt.get('rs') ?? 'eSCL').replace(/^\/+|\/+$/g, '');
  const uuid = /^(?:urn:uuid:)?([0-9a-f-]{32,36})$/i.exec(txt.get('uuid') ?? '')?.[1]?.toLowerCase() ?? null;
  return {
    uuid,
    name: (txt.get('ty') || instance)
      .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
      .slice(0, 80)
      .trim(),
    url: `${scheme}://${address}:${port}/${/^[\w./-]{1,100}$/.test(path) ? path : 'eSCL'}`,
    hasFeeder: (txt.get('is') ?? '').split(',').includes('adf'),
    duplex: /^(T|true|1)$/i.test(txt.get('duplex') ?? ''),
  };
}

/** Scanners of the local network; one that offers itself with and without TLS comes once, without: its certificate is its own. */
export async function findScanners(clock: Clock, asking: readonly Asking[] = everywhere()): Promise<FoundScanner[]> {
  const offers = await browse(SERVICES, { clock, forMs: LISTEN_MS, asking });
  const found = offers.map(scannerOf).sort((a, b) => a.url.localeCompare(b.url));
  return found.filter((one, n) => one.uuid === null || found.findIndex(({ uuid }) => uuid === one.uuid) === n);
}

/** Where the scanner of this UUID is today; null where nobody of that name answers. */
export async function whereIs(uuid: string, clock: Clock, asking: readonly Asking[] = everywhere()): Promise<string | null> {
  const isIt = (offer: Offer) => scannerOf(offer).uuid === uuid.toLowerCase();
  const offers = await browse(SERVICES, { clock, forMs: LISTEN_MS, asking, enough: (seen) => seen.some(isIt) });
  return (
    offers
      .filter(isIt)
      .map(scannerOf)
      .sort((a, b) => a.url.localeCompare(b.url))[0]?.url ?? null
  );
}

/** Lines to be added to vaguemestre.toml. */
export const configuredAs = ({ uuid, name, url, hasFeeder }: FoundScanner, n: number): string[] => [
  '[[device]]',
  `id = "scanner${n === 0 ? '' : `-${n + 1}`}"`,
  'driver = "escl"',
  `address = ${JSON.stringify(uuid === null ? url : `mdns:${uuid}`)}${uuid === null ? '' : `  # today ${url}`}`,
  `name = ${JSON.stringify(name)}${hasFeeder ? '' : '  # it names no feeder'}`,
];
