import type { Clock } from '../../../../src/base/clock.ts';
import type { Condition } from '../../../../src/base/words.ts';
import { find, MAX_XML_BYTES, parseXml, type Xml } from '../../../../src/base/xml.ts';
import type { ScanOrder } from '../../../protocol/messages.ts';
import type { Report } from '../../../supervisor/driver.ts';
import { http } from '../../../transports/http.ts';
import { faultOf, parseReport, TRANSIENT } from '../escl/documents.ts';

/**
 * Where an eSCL scanner that libsane drives (backends airscan and escl) says itself how it is: libsane passes on a jam, an empty feeder and an
 * open door, and calls everything else an I/O error (sane-airscan, `airscan-escl.c`).
 *
 * @returns root of its service, found in the device name (`airscan:escl:NAME:http://…`) or in the backend's configuration (`"NAME" = http://…`).
 */
export function esclRoot(deviceName: string, configuration = ''): URL | null {
  const [, inName] = /^(?:airscan:escl:[^:]*|escl):(https?:\/\/.+)$/.exec(deviceName) ?? [];
  const name = /^airscan:e[0-9a-f]+:(.+)$/.exec(deviceName)?.[1];
  const lines = configuration.split('\n').map((line) => /^\s*"?([^"=]+?)"?\s*=\s*(https?:\/\/[^,\s]+)/.exec(line));
  const url = inName ?? lines.find((line) => line !== null && line[1] === name)?.[2];
  return url === undefined ? null : URL.parse(url.endsWith('/') ? url : `${url}/`);
}

export interface EsclEyes {
  /** Null where the device does not answer in a way that can be understood. @throws the network's error where it does not answer at all. */
  report(): Promise<Report | null>;
  /** What stopped the feeder; null where the device sees nothing, or says nothing. */
  fault(source: ScanOrder['source']): Promise<Condition | null>;
}

const SILENCE_MS = 2_000;

/** Null where nothing says where the scanner is. */
export function openEsclEyes(deviceName: string, configuration: string | undefined, clock: Clock): EsclEyes | null {
  const root = esclRoot(deviceName, configuration);
  if (root === null) return null;
  const status = async (): Promise<Xml | null> => {
    const url = new URL('ScannerStatus', root);
    const answer = await http(clock, { method: 'GET', url, maxBytes: MAX_XML_BYTES, silenceMs: SILENCE_MS, deadlineMs: SILENCE_MS * 2 });
    if (answer.status !== 200 || !answer.complete) return null;
    return find(parseXml(answer.body) ?? '', 'ScannerStatus') ?? null;
  };
  return {
    async report() {
      const seen = await status();
      return seen === null ? null : parseReport(seen);
    },
    async fault(source) {
      const seen = await status().catch(() => null);
      const fault = seen === null ? null : faultOf(seen, source);
      return fault === null || TRANSIENT.has(fault) ? null : fault;
    },
  };
}
