import type { AdfState } from './paper-path.ts';

/** The XML an eSCL device speaks (Mopria eSCL; element names as sane-airscan and real devices use them). */

export interface JobReport {
  id: string;
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
  reason: string;
  ageSeconds: number;
  imagesCompleted: number;
}

export interface ScanSettings {
  source: string;
  duplex: boolean;
  colour: string;
  resolutionDpi: number;
  format: string;
}

const NAMESPACES =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" version="2.63"';
const A4_LONG_LEGAL = { width: 2550, height: 4200 };

const COLOURS = ['Grayscale8', 'RGB24'];
const RESOLUTIONS = [200, 300];

export function capabilities(name: string, uuid: string): string {
  const discrete = RESOLUTIONS.map(
    (dpi) =>
      `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
  );
  // Units are 1/300 inch; the minimum must be smaller than the maximum or sane-airscan drops the source.
  const input = `<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>${A4_LONG_LEGAL.width}</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>${A4_LONG_LEGAL.height}</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>
<scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes>${COLOURS.map((mode) => `<scan:ColorMode>${mode}</scan:ColorMode>`).join('')}</scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>${discrete.join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${NAMESPACES}>
<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>${escapeXml(name)}</pwg:MakeAndModel><pwg:SerialNumber>LAB-0001</pwg:SerialNumber>
<scan:UUID>${uuid}</scan:UUID>
<scan:Adf>
<scan:AdfSimplexInputCaps>${input}</scan:AdfSimplexInputCaps>
<scan:AdfDuplexInputCaps>${input}</scan:AdfDuplexInputCaps>
<scan:FeederCapacity>100</scan:FeederCapacity>
<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions>
</scan:Adf>
</scan:ScannerCapabilities>
`;
}

/** Newest job first, as real devices list them. */
export function scannerStatus(state: 'Idle' | 'Processing' | 'Stopped', adf: AdfState | 'ScannerAdfProcessing', jobs: JobReport[]): string {
  const infos = jobs.map(
    (job) => `<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/${job.id}</pwg:JobUri><pwg:JobUuid>${job.id}</pwg:JobUuid>
<scan:Age>${job.ageSeconds}</scan:Age><pwg:ImagesCompleted>${job.imagesCompleted}</pwg:ImagesCompleted>
<pwg:JobState>${job.state}</pwg:JobState><pwg:JobStateReasons><pwg:JobStateReason>${job.reason}</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${NAMESPACES}>
<pwg:Version>2.63</pwg:Version><pwg:State>${state}</pwg:State><scan:AdfState>${adf}</scan:AdfState>
<scan:Jobs>${infos.join('\n')}</scan:Jobs>
</scan:ScannerStatus>
`;
}

/** Reads the body of POST ScanJobs; null where it is no ScanSettings at all. Absent elements take a device's defaults. */
export function parseScanSettings(xml: string): ScanSettings | null {
  if (!/<(?:[\w-]+:)?ScanSettings[\s>]/.test(xml)) return null;
  const text = (name: string) => new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>\\s*([^<]*?)\\s*<`).exec(xml)?.[1];
  return {
    source: text('InputSource') ?? 'Feeder',
    duplex: text('Duplex') === 'true' || text('Duplex') === '1',
    colour: text('ColorMode') ?? 'Grayscale8',
    resolutionDpi: Number(text('XResolution') ?? 300),
    format: text('DocumentFormatExt') ?? text('DocumentFormat') ?? 'image/jpeg',
  };
}

/** True where the device has what the settings ask for. */
export function canScan(asked: ScanSettings): boolean {
  return (
    asked.source === 'Feeder' &&
    COLOURS.includes(asked.colour) &&
    RESOLUTIONS.includes(asked.resolutionDpi) &&
    asked.format === 'image/jpeg'
  );
}

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
