import type { Condition } from '../../../../src/base/words.ts';
import { all, find, text, type Xml } from '../../../../src/base/xml.ts';
import type { ScanOrder } from '../../../protocol/messages.ts';
import type { Report } from '../../../supervisor/driver.ts';

/** The documents of eSCL as values: what the device says of itself and its jobs, and what is asked of it. */

// --- jobs --------------------------------------------------------------------------------------------------------------------

/**
 * Path of a job on the device, or null. Only the path counts: devices name themselves by hosts we cannot reach, and none may send us to
 * another. Slashes in front are one slash: some devices say `//eSCL/…`, which would be a host named eSCL.
 */
export function pathOf(location: string): string | null {
  const url = URL.parse(location.replace(/^[/\\]+/, '/'), 'http://device/');
  // Only http and https are sure to have a path that begins with a slash: that of `x:\/x` is `\/x`, and leads to the host x.
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return null;
  const path = url.pathname.replace(/^\/+/, '/').replace(/\/+$/, '');
  return path.length > 1 && path.length < 1_000 ? path : null;
}

// --- status ------------------------------------------------------------------------------------------------------------------

const ADF_CONDITION: Readonly<Record<string, Condition | null>> = {
  ScannerAdfProcessing: null,
  ScannerAdfLoaded: null,
  ScannerAdfEmpty: 'feeder-empty',
  ScannerAdfJam: 'media-jam',
  ScannerAdfDoorOpen: 'cover-open',
  ScannerAdfHatchOpen: 'cover-open',
  ScannerAdfMultipickDetected: 'double-feed',
  ScannerAdfMispick: 'misfeed',
  ScannerAdfInputTrayFailed: 'misfeed',
  ScannerAdfInputTrayOverloaded: 'misfeed',
  ScannerAdfDuplexPageTooShort: 'misfeed',
  ScannerAdfDuplexPageTooLong: 'media-too-long',
};
const STATE_CONDITION: Readonly<Record<string, Condition>> = { Stopped: 'paused', Down: 'shutdown', Testing: 'busy' };
/** What may be over before the page comes. */
export const TRANSIENT: ReadonlySet<Condition> = new Set(['feeder-empty', 'busy']);

/**
 * What keeps the source from giving pages, if anything. The flatbed has no part in what the feeder says. An unknown word of the feeder
 * is a fault too, only nobody knows which.
 */
export function faultOf(status: Xml, source: ScanOrder['source']): Condition | null {
  const adf = source === 'flatbed' ? undefined : text(find(status, 'AdfState'));
  const condition = adf === undefined ? null : Object.hasOwn(ADF_CONDITION, adf) ? ADF_CONDITION[adf]! : 'other';
  return condition ?? STATE_CONDITION[text(find(status, 'State')) ?? ''] ?? null;
}

/** What the device says of a job; without a word of it, whether it is at work at all. */
function jobState(status: Xml, job: string): string {
  const info = all(find(status, 'Jobs'), 'JobInfo').find((one) => pathOf(text(find(one, 'JobUri')) ?? '') === job);
  return text(find(info, 'JobState')) ?? text(find(status, 'State')) ?? '';
}

/**
 * Why a request for a page was answered with `code` instead: the condition that stopped the feeder, `ran-empty`, `again` where the page
 * may still come, or `refused`. The status decides: devices answer 404, 409, 410 and 503 for the same jam.
 * @param given pages of this job that came before.
 */
export function whyNoPage(
  code: number,
  status: Xml,
  job: string,
  source: ScanOrder['source'],
  given: number,
): Condition | 'ran-empty' | 'again' | 'refused' {
  const fault = faultOf(status, source);
  const state = jobState(status, job);
  if (fault !== null && !TRANSIENT.has(fault)) return fault;
  // Given up by the device, or by a hand on its stop key: sheets may have passed that nobody has, so it did not run empty.
  if (state === 'Canceled') return 'other';
  if (state === 'Aborted') return (given === 0 && fault) || 'other';
  // The tray is empty as soon as the last sheet is drawn: while the job goes on, its sides are still to come.
  const goesOn = state === 'Pending' || state === 'Processing';
  if (code === 503 && (fault !== 'feeder-empty' || goesOn)) return 'again';
  if (fault === 'busy') return fault;
  if (fault !== 'feeder-empty' && code !== 404 && code !== 410) return 'refused';
  if (given > 0) return 'ran-empty';
  return source === 'flatbed' ? 'refused' : 'feeder-empty';
}

export function parseReport(status: Xml): Report {
  const adf = text(find(status, 'AdfState'));
  const condition = faultOf(status, 'adf');
  const busy = text(find(status, 'State')) === 'Processing' && condition === null;
  return {
    conditions: condition ? [condition] : busy ? ['busy'] : [],
    ...(adf === undefined ? {} : { feederLoaded: adf === 'ScannerAdfLoaded' || adf === 'ScannerAdfProcessing' }),
  };
}

// --- capabilities and settings -------------------------------------------------------------------------------------------------

interface SourceCapabilities {
  maxWidth: number;
  maxHeight: number;
  resolutionsDpi: number[];
  colourModes: string[];
  formats: string[];
}
/** Lengths in 1/300 inch, as everywhere in eSCL. */
export interface Capabilities extends Partial<Record<ScanOrder['source'], SourceCapabilities>> {
  /** Least of its `CompressionFactor`, where it can be told one; less is better. */
  leastCompression?: number;
  /** It could leave blank sides out by itself. */
  dropsBlanks: boolean;
}

export function parseCapabilities(root: Xml): Capabilities {
  const source = (...path: string[]): SourceCapabilities | undefined => {
    const caps = find(root, ...path);
    if (caps === undefined) return undefined;
    const profiles = all(find(caps, 'SettingProfiles'), 'SettingProfile');
    const discrete = profiles.flatMap((p) => all(find(p, 'SupportedResolutions', 'DiscreteResolutions'), 'DiscreteResolution'));
    const range = profiles.flatMap((p) => all(find(p, 'SupportedResolutions', 'ResolutionRange'), 'XResolutionRange'));
    return {
      // A device that takes paper of no size has not said what it takes.
      maxWidth: numberOf(find(caps, 'MaxWidth')) || 2_550,
      maxHeight: numberOf(find(caps, 'MaxHeight')) || 4_200,
      resolutionsDpi: [
        ...discrete.map((one) => numberOf(find(one, 'XResolution'))),
        ...range.flatMap((one) => rangeOf(numberOf(find(one, 'Min')), numberOf(find(one, 'Max')))),
      ].filter((dpi): dpi is number => Number.isInteger(dpi) && dpi! >= 50 && dpi! <= 2_400),
      colourModes: profiles.flatMap((p) => all(find(p, 'ColorModes'), 'ColorMode').map((mode) => text(mode) ?? '')),
      formats: profiles
        .flatMap((p) => ['DocumentFormat', 'DocumentFormatExt'].flatMap((name) => all(find(p, 'DocumentFormats'), name)))
        .map((format) => text(format) ?? ''),
    };
  };
  const entries = [
    ['adf', source('Adf', 'AdfSimplexInputCaps')],
    ['adf-duplex', source('Adf', 'AdfDuplexInputCaps')],
    ['flatbed', source('Platen', 'PlatenInputCaps')],
  ] as const;
  const least = numberOf(find(root, 'CompressionFactorSupport', 'Min'));
  return {
    ...Object.fromEntries(entries.filter(([, caps]) => caps !== undefined)),
    ...(least === undefined ? {} : { leastCompression: least }),
    dropsBlanks: text(find(root, 'BlankPageDetectionAndRemoval')) === 'true',
  };
}

function numberOf(xml: Xml | undefined): number | undefined {
  const value = Number(text(xml) || Number.NaN);
  return Number.isFinite(value) && value >= 0 && value < 1e6 ? value : undefined;
}

const USUAL_DPI = [75, 100, 150, 200, 240, 300, 400, 600, 1_200];
const rangeOf = (min = 0, max = 0) => [min, ...USUAL_DPI.filter((dpi) => dpi > min && dpi < max), max];

export function scanSettings(ask: {
  source: ScanOrder['source'];
  colourMode: string;
  resolutionDpi: number;
  width: number;
  height: number;
  format: 'image/jpeg' | 'image/png';
  compression: number | undefined;
  /** Sides that the device leaves out would be lost, and in duplex front and back out of step. */
  keepBlanks: boolean;
}): string {
  const compression = ask.compression === undefined ? '' : `\n  <scan:CompressionFactor>${ask.compression}</scan:CompressionFactor>`;
  const blanks = ask.keepBlanks ? '\n  <scan:BlankPageDetectionAndRemoval>false</scan:BlankPageDetectionAndRemoval>' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
  <pwg:Version>2.0</pwg:Version>
  <pwg:ScanRegions>
    <pwg:ScanRegion>
      <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
      <pwg:XOffset>0</pwg:XOffset>
      <pwg:YOffset>0</pwg:YOffset>
      <pwg:Width>${ask.width}</pwg:Width>
      <pwg:Height>${ask.height}</pwg:Height>
    </pwg:ScanRegion>
  </pwg:ScanRegions>
  <pwg:InputSource>${ask.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>
  <scan:ColorMode>${ask.colourMode}</scan:ColorMode>
  <pwg:DocumentFormat>${ask.format}</pwg:DocumentFormat>
  <scan:DocumentFormatExt>${ask.format}</scan:DocumentFormatExt>
  <scan:XResolution>${ask.resolutionDpi}</scan:XResolution>
  <scan:YResolution>${ask.resolutionDpi}</scan:YResolution>
  <scan:Duplex>${ask.source === 'adf-duplex'}</scan:Duplex>${compression}${blanks}
</scan:ScanSettings>
`;
}
