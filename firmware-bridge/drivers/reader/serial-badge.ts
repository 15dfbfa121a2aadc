import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { badgeOf } from './reading/code.ts';
import { CODE_LINE_OPTIONS, openCodeLine } from './reading/code-line.ts';

/** Badge readers that send a badge's number as text over a line. */
export default defineDriver({
  kind: 'badge-reader',
  name: 'serial-badge',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(CODE_LINE_OPTIONS, { additionalProperties: false }),
  open: (link) => openCodeLine(link, badgeOf),
});
