import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldWords } from '#understanding/folding.ts';
import { findMarks } from '#understanding/secrecy.ts';
import { HOUSE, printEnvelope, printLetter, read } from './printed-page.ts';

const MARKS: [string, string][] = [
  ['PERSONNEL ET CONFIDENTIEL', 'personal'],
  ['Strictement personnel', 'personal'],
  ['À remettre en mains propres', 'personal'],
  ["À n'ouvrir que par le destinataire", 'personal'],
  ['PRIVATE & CONFIDENTIAL', 'personal'],
  ['To be opened by addressee only', 'personal'],
  ['PERSÖNLICH / VERTRAULICH', 'personal'],
  ['Nur vom Empfänger zu öffnen', 'personal'],
  ['RISERVATA PERSONALE', 'personal'],
  ['CONFIDENTIEL - NE PAS OUVRIR', 'confidential'],
  ['STRICTLY CONFIDENTIAL', 'confidential'],
  ['Streng vertraulich', 'confidential'],
  ['RISERVATO', 'confidential'],
  ['SECRET MÉDICAL', 'medical'],
  ['Medical - in confidence', 'medical'],
  ['ÄRZTLICHE SCHWEIGEPFLICHT', 'medical'],
  ['SEGRETO MEDICO', 'medical'],
  ['CORRESPONDANCE SYNDICALE', 'union'],
  ['GEWERKSCHAFTSPOST - NICHT ÖFFNEN', 'union'],
  ['TRADE UNION CORRESPONDENCE', 'union'],
  ['CORRISPONDENZA SINDACALE', 'union'],
  ['VOTE PAR CORRESPONDANCE', 'ballot'],
  ['BALLOT PAPER - DO NOT OPEN', 'ballot'],
  ['WAHLBRIEF', 'ballot'],
  ['SCHEDA ELETTORALE', 'ballot'],
  ["APPEL D'OFFRES - NE PAS OUVRIR", 'tender'],
  ['SEALED TENDER - NOT TO BE OPENED', 'tender'],
  ['Ausschreibung - nicht öffnen', 'tender'],
  ['OFFERTA - NON APRIRE PRIMA DELLA GARA', 'tender'],
  ["CORRESPONDANCE D'AVOCAT", 'lawyer'],
  ['LEGALLY PRIVILEGED', 'lawyer'],
  ['ANWALTSPOST - VERTRAULICH', 'lawyer'],
  ["Copie d'acte sous enveloppe fermée - commissaire de justice", 'bailiff'],
  ['ATTO GIUDIZIARIO', 'bailiff'],
  ['CONFlDENTIEL', 'confidential'],
];
for (const [text, kind] of MARKS) {
  test(`closes an envelope marked "${text}" as ${kind}`, () => {
    const u = read(printEnvelope({ address: ['Mme Hélène Garancier', ...HOUSE], mark: text }));
    assert.equal(u.secrecy, kind);
    assert.equal(u.routed, false);
  });
}

for (const text of [
  'Ce document peut contenir des informations confidentielles.',
  'Ne pas ouvrir avec un objet tranchant',
  'Urnes, isoloirs et bulletins pour vos élections CSE : demandez notre catalogue.',
  "Suite à votre appel d'offres, prix fermes jusqu'à la livraison.",
  'Riservatezza: le parti mantengono riservate le informazioni scambiate.',
  'Gestion du Personnel',
  'Cabinet Morin et Associés',
  'Mutuelle santé des métiers du bois',
  'Union Cycliste de Bourgogne',
]) {
  test(`does not close a letter for "${text}"`, () => assert.equal(findMarks(foldWords(text), 'letter'), null));
}

test('a profession closes an envelope, and in a letterhead only says who writes', () => {
  const sender = ['Maître Julie Astier', 'Commissaire de justice', '6 rue de la Halle', '38000 GRENOBLE'];
  assert.equal(read(printEnvelope({ sender, address: [...HOUSE] })).secrecy, 'bailiff');
  assert.equal(read(printLetter({ sender, address: ['Mme Hélène Garancier', ...HOUSE] })).secrecy, null);
});

test('reads no further than a mark in the body, which does not close', () => {
  const u = read(
    printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], body: ['Madame,', 'CONFIDENTIEL', 'Voici le dossier demandé.'] }),
  );
  assert.equal(u.secrecy, null);
});
