import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { codeOf } from './reading/code.ts';
import { openTypingReader, TYPING_OPTIONS } from './reading/typed-text.ts';

/** Hand scanners that pass for a keyboard, taken for us alone: a code reaches the mailroom and never whatever has the focus. */
export default defineDriver({
  kind: 'code-reader',
  name: 'keyboard-scanner',
  transport: ['keys'],
  match: [
    { vendorId: 0x0c2e, maker: 'Honeywell' },
    { vendorId: 0x05e0, maker: 'Zebra' },
    { vendorId: 0x05f9, maker: 'Datalogic' },
  ],
  isolation: 'shared',
  options: Type.Object(TYPING_OPTIONS, { additionalProperties: false }),
  open: (link) => openTypingReader(link, codeOf),
});
