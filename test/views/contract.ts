import assert from 'node:assert/strict';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** The value as it is, once it fits the contract's schema. */
export function fits<T>(schema: TSchema, value: T): T {
  const check = Compile(schema);
  assert.deepEqual(
    [...check.Errors(value)].map(({ instancePath, message }) => `${instancePath} ${message}`),
    [],
  );
  return value;
}
