import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { badgeOf } from './reading/code.ts';
import { openTypingReader, TYPING_OPTIONS } from './reading/typed-text.ts';

/** Badge readers that pass for a keyboard, taken for us alone: a badge must not type itself into a browser. */
export default defineDriver({
  kind: 'badge-reader',
  name: 'keyboard-badge',
  transport: ['keys'],
  match: [
    { vendorId: 0x0c27, maker: 'RF IDeas' },
    { vendorId: 0x09d8, maker: 'Elatec' },
  ],
  isolation: 'shared',
  options: Type.Object(TYPING_OPTIONS, { additionalProperties: false }),
  open: (link) => openTypingReader(link, badgeOf),
});
