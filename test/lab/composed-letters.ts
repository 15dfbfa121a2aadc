import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCharacter, code, type Drawing, lines, ownLabel, rule, scanned, table, type Wear, wrapped } from './letter-press.ts';

/**
 * Draws the sample pages that were not taken from a collection: `node test/lab/composed-letters.ts FOLDER`. The pages are
 * kept in `letters/`; this is how they came to be, and how to make another one. Every name, firm and number is invented.
 */

const US = ['Société Ardoise & Fils'];
const STREET = ['ZONE ARTISANALE DES TILLEULS', '14 RUE DU MOULIN BRULE', '42190 CHARLIEU'];

interface Letter {
  sender: string[];
  /** Lines above the street; the whole block where `street` is given. */
  to: string[];
  street?: string[];
  mark?: string;
  placeAndDate: string;
  subject?: string;
  body: string[];
  rows?: string[][];
  columnsX?: number[];
  footer: string;
  label?: string;
}

/** NF Z10-011: sender at the left, address block right of the middle, 50 to 85 mm from the top edge. */
function letter(page: Letter): Drawing {
  const paragraphs = page.body.flatMap((paragraph) => [...wrapped(paragraph), '']);
  const bodyY = page.subject ? 124 : 112;
  const tableY = bodyY + paragraphs.length * 5 + 4;
  return [
    lines(20, 22, page.sender.slice(0, 1), { pt: 14, bold: true }),
    lines(20, 28.5, page.sender.slice(1), { pt: 9 }),
    page.mark ? lines(112, 46, [page.mark], { pt: 11, bold: true }) : '',
    lines(112, 54, [...page.to, ...(page.street ?? STREET)], { pt: 10.5 }),
    lines(112, 98, [page.placeAndDate]),
    page.subject ? lines(20, 112, [page.subject], { bold: true }) : '',
    lines(20, bodyY, paragraphs),
    page.rows ? table(tableY, page.columnsX ?? [20, 120, 150, 190], page.rows) : '',
    page.label ? ownLabel(page.label, 128, 250) : '',
    rule(20, 280, 170),
    lines(105, 285, [page.footer], { pt: 7.5, anchor: 'middle' }),
  ].join('');
}

/** What a separator says: its order for the machine, and the same for people. */
function separator(order: 'ITEM' | 'ENVELOPE' | 'SHEET', french: string, english: string): Drawing {
  const sentence = (y: number, text: string) => lines(105, y, wrapped(text, 52), { pt: 15, anchor: 'middle' });
  return [
    code('qrcode', `VMSEP1:${order}`, 55, 50, 100, 100),
    lines(105, 175, [order], { pt: 34, bold: true, anchor: 'middle' }),
    sentence(200, french),
    sentence(224, english),
    `<rect x="12" y="12" width="186" height="273" fill="none" stroke="#161616" stroke-width="1.2"/>`,
  ].join('');
}

const glassworks = {
  sender: ['Verrerie des Aulnes SARL', '9 chemin de la Halle', '71110 MARCIGNY', 'Tél. 03 85 00 71 26', 'gestion@verrerie-aulnes.example'],
  footer: 'Verrerie des Aulnes SARL - SIRET 512 604 118 00027 - TVA FR38512604118 - Code APE 2313Z',
};
const bank = {
  sender: ['Crédit Régional du Forez', '1 place du Marché', '42600 MONTBRISON', 'Tél. 02 02 35 05 30'],
  footer: 'Crédit Régional du Forez - SIRET 783 531 456 00018 - Code APE 6419Z',
};

const deliveryNote = letter({
  ...glassworks,
  to: [...US, 'M. Cédric Lemoigne', 'Direction des Achats'],
  placeAndDate: 'Marcigny, le 12 mars 2026',
  subject: 'BON DE LIVRAISON N° BL-20873 - Commande CDE-5521',
  body: [
    'Marchandises remises au transporteur le 12/03/2026, 2 colis, 48 kg. À vérifier à la réception ; toute réserve est à porter sur le présent bon.',
  ],
  rows: [
    ['Désignation', 'Commandé', 'Livré', 'Reste'],
    ['Bocal à couvercle 0,5 l', '240', '240', '0'],
    ['Flacon compte-gouttes 30 ml', '600', '480', '120'],
    ['Carton alvéolé 24 cases', '35', '35', '0'],
  ],
});

const contractSecondPage = [
  lines(20, 30, ['Contrat de maintenance n° CM-2026-117 (suite)'], { bold: true }),
  lines(
    20,
    44,
    [
      'Article 5 - Durée. Le présent contrat est conclu pour une durée de trois ans à compter du 1er mai 2026. Il se renouvelle par tacite reconduction pour des périodes d’un an, sauf dénonciation par lettre recommandée trois mois avant l’échéance.',
      'Article 6 - Responsabilité. Le prestataire répond des dommages directs causés par son intervention, dans la limite du montant annuel de la redevance.',
      'Article 7 - Résiliation. En cas de manquement grave, chacune des parties peut résilier le contrat après une mise en demeure restée sans effet pendant trente jours.',
      'Article 8 - Litiges. Les parties rechercheront une solution amiable avant de saisir le tribunal compétent de Roanne.',
    ].flatMap((paragraph) => [...wrapped(paragraph), '']),
  ),
  lines(190, 285, ['Page 2 sur 3'], { pt: 8, anchor: 'end' }),
].join('');

const LABEL_NUMBER = `VM-2026-000001-${checkCharacter('VM2026000001')}`;

export const COMPOSED: Record<string, { drawing: Drawing; wear: Wear }> = {
  'separator-sheet': {
    drawing: separator('SHEET', 'À partir d’ici, chaque feuille est un pli.', 'From here on, each sheet is an item of its own.'),
    wear: { skewDeg: 0.4 },
  },
  'separator-envelope': {
    drawing: separator(
      'ENVELOPE',
      'Ce qui suit vient d’une seule enveloppe ; chaque feuille est un document.',
      'What follows came in one envelope; each sheet is a document.',
    ),
    wear: { skewDeg: -0.3 },
  },
  'separator-item': {
    drawing: separator(
      'ITEM',
      'Ce qui suit, jusqu’au prochain intercalaire, est un seul pli et un seul document.',
      'What follows, up to the next separator, is one item and one document.',
    ),
    wear: { skewDeg: 0.2 },
  },
  'envelope-invoice': {
    drawing: letter({
      ...glassworks,
      to: [...US, 'Service Comptabilité'],
      placeAndDate: 'Marcigny, le 12 mars 2026',
      subject: 'FACTURE N° FA-2026-0418 - Commande CDE-5521',
      body: [
        'Nous vous remercions de votre commande et vous prions de trouver ci-dessous le détail de notre facture, payable par virement au plus tard le 11 avril 2026.',
      ],
      rows: [
        ['Désignation', 'Quantité', 'Prix unitaire', 'Montant HT'],
        ['Bocal à couvercle 0,5 l', '240', '1,15 €', '276,00 €'],
        ['Flacon compte-gouttes 30 ml', '480', '0,62 €', '297,60 €'],
        ['Carton alvéolé 24 cases', '35', '2,40 €', '84,00 €'],
        ['', '', 'Total HT', '657,60 €'],
        ['', '', 'TVA 20 %', '131,52 €'],
        ['', '', 'Total TTC à payer', '789,12 €'],
      ],
    }),
    wear: { skewDeg: 0.5, seed: 11 },
  },
  'envelope-delivery-note': { drawing: deliveryNote, wear: { skewDeg: -0.6, seed: 12 } },
  'envelope-delivery-note-back': { drawing: '', wear: { showThrough: deliveryNote, grain: 2.2, seed: 13 } },
  'contract-page-1': {
    drawing: letter({
      sender: ['Ascenseurs Brévenne', '2 rue du Vieux Lavoir', '69210 SAIN-BEL', 'Tél. 04 74 00 18 63'],
      to: [...US, 'À l’attention de Mme Françoise Dessaigne'],
      placeAndDate: 'Sain-Bel, le 2 avril 2026',
      subject: 'Objet : Contrat de maintenance n° CM-2026-117',
      body: [
        'Entre la société Ascenseurs Brévenne, ci-après le prestataire, et la Société Ardoise & Fils, ci-après le client, il a été convenu ce qui suit.',
        'Article 1 - Objet. Le prestataire assure l’entretien des deux monte-charges installés dans l’atelier du client.',
        'Article 2 - Visites. Le prestataire effectue une visite toutes les six semaines et remet un rapport signé après chaque passage.',
        'Article 3 - Dépannage. Le prestataire intervient dans les quatre heures qui suivent l’appel, les jours ouvrables.',
        'Article 4 - Prix. La redevance annuelle est de 3 480,00 € hors taxes, payable par trimestre échu.',
      ],
      footer: 'Ascenseurs Brévenne SAS - SIRET 448 217 903 00035 - Page 1 sur 3',
    }),
    wear: { skewDeg: 0.3, seed: 21 },
  },
  'contract-page-2': { drawing: contractSecondPage, wear: { skewDeg: -0.3, seed: 22 } },
  'contract-page-3': {
    drawing: [
      lines(20, 30, ['Contrat de maintenance n° CM-2026-117 (suite et fin)'], { bold: true }),
      lines(
        20,
        44,
        wrapped(
          'Annexe - Appareils concernés : monte-charge n° 1, charge utile 1 000 kg, deux niveaux ; monte-charge n° 2, charge utile 630 kg, trois niveaux, porte palière à remplacer.',
        ),
      ),
      lines(20, 70, ['Fait à Sain-Bel, en deux exemplaires, le 2 avril 2026.']),
      lines(20, 90, ['Pour le prestataire,']),
      lines(120, 90, ['Pour le client,']),
      `<path d="M22 104 q8 -14 14 0 t12 -4 t14 3 t10 -7" fill="none" stroke="#222" stroke-width="0.6"/>`,
      lines(190, 285, ['Page 3 sur 3'], { pt: 8, anchor: 'end' }),
    ].join(''),
    wear: { skewDeg: 0.4, seed: 23 },
  },
  closed: {
    drawing: letter({
      sender: ['Étude Valserin', '17 cours Fauriel', '42100 SAINT-ETIENNE'],
      mark: 'PERSONNEL ET CONFIDENTIEL',
      to: ['Mme Inès Castagnède', ...US, 'Service Commercial'],
      placeAndDate: 'Saint-Étienne, le 19 mars 2026',
      body: [
        'Madame,',
        'Comme convenu lors de notre entretien, je vous adresse le projet relatif à la succession de votre tante. La maison dite Clos Pimprenelle y figure pour une valeur de 184 500,00 €.',
        'Je vous prie de n’en parler à personne avant notre prochain rendez-vous et vous prie d’agréer, Madame, l’expression de mes sentiments dévoués.',
      ],
      footer: 'Étude Valserin - office notarial',
    }),
    wear: { skewDeg: -0.4, seed: 31 },
  },
  twin: {
    drawing: letter({
      ...bank,
      to: ['Mme Hélène Vasseur', ...US, 'Service Comptabilité'],
      placeAndDate: 'Montbrison, le 27 mars 2026',
      subject: 'Objet : Relevé de compte n° 60967790019 au 27/03/2026',
      body: [
        'Madame,',
        'Nous vous informons que le taux de votre découvert autorisé passe à 6,10 % à compter du 1er mai 2026. Votre conseiller se tient à votre disposition.',
        'Solde de votre compte courant au 27/03/2026 : 18 204,37 €.',
      ],
      footer: bank.footer,
    }),
    wear: { skewDeg: 0.6, seed: 41 },
  },
  'own-label': {
    drawing: letter({
      sender: ['Assurances du Val Lignon', '40 avenue des Sources', '03200 VICHY', 'Tél. 04 70 00 52 90'],
      to: [...US, 'M. Théophile Rouvière', 'Service Informatique'],
      placeAndDate: 'Vichy, le 30 mars 2026',
      subject: 'Objet : Votre contrat d’assurance multirisque n° 745-2290',
      body: [
        'Monsieur,',
        'Nous avons bien reçu votre déclaration de sinistre du 18 mars 2026 relative à la foudre tombée sur le local des serveurs. Un expert prendra contact avec vous sous dix jours.',
        'La franchise prévue à votre contrat d’assurance est de 450,00 €.',
        'Nous vous prions d’agréer, Monsieur, nos salutations distinguées.',
      ],
      footer: 'Assurances du Val Lignon - société d’assurance - SIRET 301 775 482 00019',
      label: LABEL_NUMBER,
    }),
    wear: { skewDeg: -0.5, seed: 51 },
  },
  misdelivered: {
    drawing: letter({
      sender: ['Imprimerie de l’Étoile', '55 boulevard Gambetta', '38000 GRENOBLE', 'Tél. 04 76 00 33 15'],
      to: ['Scierie Malaval et Cie', 'M. Paul Girardon'],
      street: ['22 RUE DES PEUPLIERS', '42300 ROANNE'],
      placeAndDate: 'Grenoble, le 24 mars 2026',
      subject: 'FACTURE N° 26-03317',
      body: ['Nous vous prions de trouver ci-dessous le montant de nos travaux d’impression, payable à réception.'],
      rows: [
        ['Désignation', 'Quantité', 'Prix unitaire', 'Montant HT'],
        ['Affiches 40 x 60, quadrichromie', '150', '1,90 €', '285,00 €'],
        ['', '', 'Total HT', '285,00 €'],
        ['', '', 'TVA 20 %', '57,00 €'],
        ['', '', 'Total TTC', '342,00 €'],
      ],
      footer: 'Imprimerie de l’Étoile SARL - SIRET 409 118 223 00041 - Code APE 1812Z',
    }),
    wear: { skewDeg: 0.3, seed: 61 },
  },
  unroutable: {
    drawing: letter({
      sender: ['Odile Fontbonne', '3 place de l’Abreuvoir', '42720 POUILLY-SOUS-CHARLIEU'],
      to: US,
      placeAndDate: 'Pouilly, le 21 mars 2026',
      body: [
        'Madame, Monsieur,',
        'Je vous remercie de votre accueil de la semaine dernière. Comme promis, je vous écris quelques lignes pour vous dire que tout s’est bien passé et que j’ai retrouvé mon parapluie à la gare.',
        'Je repasserai un de ces jours vous saluer. Bien cordialement,',
        'Odile Fontbonne',
      ],
      footer: '',
    }),
    wear: { skewDeg: -0.2, seed: 71 },
  },
  'class-only': {
    drawing: letter({
      sender: ['Régie des Eaux du Sornin', '6 quai de la Fontaine', '42190 CHARLIEU', 'Tél. 04 77 00 64 08'],
      to: US,
      placeAndDate: 'Charlieu, le 16 mars 2026',
      subject: 'FACTURE N° E-2026-004417 - Consommation d’eau',
      body: ['Période du 1er septembre 2025 au 28 février 2026. Somme à payer avant le 15 avril 2026, par virement ou par prélèvement.'],
      rows: [
        ['Désignation', 'Quantité', 'Prix unitaire', 'Montant HT'],
        ['Consommation, m3', '86', '2,05 €', '176,30 €'],
        ['Abonnement semestriel', '1', '41,70 €', '41,70 €'],
        ['', '', 'Total HT', '218,00 €'],
        ['', '', 'TVA 5,5 %', '11,99 €'],
        ['', '', 'Net à payer', '229,99 €'],
      ],
      footer: 'Régie des Eaux du Sornin - SIRET 244 200 616 00013 - TVA FR61244200616',
    }),
    wear: { skewDeg: 0.5, seed: 81 },
  },
};

if (import.meta.main) {
  const folder = process.argv[2];
  if (!folder) throw new Error('name the folder to write to');
  await mkdir(folder, { recursive: true });
  for (const [name, { drawing, wear }] of Object.entries(COMPOSED))
    await writeFile(join(folder, `${name}.jpg`), await scanned(drawing, wear));
}
