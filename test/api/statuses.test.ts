import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from '#api/statuses.ts';
import { FAILURES, type FailureCode, MailroomError } from '#base/errors.ts';
import { Failure } from '#contract/failure.ts';
import { fits } from '#test/views/contract.ts';

const CONTEXT = new Proxy(
  {},
  { get: (_, key) => (key === 'problems' ? [] : typeof key === 'string' ? 'x' : undefined), ownKeys: () => [] },
);

test('every foreseen failure has a status, and none that a kiosk takes for an absent daemon', () => {
  for (const code of Object.keys(FAILURES) as FailureCode[]) {
    const { status, body, bug } = refusalOf(new MailroomError(code, CONTEXT as never));
    assert.ok(status >= 400 && (status < 502 || status > 504), `${code} ${status}`);
    assert.deepEqual([body.code, body.retry, bug], [code, FAILURES[code].retry, false]);
    fits(Failure, body);
  }
});

test('the disk that is full, the item that moved on and the act that is refused are told apart', () => {
  const status = (code: FailureCode) => refusalOf(new MailroomError(code, CONTEXT as never)).status;
  assert.deepEqual(
    (['STORAGE_FULL', 'ITEM_MOVED_ON', 'ACT_REFUSED', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'ITEM_UNKNOWN'] as const).map(status),
    [507, 409, 422, 401, 403, 404],
  );
});

test('whatever else is thrown is a bug, and none of its words leave the house', () => {
  for (const thrown of [
    new Error('secret'),
    'secret',
    null,
    undefined,
    { secret: 1 },
    Object.assign(new Error('secret'), { statusCode: 503 }),
  ]) {
    const { status, body, bug } = refusalOf(thrown);
    assert.deepEqual([status, body.code, bug], [500, 'BUG', true]);
    assert.doesNotMatch(JSON.stringify(body), /secret/);
  }
});
