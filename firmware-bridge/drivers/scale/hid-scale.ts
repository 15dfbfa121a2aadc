import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { carries, fieldOf, type HidField, type HidReports, selected, usage, valueIn } from '../../transports/hid-descriptor.ts';
import { SCALE_OPTIONS, scaleOptions } from './weighing/serial-scale.ts';
import { weighOut } from './weighing/weigh.ts';
import { conditionsOf, NONE, type Reading, type Unit, weightOf } from './weighing/weight.ts';

const { answerMs, patienceMs, capacityGrams } = SCALE_OPTIONS;

/**
 * USB scales that are one by their class: status, unit, power of ten and figure come by themselves, and where they stand is taken from the
 * report descriptor.
 * @see HID Point of Sale Usage Tables 1.02, Weighing Device Page (0x8D).
 */
export default defineDriver({
  kind: 'scale',
  name: 'hid-scale',
  transport: ['hid'],
  match: [
    { vendorId: 0x0922, productId: 0x8003, maker: 'DYMO M10' },
    { vendorId: 0x0922, productId: 0x8004, maker: 'DYMO M25' },
    { vendorId: 0x0eb8, maker: 'Mettler-Toledo' },
  ],
  isolation: 'shared',
  options: Type.Object({ answerMs, patienceMs, capacityGrams }, { additionalProperties: false }),
  async open(link) {
    const reports = await link.openReports((layout) => layoutOf(layout) !== null);
    const layout = layoutOf(reports.layout)!;
    let last: Reading | null = null;
    let toldAtMs = 0;
    const hear = (report: Buffer) => {
      const reading = readingOf(report, layout);
      if (!reading) return;
      last = reading;
      toldAtMs = link.clock.monotonicMs();
    };
    /** What was told before now is of the past, but some scales tell a weight that stands still only once. */
    const catchUp = async () => {
      const untilMs = link.clock.monotonicMs() + LONGEST_TALK_MS;
      while (link.clock.monotonicMs() < untilMs) {
        const report = await reports.next(SILENCE_MS);
        if (!report) return;
        hear(report);
      }
    };
    const { answerMs: freshMs, ...limits } = scaleOptions(link.options);
    const next = async (leftMs: number): Promise<Reading | null> => {
      const report = await reports.next(Math.min(leftMs, freshMs));
      if (report) hear(report);
      return link.clock.monotonicMs() - toldAtMs <= BELIEVED_MS ? last : null;
    };
    return {
      async status() {
        await catchUp();
        return { conditions: conditionsOf(last) };
      },
      async weigh() {
        await catchUp();
        return weighOut(link, next, { ...limits, times: 1 });
      },
      close: () => reports.close(),
    };
  },
});

/** What was told so long ago may be of another parcel, and the scale asleep: lifted and put back, the parcel makes it speak again. */
const BELIEVED_MS = 60_000;
/** Longer than a report lies in the kernel before it is read. */
const SILENCE_MS = 20;
/** Scales that talk all the time are not waited for to end. */
const LONGEST_TALK_MS = 100;

const PAGE = 0x8d;
const WEIGHT = usage(PAGE, 0x40);
const SCALING = usage(PAGE, 0x41);
const STABLE = usage(PAGE, 0x74);

const UNITS: Readonly<Record<number, Unit>> = {
  [usage(PAGE, 0x51)]: 'mg',
  [usage(PAGE, 0x52)]: 'g',
  [usage(PAGE, 0x53)]: 'kg',
  [usage(PAGE, 0x58)]: 't',
  [usage(PAGE, 0x5b)]: 'oz',
  [usage(PAGE, 0x5c)]: 'lb',
};
/** Stable at zero, and stable, apart: those are weights. */
const WHY_NONE: Readonly<Record<number, string>> = {
  [usage(PAGE, 0x71)]: NONE.fault,
  [usage(PAGE, 0x73)]: NONE.moving,
  [usage(PAGE, 0x75)]: NONE.under,
  [usage(PAGE, 0x76)]: NONE.over,
  [usage(PAGE, 0x77)]: NONE.fault,
  [usage(PAGE, 0x78)]: NONE.unzeroed,
};
const ZERO = usage(PAGE, 0x72);

export interface ScaleLayout {
  status: HidField;
  unit: HidField;
  scaling: HidField | null;
  weight: HidField;
}

/** Where a scale puts what; null where it is none. */
export function layoutOf(layout: HidReports): ScaleLayout | null {
  const weight = fieldOf(layout, WEIGHT)?.field;
  if (!weight || weight.bitSize > 32) return null;
  const ofReport = { fields: layout.fields.filter(({ reportId }) => reportId === weight.reportId) };
  const status = fieldOf(ofReport, STABLE)?.field;
  const unit = Object.keys(UNITS)
    .map((one) => fieldOf(ofReport, Number(one))?.field)
    .find((field) => field !== undefined);
  if (!status?.isArray || !unit?.isArray) return null;
  return { status, unit, scaling: fieldOf(ofReport, SCALING)?.field ?? null, weight };
}

/** Null for a report of another kind. */
export function readingOf(report: Buffer, { status, unit, scaling, weight }: ScaleLayout): Reading | null {
  if (!carries(report, weight) || !carries(report, status) || !carries(report, unit)) return null;
  const state = selected(report, status);
  if (state !== STABLE && state !== ZERO) return { none: (state !== null && WHY_NONE[state]) || NONE.fault };
  const written = UNITS[selected(report, unit) ?? 0];
  if (written === undefined) return { none: NONE.unit };
  const raw = scaling && carries(report, scaling) ? valueIn(report, scaling) & 0xff : 0;
  // One byte with a sign, whatever its logical range says.
  const power = raw > 0x7f ? raw - 0x100 : raw;
  if (power < -9 || power > 6) return { none: NONE.fault };
  const figure = `${valueIn(report, weight)}${'0'.repeat(Math.max(0, power))}`;
  return weightOf({ figure, unit: written, decimals: Math.max(0, -power) });
}
