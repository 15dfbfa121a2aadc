import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Happening, step, UNKNOWN_DEVICE } from '#bridge/supervisor/device-state.ts';
import { backoffMs } from '#bridge/supervisor/pause.ts';

const after = (...happenings: Happening[]) => happenings.reduce(step, UNKNOWN_DEVICE);
const reported = (...conditions: Extract<Happening, { kind: 'reported' }>['report']['conditions']): Happening => ({
  kind: 'reported',
  report: { conditions },
});

test('a device is opened, becomes ready, is busy with a job and ready again', () => {
  assert.equal(after({ kind: 'opening' }).state, 'opening');
  assert.equal(after({ kind: 'opening' }, reported()).state, 'ready');
  assert.equal(after(reported(), { kind: 'job-begun' }).state, 'busy');
  assert.equal(after(reported(), { kind: 'job-begun' }, { kind: 'job-ended' }).state, 'ready');
});

test('a condition that needs a hand is a fault until it is gone; an empty feeder or a low roll is none', () => {
  assert.deepEqual(after(reported('media-jam')), { state: 'faulted', conditions: ['media-jam'] });
  assert.equal(after(reported('media-jam'), reported()).state, 'ready');
  assert.equal(after(reported('feeder-empty')).state, 'ready');
  assert.equal(after(reported('media-low')).state, 'ready');
  assert.equal(after(reported('media-low', 'cover-open')).state, 'faulted');
  assert.equal(after(reported('cover-open'), { kind: 'job-begun' }, { kind: 'job-ended' }).state, 'faulted');
});

test('a device that goes away is absent, from wherever it was, and says why until it is back', () => {
  const gone: Happening = { kind: 'gone', condition: 'connecting-to-device' };
  assert.deepEqual(after(reported(), { kind: 'job-begun' }, gone), { state: 'absent', conditions: ['connecting-to-device'] });
  assert.equal(after(reported(), { kind: 'job-begun' }, gone, { kind: 'job-ended' }).state, 'absent');
  assert.deepEqual(after(gone, { kind: 'opening' }).conditions, ['connecting-to-device']);
});

test('it is looked for again after 0.5, 1, 2, 5 and then every 15 seconds', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 100].map((failures) => backoffMs(failures)),
    [500, 1_000, 2_000, 5_000, 15_000, 15_000, 15_000],
  );
});
