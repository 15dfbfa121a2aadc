import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUSE, type Letter, printEnvelope, printLetter, read } from './printed-page.ts';

const sender = (letter: Letter) => read(printLetter({ address: [...HOUSE], ...letter })).sender.name;

test('a letterhead that is half a logo is completed by the footer, and not by another firm’s', () => {
  const letterhead = ['du Vieux Pont SARL', '27 quai des Mariniers', '71000 MÂCON'];
  assert.equal(
    sender({ sender: letterhead, footer: 'Papeterie du Vieux Pont SARL - SIRET 840 788 540 00088' }),
    'Papeterie du Vieux Pont SARL',
  );
  assert.equal(sender({ sender: letterhead, footer: 'Imprimerie Lorrain - SIRET 840 788 540 00088' }), 'du Vieux Pont SARL');
});

test('what calls the document or stands over an address is no name, and a firm says what it is in law', () => {
  for (const no of ['FACTUUR', 'Adresse de livraison', 'Retail Invoice', 'Währung:', 'Verkäufer'])
    assert.equal(sender({ sender: [no], footer: 'Blue Tablets B.V. - Weena 664 - 30121 ROTTERDAM' }), 'Blue Tablets B.V.', no);
});

test('the label of a number over the letterhead is not who writes', () => {
  for (const label of ['V. réf.', 'Rif. pratica', 'Customer No.']) assert.equal(sender({ sender: [label, '2025/1899'] }), null, label);
});

test('who is named as the seller is the sender', () => {
  assert.equal(sender({ sender: ['Great Deals Portal'], head: ['Sold by: Western Retail Services Ltd.,'] }), 'Western Retail Services Ltd');
});

test('a card left at the door is from the carrier it names', () => {
  assert.equal(read(printEnvelope({ sender: ['LA POSTE'], address: [...HOUSE] })).sender.name, 'LA POSTE');
});

test('who franked an envelope has not written what is in it', () => {
  for (const franking of [
    ['DEUTSCHE POST', '22.03.26', '3,81 EUR'],
    ['RÉPUBLIQUE', 'FRANÇAISE', '001,27', 'LA POSTE'],
    ['LA POSTE', '1,27 €', 'LETTRE VERTE'],
  ])
    assert.equal(read(printEnvelope({ sender: [], address: [...HOUSE], franking })).sender.name, null, franking.join(' '));
});

test('e-mail and telephone of the letterhead identify the sender, and say where they stand', () => {
  const { sender: found, evidence } = read(printLetter({ address: [...HOUSE] }));
  assert.deepEqual(found.ids, { email: 'contact@novelle.example', phone: '04 76 11 22 33' });
  for (const field of ['sender', 'sender.email', 'sender.phone'])
    assert.equal(evidence.filter((e) => e.field === field)[0]?.boxes.length, 1, field);
});
