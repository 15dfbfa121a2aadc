import { Type } from 'typebox';
import type { InputWire } from '../../protocol/messages.ts';
import { defineDriver } from '../../supervisor/driver.ts';
import { carries, type HidField, type HidReports, valueIn } from '../../transports/hid-descriptor.ts';
import { readerSession } from './reading/reader-session.ts';

const MOST_PEDALS = 8;
/** A descriptor of a hundred bytes may speak of millions. */
const MOST_BUTTONS = 64;
const place = Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_BUTTONS }));

/**
 * Foot pedals and buttons with reports of their own: each value of one bit is a pedal, in the order they stand in the report. `pedal1` and so on
 * say otherwise which comes first, where the pedals of a model stand crosswise.
 */
export default defineDriver({
  kind: 'pedal',
  name: 'hid-pedal',
  transport: ['hid'],
  match: [{ vendorId: 0x05f3, productId: 0x00ff, maker: 'VEC Infinity' }],
  isolation: 'shared',
  options: Type.Object({ pedal1: place, pedal2: place, pedal3: place, pedal4: place }, { additionalProperties: false }),
  async open(link) {
    const reports = await link.openReports((layout) => buttonsOf(layout).length > 0);
    const buttons = buttonsOf(reports.layout);
    const order = [link.options.pedal1, link.options.pedal2, link.options.pedal3, link.options.pedal4] as (number | undefined)[];
    const pedalOf = (button: number) => (order.some((one) => one !== undefined) ? order.indexOf(button + 1) : button) + 1;
    async function* inputs(): AsyncGenerator<InputWire, void> {
      const down = new Set<number>();
      for (;;) {
        const report = await reports.next(60_000);
        if (!report) continue;
        for (const [button, { field, index }] of buttons.entries()) {
          if (!carries(report, field)) continue;
          const pressed = valueIn(report, field, index) !== 0;
          const pedal = pedalOf(button);
          if (pressed && !down.has(button) && pedal > 0 && pedal <= MOST_PEDALS) yield { kind: 'pedal', pedal };
          if (pressed) down.add(button);
          else down.delete(button);
        }
      }
    }
    return readerSession(inputs(), () => reports.close());
  },
});

/** The values of one bit, in order. */
export const buttonsOf = ({ fields }: HidReports): { field: HidField; index: number }[] =>
  fields
    .filter(({ bitSize, isArray }) => bitSize === 1 && !isArray)
    .flatMap((field) => Array.from({ length: Math.min(field.count, MOST_BUTTONS) }, (_, index) => ({ field, index })))
    .slice(0, MOST_BUTTONS);
