import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthOf, textsByFile } from './reading-run.ts';

test('a child that is recycled does not grow, one that keeps more and more does', () => {
  const recycled = Array.from({ length: 560 }, (_, page) => 100 + (page % 70));
  assert.equal(growthOf(recycled), 0);
  assert.equal(growthOf(recycled.map((size, page) => size + page)), 280);
  assert.equal(growthOf(recycled.slice(0, 400)), null, 'too few pages to tell');
});

test('the pages of a rival are put together by file', () => {
  const page = (file: string) => ({ file, pdf: '' });
  const texts = textsByFile([page('a'), page('b'), page('a')], ['one', 'two']);
  assert.deepEqual(
    [...texts].map(([file, text]) => [file, text.trim()]),
    [
      ['a', 'one'],
      ['b', 'two'],
    ],
  );
});
