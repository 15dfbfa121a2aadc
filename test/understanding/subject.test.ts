import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUSE, type Letter, printEnvelope, printLetter, read } from './printed-page.ts';

const subject = (letter: Letter) => read(printLetter({ address: [...HOUSE], ...letter })).subject;
const TOLD = 'Nous vous prions de bien vouloir trouver ci-joint les documents que vous avez demandés.';

test('the subject line is the subject, in four languages, without its label', () => {
  for (const label of ['Objet :', 'Re:', 'Betreff:', 'Oggetto:'])
    assert.equal(subject({ body: [`${label} Claim 26/118`, 'Madame, Monsieur,', TOLD] }), 'Claim 26/118', label);
});

test('without one it is the title the paper bears, not the heading of a column', () => {
  for (const title of [
    'FACTURE n° F-7712',
    'Schlussrechnung Nr. SR-5521',
    'BON DE LIVRAISON BL-88',
    'Convention de maintenance n° 35/2102',
    'NOTICE OF PROCEEDINGS',
  ])
    assert.equal(subject({ head: ['N° client : 695346'], body: [title, 'Désignation  Qté  P.U. HT', 'Palette  6  136,96'] }), title);
});

test('a line with white around it over the text is a heading', () => {
  assert.equal(subject({ body: ['Découvrez notre nouveau catalogue !', TOLD, TOLD] }), 'Découvrez notre nouveau catalogue !');
});

test('a date, an address line, a greeting and the first sentence are no subject', () => {
  assert.equal(subject({ head: ['Lyon, le 3 mars 2026'], body: ['Madame, Monsieur,', TOLD] }), null);
  assert.equal(read(printEnvelope({ address: [...HOUSE], mark: 'EINSCHREIBEN RÜCKSCHEIN' })).subject, null);
});
