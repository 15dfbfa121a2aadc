import { Type } from 'typebox';
import { defineDriver } from '../../supervisor/driver.ts';
import { codeOf } from './reading/code.ts';
import { CODE_LINE_OPTIONS, openCodeLine } from './reading/code-line.ts';

/** Hand and presentation scanners that send codes as text over a line: RS-232, or USB posing as one (CDC). */
export default defineDriver({
  kind: 'code-reader',
  name: 'serial-scanner',
  transport: ['serial', 'tcp'],
  match: [],
  isolation: 'shared',
  options: Type.Object(CODE_LINE_OPTIONS, { additionalProperties: false }),
  open: (link) => openCodeLine(link, codeOf),
});
