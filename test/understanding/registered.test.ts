import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUSE, type Letter, printLetter, read } from './printed-page.ts';

const why = (letter: Letter): string | null => {
  const u = read(printLetter({ address: [...HOUSE], ...letter }));
  const clue = u.evidence.find((e) => e.field === 'registered');
  assert.equal(u.registered, clue !== undefined);
  return clue?.rule ?? null;
};

test('mail is registered that says so in its head, in four languages, and shows where', () => {
  for (const mark of [
    'LETTRE RECOMMANDÉE',
    'Recommandé avec AR',
    'Lettre avec AR n° 2C35236355598',
    'Einschreiben Rückschein',
    'Raccomandata A/R',
    'By registered post',
    'Signed For',
  ])
    assert.equal(why({ mark }), 'registered_words', mark);
});

test('a number only registered mail carries says it where the words were not read', () => {
  assert.equal(why({ head: ['n° RB 123 456 785 GB'] }), 'registered_number');
  assert.equal(why({ codes: [{ format: 'Code128', text: 'RB123456785GB', box: [10, 10, 200, 60] }] }), 'registered_number');
  assert.equal(why({ codes: [{ format: 'Code128', text: 'CB123456785GB', box: [10, 10, 200, 60] }] }), null);
});

test('a letter that tells of another registered one is not', () => {
  const body = ['Madame, Monsieur,', 'Par lettre recommandée n° RB123456785GB du 3 mars nous vous avons demandé de nous répondre.'];
  assert.equal(why({ body }), null);
});
