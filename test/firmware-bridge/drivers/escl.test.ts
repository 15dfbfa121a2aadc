import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { find, MAX_XML_BYTES, parseXml, type Xml } from '#base/xml.ts';
import { parseCapabilities, parseReport, pathOf, scanSettings, whyNoPage } from '#bridge/drivers/scanner/escl/documents.ts';
import { damageOf, formatOf, jfifDpi } from '#bridge/drivers/scanner/escl/page-frame.ts';
import type { Report } from '#bridge/supervisor/driver.ts';
import { readTraces } from './traces.ts';

const statusOf = (bytes: Buffer): Xml | undefined => find(parseXml(bytes) ?? '', 'ScannerStatus');
const traces = readTraces<Report>('escl');

test('each recorded status is the condition its trace says', () => {
  assert.ok(traces.length >= 15);
  for (const { name, expect, device } of traces) assert.deepEqual(parseReport(statusOf(device)!), expect, name);
});

test('a status cut anywhere, or with noise in front, is no status', () => {
  for (const { name, device } of traces) {
    const whole = device.lastIndexOf('>') + 1;
    for (let cut = 0; cut < whole; cut++) assert.equal(statusOf(device.subarray(0, cut)), undefined, `${name} cut at ${cut}`);
    assert.equal(statusOf(Buffer.concat([Buffer.from('\x00\xff<<'), device])), undefined, name);
  }
});

test('no bytes whatever make the XML reading throw or answer with more than strings and plain children', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('<a>', '</a>', '<__proto__>', '</__proto__>', '<constructor/>', '&lt;', '<![CDATA[', ']]>', '<?x', '<!--'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const xml = parseXml(Buffer.from(pieces.join('')));
      if (xml !== null) parseReport(xml);
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    }),
  );
});

test('document types, entities, depth and size are refused', () => {
  const bomb = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><s>&b;</s>';
  assert.equal(parseXml(Buffer.from(bomb)), null);
  assert.equal(parseXml(Buffer.from('<!doctype html><s/>')), null);
  assert.equal(parseXml(Buffer.from('<a>'.repeat(30_000) + '</a>'.repeat(30_000))), null);
  assert.equal(parseXml(Buffer.from(`<s>${' '.repeat(MAX_XML_BYTES)}</s>`)), null);
  assert.deepEqual(parseXml(Buffer.from('<s>&#65;&amp;</s>')), { s: '&#65;&amp;' }, 'entities are left as they stand');
});

/** A status with one job of ours, and another that ended long ago. */
const during = (adf: string, jobState?: string, state = 'Processing', uri = '/eSCL/ScanJobs/2'): Xml => ({
  State: state,
  AdfState: `ScannerAdf${adf}`,
  Jobs: { JobInfo: [{ JobUri: '/eSCL/ScanJobs/1', JobState: 'Aborted' }, ...(jobState ? [{ JobUri: uri, JobState: jobState }] : [])] },
});

test('why no page came: a fault before a stop, a stop before an end, and an end only when nothing is under way', () => {
  const cases: [number, Xml, number, ReturnType<typeof whyNoPage>][] = [
    [404, during('Jam', 'Canceled'), 1, 'media-jam'],
    [404, during('Loaded', 'Canceled'), 1, 'other'],
    [404, during('Empty', 'Canceled'), 1, 'other'],
    [404, during('Loaded', 'Aborted'), 1, 'other'],
    [404, during('Empty', 'Aborted'), 1, 'other'],
    [404, during('Empty', 'Aborted'), 0, 'feeder-empty'],
    [404, during('Loaded', 'Aborted', 'Idle', 'http://scanner.local:80/eSCL/ScanJobs/2/'), 1, 'other'],
    [404, during('Empty', 'Completed'), 1, 'ran-empty'],
    [404, during('Empty', 'Completed'), 0, 'feeder-empty'],
    [404, during('Loaded'), 1, 'ran-empty'],
    [503, during('Empty', 'Processing'), 1, 'again'],
    [503, during('Empty', 'Processing', 'Idle'), 1, 'again'],
    [503, during('Empty', 'Pending'), 0, 'again'],
    [503, during('Empty'), 1, 'again'],
    [503, during('Empty', undefined, 'Idle'), 1, 'ran-empty'],
    [503, during('Empty', 'Completed'), 1, 'ran-empty'],
    [503, during('Loaded', undefined, 'Testing'), 0, 'again'],
    [404, during('Loaded', undefined, 'Testing'), 0, 'busy'],
    [500, during('Loaded', 'Processing'), 1, 'refused'],
  ];
  for (const [code, status, given, why] of cases)
    assert.equal(whyNoPage(code, status, '/eSCL/ScanJobs/2', 'adf', given), why, `${code} ${JSON.stringify(status)} ${given}`);
});

test('the flatbed has no part in what the feeder says', () => {
  for (const adf of ['Empty', 'Jam', 'DoorOpen'])
    assert.equal(whyNoPage(503, during(adf, 'Processing'), '/eSCL/ScanJobs/2', 'flatbed', 0), 'again', adf);
  assert.equal(whyNoPage(404, during('Empty', 'Completed'), '/eSCL/ScanJobs/2', 'flatbed', 0), 'refused');
});

test('of a Location only the path counts, and slashes in front are one', () => {
  for (const [location, path] of [
    ['/eSCL/ScanJobs/1/', '/eSCL/ScanJobs/1'],
    ['//eSCL/ScanJobs/1', '/eSCL/ScanJobs/1'],
    ['http://scanner.local:80/eSCL/ScanJobs/1', '/eSCL/ScanJobs/1'],
    ['http://scanner//eSCL/ScanJobs/1', '/eSCL/ScanJobs/1'],
    ['http://scanner//:x/1', '/:x/1'],
    ['ScanJobs/1', '/ScanJobs/1'],
    ['http://[nowhere/1', null],
    ['http://scanner/', null],
    ['x:\\/x', null],
    ['ftp://scanner/1', null],
    ['', null],
    [`/${'x'.repeat(1_000)}`, null],
  ] as const)
    assert.equal(pathOf(location), path, location);
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: fc.constantFrom('/', '\\', ':', '.', '@', 'x', '\t') })),
      (location) => {
        const path = pathOf(location);
        if (path !== null) assert.equal(new URL(`${path}/NextDocument`, 'http://device:8080/eSCL/').host, 'device:8080');
      },
    ),
  );
});

test('capabilities give sources, modes, and whole resolutions listed or as a range', () => {
  const profile = (resolutions: string) =>
    `<p:SettingProfiles><p:SettingProfile><p:DocumentFormats><p:DocumentFormat>image/png</p:DocumentFormat></p:DocumentFormats><p:ColorModes><p:ColorMode>Grayscale8</p:ColorMode><p:ColorMode>RGB24</p:ColorMode></p:ColorModes>
     <p:SupportedResolutions>${resolutions}</p:SupportedResolutions></p:SettingProfile></p:SettingProfiles>`;
  const listed = ['200', '300', '299.5'].map(
    (dpi) => `<p:DiscreteResolution><p:XResolution>${dpi}</p:XResolution><p:YResolution>${dpi}</p:YResolution></p:DiscreteResolution>`,
  );
  const range =
    '<p:ResolutionRange><p:XResolutionRange><p:Min>100</p:Min><p:Max>350</p:Max><p:Step>1</p:Step></p:XResolutionRange></p:ResolutionRange>';
  const root = find(
    parseXml(
      Buffer.from(`<p:ScannerCapabilities xmlns:p="x"><p:Adf>
        <p:AdfSimplexInputCaps><p:MaxWidth>2550</p:MaxWidth><p:MaxHeight>9000</p:MaxHeight>${profile(`<p:DiscreteResolutions>${listed.join('')}</p:DiscreteResolutions>`)}</p:AdfSimplexInputCaps>
        <p:AdfDuplexInputCaps><p:MaxWidth>-1</p:MaxWidth><p:MaxHeight>0</p:MaxHeight>${profile(range)}</p:AdfDuplexInputCaps></p:Adf>
        <p:CompressionFactorSupport><p:Min>0</p:Min><p:Max>100</p:Max></p:CompressionFactorSupport>
        <p:BlankPageDetectionAndRemoval>true</p:BlankPageDetectionAndRemoval></p:ScannerCapabilities>`),
    )!,
    'ScannerCapabilities',
  );
  assert.deepEqual(parseCapabilities(root!), {
    adf: { maxWidth: 2_550, maxHeight: 9_000, resolutionsDpi: [200, 300], colourModes: ['Grayscale8', 'RGB24'], formats: ['image/png'] },
    'adf-duplex': {
      maxWidth: 2_550,
      maxHeight: 4_200,
      resolutionsDpi: [100, 150, 200, 240, 300, 350],
      colourModes: ['Grayscale8', 'RGB24'],
      formats: ['image/png'],
    },
    leastCompression: 0,
    dropsBlanks: true,
  });
  assert.deepEqual(parseCapabilities(''), { dropsBlanks: false });
});

test('settings ask for what was ordered', () => {
  const paper = { source: 'adf-duplex', colourMode: 'RGB24', resolutionDpi: 300, width: 2_480, height: 3_508 } as const;
  const ask = { ...paper, format: 'image/jpeg', compression: undefined, keepBlanks: false } as const;
  const settings = find(parseXml(Buffer.from(scanSettings(ask)))!, 'ScanSettings');
  for (const [name, value] of Object.entries({
    InputSource: 'Feeder',
    Duplex: 'true',
    ColorMode: 'RGB24',
    XResolution: '300',
    YResolution: '300',
    DocumentFormatExt: 'image/jpeg',
  }))
    assert.equal(find(settings, name), value);
  assert.equal(find(settings, 'ScanRegions', 'ScanRegion', 'Height'), '3508');
  for (const untouched of ['CompressionFactor', 'BlankPageDetectionAndRemoval']) assert.equal(find(settings, untouched), undefined);
});

test('a page is whole when it begins and ends as a JPEG does; padding after the end is kept, anything else is damage', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]);
  assert.equal(damageOf({ body: jpeg, complete: true }), null);
  assert.equal(damageOf({ body: Buffer.concat([jpeg, Buffer.alloc(500)]), complete: true }), null);
  assert.match(damageOf({ body: jpeg, complete: false })!, /connection ended after 7 bytes/);
  assert.match(damageOf({ body: jpeg.subarray(0, 5), complete: true })!, /breaks off/);
  assert.match(damageOf({ body: Buffer.concat([jpeg, Buffer.from('HTTP')]), complete: true })!, /breaks off/);
  assert.match(damageOf({ body: Buffer.from('<html></html>'), complete: true })!, /no JPEG/);
  assert.match(damageOf({ body: Buffer.alloc(0), complete: true })!, /no JPEG/);
  const png = Buffer.from('89504e470d0a1a0a0102030000000049454e44ae426082', 'hex');
  assert.deepEqual([formatOf(jpeg), formatOf(png)], ['jpeg', 'png']);
  assert.equal(damageOf({ body: png, complete: true }), null);
  for (let cut = 8; cut < png.length; cut++) assert.match(damageOf({ body: png.subarray(0, cut), complete: true })!, /breaks off/);
});

test('the resolution is what the JPEG says of itself, where that can be believed', () => {
  const header = (unit: number, x: number, y = x) => {
    const bytes = Buffer.from('ffd8ffe000104a46494600010200000000000000ffd9', 'hex');
    bytes.writeUInt8(unit, 13);
    bytes.writeUInt16BE(x, 14);
    bytes.writeUInt16BE(y, 16);
    return bytes;
  };
  assert.equal(jfifDpi(header(1, 200)), 200);
  assert.equal(jfifDpi(header(2, 118)), 300);
  for (const untold of [header(0, 1), header(1, 72), header(1, 200, 100), header(1, 60_000), Buffer.from([0xff, 0xd8, 0xff, 0xd9])])
    assert.equal(jfifDpi(untold), null);
});
