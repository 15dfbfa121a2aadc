import type { Condition } from '../../../../src/base/words.ts';
import type { ScanOrder } from '../../../protocol/messages.ts';
import type { Report } from '../../../supervisor/driver.ts';
import { all, find, text, type Xml } from '../../../transports/xml.ts';

/** The documents of eSCL as values: what the device says of itself and its jobs, and what is asked of it. */

// --- jobs --------------------------------------------------------------------------------------------------------------------

export function pathOf(location: string): string | null {
  try {
    const path = new URL(location, 'http://device/').pathname.replace(/\/+$/, '');
    return path.length > 1 && path.length < 1_000 ? path : null;
  } catch {
    return null;
  }
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

/** What keeps the feeder from going on, if anything. An unknown word of the feeder is a fault too, only nobody knows which. */
export function feederFault(status: Xml): Condition | null {
  const adf = text(find(status, 'AdfState'));
  const condition = adf === undefined ? null : Object.hasOwn(ADF_CONDITION, adf) ? ADF_CONDITION[adf]! : 'other';
  return condition ?? STATE_CONDITION[text(find(status, 'State')) ?? ''] ?? null;
}

/** A job the device itself gave up. */
export function jobFault(status: Xml, job: string): Condition | null {
  const info = all(find(status, 'Jobs'), 'JobInfo').find((one) => pathOf(text(find(one, 'JobUri')) ?? '') === job);
  return text(find(info, 'JobState')) === 'Aborted' ? 'other' : null;
}

export function parseReport(status: Xml): Report {
  const adf = text(find(status, 'AdfState'));
  const condition = feederFault(status);
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
}
/** Lengths in 1/300 inch, as everywhere in eSCL. */
export type Capabilities = { [source in ScanOrder['source']]?: SourceCapabilities };

export function parseCapabilities(root: Xml): Capabilities {
  const source = (...path: string[]): SourceCapabilities | undefined => {
    const caps = find(root, ...path);
    if (caps === undefined) return undefined;
    const profiles = all(find(caps, 'SettingProfiles'), 'SettingProfile');
    const discrete = profiles.flatMap((p) => all(find(p, 'SupportedResolutions', 'DiscreteResolutions'), 'DiscreteResolution'));
    const range = profiles.flatMap((p) => all(find(p, 'SupportedResolutions', 'ResolutionRange'), 'XResolutionRange'));
    return {
      maxWidth: numberOf(find(caps, 'MaxWidth')) ?? 2_550,
      maxHeight: numberOf(find(caps, 'MaxHeight')) ?? 4_200,
      resolutionsDpi: [
        ...discrete.map((one) => numberOf(find(one, 'XResolution'))),
        ...range.flatMap((one) => rangeOf(numberOf(find(one, 'Min')), numberOf(find(one, 'Max')))),
      ].filter((dpi): dpi is number => dpi !== undefined && dpi >= 50 && dpi <= 2_400),
      colourModes: profiles.flatMap((p) => all(find(p, 'ColorModes'), 'ColorMode').map((mode) => text(mode) ?? '')),
    };
  };
  const entries = [
    ['adf', source('Adf', 'AdfSimplexInputCaps')],
    ['adf-duplex', source('Adf', 'AdfDuplexInputCaps')],
    ['flatbed', source('Platen', 'PlatenInputCaps')],
  ] as const;
  return Object.fromEntries(entries.filter(([, caps]) => caps !== undefined)) as Capabilities;
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
}): string {
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
  <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
  <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
  <scan:XResolution>${ask.resolutionDpi}</scan:XResolution>
  <scan:YResolution>${ask.resolutionDpi}</scan:YResolution>
  <scan:Duplex>${ask.source === 'adf-duplex'}</scan:Duplex>
</scan:ScanSettings>
`;
}
