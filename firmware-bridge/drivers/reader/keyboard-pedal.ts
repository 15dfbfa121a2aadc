import { Type } from 'typebox';
import type { InputWire } from '../../protocol/messages.ts';
import { defineDriver } from '../../supervisor/driver.ts';
import { readerSession } from './reading/reader-session.ts';

/** Each pedal types a key; which one, `vaguemestre devices learn` tells. Codes of linux/input-event-codes.h. */
const keyCode = Type.Optional(Type.Integer({ minimum: 1, maximum: 767 }));

/** Foot pedals that pass for a keyboard. As they leave the shop most type `b`, `a` and `c` (PCsensor FootSwitch). */
export default defineDriver({
  kind: 'pedal',
  name: 'keyboard-pedal',
  transport: ['keys'],
  match: [
    { vendorId: 0x0c45, productId: 0x7403, maker: 'PCsensor FootSwitch' },
    { vendorId: 0x0c45, productId: 0x7404, maker: 'PCsensor FootSwitch' },
    { vendorId: 0x413d, productId: 0x2107, maker: 'PCsensor FootSwitch' },
    { vendorId: 0x1a86, productId: 0xe026, maker: 'PCsensor FootSwitch' },
    { vendorId: 0x3553, productId: 0xb001, maker: 'PCsensor FootSwitch' },
  ],
  isolation: 'shared',
  options: Type.Object(
    { key1: Type.Integer({ minimum: 1, maximum: 767 }), key2: keyCode, key3: keyCode, key4: keyCode },
    { additionalProperties: false },
  ),
  async open(link) {
    const { key1, key2, key3, key4 } = link.options;
    const codes = [key1, key2, key3, key4];
    const keys = await link.openKeys();
    async function* inputs(): AsyncGenerator<InputWire, void> {
      for (;;) {
        const heard = await keys.next(60_000);
        for (const { code, down } of heard?.presses ?? []) {
          const pedal = down ? codes.indexOf(code) + 1 : 0;
          if (pedal > 0) yield { kind: 'pedal', pedal };
        }
      }
    }
    return readerSession(inputs(), () => keys.close());
  },
});
