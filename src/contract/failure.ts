/** What a refused request answers. `message` is English for logs and programs; the kiosk says its own sentence from `code`. */
import Type, { type Static } from 'typebox';
import { oneOf, shape } from './common.ts';

export const Failure = shape({
  code: Type.String({ maxLength: 60 }),
  context: Type.Record(Type.String(), Type.Unknown()),
  message: Type.String({ maxLength: 2000 }),
  retry: oneOf(['soon', 'later', 'away', 'operator', 'never']),
});
export type Failure = Static<typeof Failure>;
