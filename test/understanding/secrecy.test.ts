import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldWords } from '#understanding/folding.ts';
import { findMarks } from '#understanding/secrecy.ts';
import { HOUSE, type PrintedLine, printEnvelope, printLetter, printPage, read } from './printed-page.ts';

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
  ['PERSONNEL', 'personal'],
  ['PERSONEL', 'personal'],
  ['PERSONNEI', 'personal'],
  ['P E R S Ö N L I C H', 'personal'],
  ['PERSONNEL ETCONFIDENTIEL', 'personal'],
  ['CONFI DENTIEL', 'confidential'],
  ['CONFLDENTLEL', 'confidential'],
  ['Pers./Conf.', 'personal'],
  ['À OUVRIR UNIQUEMENT PAR LE DESTINATAIRE', 'personal'],
  ['Réservé au destinataire', 'personal'],
  ['In strict confidence', 'confidential'],
  ['OCCUPATIONAL HEALTH - CONFIDENTIAL', 'medical'],
  ['MÉDECINE DU TRAVAIL', 'medical'],
  ['5ECRET MÉDICAL', 'medical'],
  ['SEGRETO MEDIC0', 'medical'],
  ['BETRIEBSÄRZTLICHER DIENST - VERTRAULICH', 'medical'],
  ['VERTRAULICH - PERSONALAKTE', 'confidential'],
  ['CSE', 'union'],
  ['SCHEDE ELETTORALI', 'ballot'],
  ['MATÉRIEL ÉLECTORAL', 'ballot'],
  ['VERSCHLOSSENES ANGEBOT', 'tender'],
  ['ANGEBOT - NICHT VOR DEM TERMIN ÖFFNEN', 'tender'],
  ['CORRESPONDANCE ENTRE AVOCATS', 'lawyer'],
  ['LAWYER-CLIENT CORRESPONDENCE', 'lawyer'],
  ['ANWALTLICHE KORRESPONDENZ', 'lawyer'],
  ['GERICHTSVOLLZIEHER - ZUSTELLUNG', 'bailiff'],
  ["ATTO DELL'UFFICIALE GIUDIZIARIO", 'bailiff'],
  ['Personal and confidential', 'personal'],
  ['EIGENHÄNDIG', 'personal'],
  ['Zu eigenen Händen', 'personal'],
  ['Nur für den Empfänger bestimmt', 'personal'],
  ['Da aprire solo dal destinatario', 'personal'],
  ['Riservata personalc', 'personal'],
  ['S T R E N G  V E R T R A U L I C H', 'confidential'],
  ['Streng verlraulich', 'confidential'],
  ['Pli scellé', 'confidential'],
  ['Ne doit être ouvert que par le jury', 'confidential'],
  ['Pli confidentiel – vote par correspondance', 'ballot'],
  ['Nur durch Wahlvorstand öffnen', 'ballot'],
  ['Offre – ne pas ouvrir', 'tender'],
  ["Appel d'offres", 'tender'],
  ["À n'ouvrir qu'en séance", 'tender'],
  ['Sealed bid', 'tender'],
  ['Angebot – bitte nicht öffnen', 'tender'],
  ['Busta chiusa - offerta', 'tender'],
  ['Plico contenente offerta', 'tender'],
  ['Busta A - documentazione amministrativa', 'tender'],
  ['Kennwort: Ausschreibung 12 - Angebot', 'tender'],
  ['Avocat – confidentiel', 'lawyer'],
  ['Studio legale - riservato', 'lawyer'],
  ['Huissier', 'bailiff'],
  ['Bailiff', 'bailiff'],
  ['Obergerichtsvollzieher', 'bailiff'],
  ['Zustellung durch Gerichtsvollzieher', 'bailiff'],
  ['Postzustellungsauftrag', 'bailiff'],
  ["Signification d'acte", 'bailiff'],
  ['Ufficiale giudiziario', 'bailiff'],
  ['Syndicat', 'union'],
  ['An den Betriebsrat', 'union'],
  ['RSU', 'union'],
  ['Werksarzt', 'medical'],
  ['Works doctor', 'medical'],
  ['Medico competente', 'medical'],
  ['Ärztliche Unterlagen', 'medical'],
  ['À transmettre sans ouvrir', 'confidential'],
  ['À remettre fermé', 'confidential'],
  ["À l'attention exclusive du destinataire", 'personal'],
  ['Seul le destinataire est autorisé à ouvrir ce pli', 'personal'],
  ['PLEASE FORWARD UNOPENED', 'confidential'],
  ['For personal attention', 'personal'],
  ['To be opened only by the person named', 'personal'],
  ['Bitte ungeöffnet weitergeben', 'confidential'],
  ['Nicht in der Poststelle öffnen', 'confidential'],
  ['Nur von der Empfängerin zu öffnen', 'personal'],
  ['Vertrauliche Unterlagen', 'confidential'],
  ['Verschlusssache', 'confidential'],
  ['Consegnare senza aprire', 'confidential'],
  ['Da aprire esclusivamente a cura del destinatario', 'personal'],
  ['Plico riservato', 'confidential'],
  ['Corrispondenza riservata', 'confidential'],
  ["Résultats d'analyses médicales", 'medical'],
  ['For the occupational health physician only', 'medical'],
  ['Arztbrief', 'medical'],
  ["All'attenzione del medico competente", 'medical'],
  ['Alla R.S.U. aziendale', 'union'],
  ['Vertrauensleute IG Metall', 'union'],
  ['Courrier destiné au CSE - ne pas ouvrir', 'union'],
  ['Vote électronique - identifiants personnels', 'ballot'],
  ['Élection des membres du CSE - ne pas ouvrir avant le dépouillement', 'ballot'],
  ['Official ballot', 'ballot'],
  ['Schede di votazione', 'ballot'],
  ['Angebot - nicht vor dem 15.04.2026, 12 Uhr öffnen', 'tender'],
  ['Seconde enveloppe - Offre financière', 'tender'],
  ['RFQ response - sealed', 'tender'],
  ['Offerta economica - busta B', 'tender'],
  ['Kennzettel Angebot - Submissionstermin 4. Mai', 'tender'],
  ['Correspondance officielle entre avocats', 'lawyer'],
  ['Verteidigerpost', 'lawyer'],
  ['Corrispondenza con il difensore', 'lawyer'],
  ['Gelber Brief – Zustellung', 'bailiff'],
  ['Statement of claim – service', 'bailiff'],
  ['Avis de passage huissier', 'bailiff'],
  ["Copie d'acte - article 658 du code de procédure civile", 'bailiff'],
  ['Gerichtliches Schriftstück', 'bailiff'],
  ['Obergerichtsvollzieherin Krause', 'bailiff'],
  ['Notifica a mezzo posta - L. 890/1982', 'bailiff'],
  ['pers./vertr.', 'personal'],
  ['Ris. pers.', 'personal'],
  ['Personnel : Mme Garancier', 'personal'],
  ['For Mrs Garancier only', 'personal'],
  ['Uniquement pour le destinataire', 'personal'],
  ['Darf nur vom Empfänger geöffnet werden', 'personal'],
  ['Può essere aperta solo dal destinatario', 'personal'],
  ['Alla cortese attenzione riservata della sig.ra Garancier', 'personal'],
  ['By hand - private', 'personal'],
  ['Nicht durch Dritte öffnen', 'confidential'],
  ['Ne pas numériser', 'confidential'],
  ['À remettre cacheté', 'confidential'],
  ['Contenuto riservato', 'confidential'],
  ['Vertraulicher Inhalt', 'confidential'],
  ['Official - Sensitive', 'confidential'],
  ['To be opened by a doctor only', 'medical'],
  ['Giudizio di idoneità - riservato', 'medical'],
  ['Enveloppe n° 2 - vote', 'ballot'],
  ['Postal voting pack', 'ballot'],
  ['Öffentliche Ausschreibung Nr. 2026-14', 'tender'],
  ['Submission 12. Mai 2026, 11 Uhr', 'tender'],
  ['CON FIDENTIAL WHEN COMPLETED', 'confidential'],
  ['To be opened by ADDRE SSEE ONLY', 'personal'],
  ['Privateand personal', 'personal'],
  ['Ungeöffnetweiterleiten', 'confidential'],
  ['MAPA n° 26-04 - nepas ouvrir', 'confidential'],
  ['Do notscan', 'confidential'],
  ['Atto giudiziari', 'bailiff'],
  ['Doctimenti riservati', 'confidential'],
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
  'Groupe Médical des Tanneurs',
  'Adm. Personnel',
  "Destruction confidentielle d'archives",
  'Banque Privée du Lac',
  'OFFRE N° 2026-114',
  'Convention de consultation',
  'Contrat de travail - Personnel de bureau',
  'Riservato all’ufficio contabilità fornitori',
  "Direction des achats et appels d'offres",
  "Service appels d'offres",
  'Vertrauliche Aktenvernichtung GmbH',
  'Confidential Shredding Ltd',
  'Assurance Santé Privée',
  'Private Label Foods Ltd',
  'Privatbank Meier & Söhne',
  'Syndicat mixte des eaux',
  'Syndicat de copropriété Les Lilas',
  'Credit Union of Leeds',
  'Clinique privée des Alpes',
  'Private Krankenversicherung',
  'Ihr Angebot vom 3. März',
  'Tender Trucks Ltd',
  'Sealed bearings 6204 2RS',
  'Rechtsanwaltskammer Köln',
  'Ihr persönlicher Ansprechpartner: Herr Kolb',
  'Ihre persönliche Kundennummer: 44512',
  'Persönliche Beratung',
  'Consultation n° 2026-33',
  "Copie d'acte de naissance",
  'Certificat médical de reprise',
  'Acte de commissaire de justice',
  'Statement of claim',
  'Offre exclusive',
  "Offre d'ouverture",
  "Facture n° 771 - appel d'offres n° 2026-04",
  "Votre appel d'offres du 3 mars",
  'Ausschreibung Nr. 2026-14',
  "Responsable des appels d'offres",
  'Chargée des élections professionnelles',
  'Cotisation 2026 - service de santé au travail',
  'Aktenvernichtung vertraulicher Unterlagen',
  'Offre privilège',
  'Offerta riservata',
  'Personal Assistant',
  'Frau Nur Yilmaz',
  'M. Privat',
  'Not open on Saturdays',
  'Aperto solo la mattina',
  'Anwaltskosten',
]) {
  test(`does not close a letter for "${text}"`, () => assert.equal(findMarks(foldWords(text), 'letter'), null));
}

test('closes for every mark again after thousands of other words', () => {
  const kinds = (): unknown[] => MARKS.map(([text]) => findMarks(foldWords(text), 'letter'));
  const before = kinds();
  for (let i = 0; i < 5_000; i++) findMarks(`word${i.toString(26)} vertrau1ich`, 'letter');
  assert.deepEqual(kinds(), before);
});

test('a profession closes an envelope, and in a letterhead only says who writes', () => {
  const sender = ['Maître Julie Astier', 'Commissaire de justice', '6 rue de la Halle', '38000 GRENOBLE'];
  assert.equal(read(printEnvelope({ sender, address: [...HOUSE] })).secrecy, 'bailiff');
  assert.equal(read(printLetter({ sender, address: ['Mme Hélène Garancier', ...HOUSE] })).secrecy, null);
});

for (const [first, ...street] of [
  ['Rechtsanwälte und Notare', 'Lindenallee 4', '44135 Dortmund'],
  ['Avocats - Notaires', '6 rue de la Halle', '38000 GRENOBLE'],
  ['Confidential Waste Services', '5 Canal Wharf', 'SHEFFIELD S3 8DB'],
]) {
  test(`does not close a letter from "${first}"`, () => {
    const u = read(printLetter({ sender: [first!, ...street], address: ['Mme Hélène Garancier', ...HOUSE] }));
    assert.deepEqual([u.secrecy, u.recipient?.personId], [null, 'p1']);
  });
}
test('closes a letter for a mark over the sender', () => {
  const sender = ['CONFIDENTIEL', 'Ateliers Novelle', '8 rue des Forges', '38000 GRENOBLE'];
  assert.equal(read(printLetter({ sender, address: ['Mme Hélène Garancier', ...HOUSE] })).secrecy, 'confidential');
});
test('sees a mark of many words among the lines of the address', () => {
  const mark = "Appel d'offres restreint n° 26-33 - ne pas ouvrir par le service courrier";
  const u = read(printEnvelope({ address: ['Mme Hélène Garancier', mark, ...HOUSE] }));
  assert.deepEqual([u.secrecy, u.recipient?.personId], ['tender', 'p1']);
});

test('reads no further than a mark in the body, which does not close', () => {
  const u = read(
    printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], body: ['Madame,', 'CONFIDENTIEL', 'Voici le dossier demandé.'] }),
  );
  assert.equal(u.secrecy, null);
});

for (const line of [
  'Mme Hélène Garancier - PERSONNEL',
  'Mme Hélène Garancier (personnel)',
  'Frau Hélène Garancier – persönlich',
  'CONFIDENTIEL - Mme Hélène Garancier',
  "À l'attention de Mme Hélène Garancier - CONFIDENTIEL",
  'Service Juridique - CONFIDENTIEL',
]) {
  test(`closes an envelope addressed "${line}"`, () => assert.notEqual(read(printEnvelope({ address: [line, ...HOUSE] })).secrecy, null));
  test(`closes a letter addressed "${line}"`, () => assert.notEqual(read(printLetter({ address: [line, ...HOUSE] })).secrecy, null));
}

for (const mark of ['PERSONNEL', 'MÉDECINE DU TRAVAIL', 'CSE']) {
  test(`takes "${mark}" right over somebody of another department for a mark`, () => {
    assert.notEqual(read(printEnvelope({ address: [mark, 'Mme Hélène Garancier', ...HOUSE] })).secrecy, null);
  });
}
test('leaves open what is addressed to the department a mark is named like', () => {
  const u = read(printEnvelope({ address: [...HOUSE.slice(0, 1), 'Médecine du travail', ...HOUSE.slice(1)] }));
  assert.deepEqual([u.secrecy, u.department?.id], [null, 'med']);
});
test('leaves open what is for the attention of the department of personnel', () => {
  const u = read(printLetter({ address: [...HOUSE], head: ["À l'attention de Gestion du Personnel"] }));
  assert.deepEqual([u.secrecy, u.department?.id], [null, 'hr']);
});

test('sees a mark between subject and salutation', () => {
  const head = ['Objet : votre dossier', 'SECRET MÉDICAL'];
  assert.equal(read(printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], head })).secrecy, 'medical');
});
test('sees a mark under a letterhead that begins like a salutation', () => {
  const sender = ['Cherin Frères SAS,', '8 rue des Forges', '38000 GRENOBLE'];
  assert.equal(read(printLetter({ sender, address: ['Mme Hélène Garancier', ...HOUSE], mark: 'CONFIDENTIEL' })).secrecy, 'confidential');
  assert.equal(
    read(printLetter({ sender: ['Ateliers', 'Chercheurs associés,'], address: [...HOUSE], head: ['CONFIDENTIEL'] })).secrecy,
    'confidential',
  );
});
test('does not take a comma after the name in the address for a salutation', () => {
  const u = read(printLetter({ address: ['Madame Hélène Garancier,', ...HOUSE], head: ['CONFIDENTIEL'] }));
  assert.equal(u.secrecy, 'confidential');
});
test('does not close an invoice for goods that are named like a mark', () => {
  const body = ['Désignation  Qté  Montant', 'Tampon  2  14,20', 'Confidentiel  3  21,30'];
  assert.equal(read(printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], head: ['Objet : facture 12'], body })).secrecy, null);
});

for (const mark of [
  "À n'ouvrir que par le destinataire",
  'To be opened by addressee only',
  "Copie d'acte sous enveloppe fermée - commissaire de justice",
]) {
  test(`sees "${mark}" on a letter, though it reads like a sentence`, () => {
    assert.notEqual(read(printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], mark })).secrecy, null);
    assert.notEqual(
      read(printLetter({ address: ['Mme Hélène Garancier', ...HOUSE], head: [mark], body: ['Total 12,00 €'] })).secrecy,
      null,
    );
  });
}
test('sees a mark under a line over the address that reads like a sentence', () => {
  const sender = 'Centre des finances publiques de Lyon - 74 rue Haute - 69000 LYON';
  const u = read(printLetter({ address: [sender, 'Mme Hélène Garancier', ...HOUSE], head: ['CONFIDENTIEL'], body: ['Total 12,00 €'] }));
  assert.equal(u.secrecy, 'confidential');
});

const TWO_LINES: [string, string, string][] = [
  ['NE PAS', 'OUVRIR', 'confidential'],
  ['NICHT', 'ÖFFNEN', 'confidential'],
  ['DO NOT', 'OPEN', 'confidential'],
  ['NON', 'APRIRE', 'confidential'],
  ['STRENG', 'VERTRAULICH', 'confidential'],
  ['ADDRESSEE', 'ONLY', 'personal'],
  ['RISERVATA', 'PERSONALE', 'personal'],
  ["À N'OUVRIR QUE PAR", 'LE DESTINATAIRE', 'personal'],
  ['SECRET', 'MÉDICAL', 'medical'],
  ['CORRESPONDANCE', 'SYNDICALE', 'union'],
  ['VOTE PAR', 'CORRESPONDANCE', 'ballot'],
  ['SCHEDA', 'ELETTORALE', 'ballot'],
  ['OFFRE', 'NE PAS OUVRIR', 'tender'],
  ['AO 2026/114 - NE', 'PAS OUVRIR', 'confidential'],
  ['Da aprire solo a cura', "dell'interessato", 'personal'],
  ['SEALED', 'BID', 'tender'],
  ['ATTO', 'GIUDIZIARIO', 'bailiff'],
];
for (const [first, second, kind] of TWO_LINES) {
  test(`sees "${first} / ${second}" set over two lines`, () => {
    const at = (lines: string[], xPx: number, yPx: number): PrintedLine[] => lines.map((text, i) => ({ text, xPx, yPx: yPx + i * 34 }));
    const marked = [...at(['Ateliers Novelle', '8 rue des Forges', '38000 GRENOBLE'], 80, 60), ...at([first, second], 100, 330)];
    assert.equal(read(printPage(1732, 866, [...marked, ...at(['Mme Hélène Garancier', ...HOUSE], 900, 440)])).secrecy, kind);
    assert.equal(read(printPage(1654, 2339, [...marked, ...at(['Mme Hélène Garancier', ...HOUSE], 880, 440)])).secrecy, kind);
  });
}
for (const [first, second] of [
  ['Avocats', 'Notaires'],
  ['Union', 'Syndicale des Eaux'],
  ['Commissaire', 'de justice'],
]) {
  test(`does not close a letter under the letterhead "${first} / ${second}"`, () => {
    const sender = [first!, second!, '6 rue de la Halle', '38000 GRENOBLE', 'Tél. 04 76 11 22 33'];
    assert.equal(read(printLetter({ sender, address: ['Mme Hélène Garancier', ...HOUSE] })).secrecy, null);
  });
}
