/** Looking up a person or a department while typing. */
import Type, { type Static } from 'typebox';
import { Id, Moment, Name, orNull, shape } from './common.ts';

export const PeopleQuery = shape({
  /** Three letters of a name, of a department or of an alias; accents do not matter. */
  q: Type.String({ minLength: 1, maxLength: 80 }),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
});
export type PeopleQuery = Static<typeof PeopleQuery>;

/** A person (`personId` set) or a department as such. Leavers are shown as leavers, not hidden. */
export const PersonMatch = shape({
  personId: orNull(Id),
  departmentId: orNull(Id),
  name: Name,
  department: orNull(Name),
  left: orNull(Moment),
  /** Start and end of the matched letters in `name`; null where an alias matched. */
  matched: orNull(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })])),
});
export type PersonMatch = Static<typeof PersonMatch>;

export const People = shape({ matches: Type.Array(PersonMatch, { maxItems: 20 }) });
export type People = Static<typeof People>;

export const Departments = shape({ departments: Type.Array(shape({ departmentId: Id, name: Name }), { maxItems: 500 }) });
export type Departments = Static<typeof Departments>;
