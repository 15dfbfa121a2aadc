/**
 * The words a number is printed under, folded, in French, English, German, Italian and a little Dutch. A space may be lost in print and
 * stands for none or more. `NO` is any way to write "number".
 */
const NO = '(?:numero|number|nummern?|num\\.?|n°|nº|n\\.°|no\\.?|nos|nr\\.?|#|id|reference|ref\\.?|code)';

const WORDS: [kind: string, words: string][] = [
  [
    'customer_number',
    `(?:code|n°|no\\.?|numero|reference|ref\\.?|identifiant) ?(?:de )?client|client ${NO}|compte client|id\\.?client|numero d'(?:abonne|adherent)|abonne ${NO}|
     customer ${NO}|account (?:code|ref)|client id|client ref(?:erence)?|
     kunden-?(?:nummer|nr)\\.?|kd\\.?-? ?nr\\.?|mitglieds-?(?:nummer|nr)\\.?|
     numero cliente|(?:codice|cod\\.) cliente|cliente n\\.?|klantnummer|klant ?nr\\.?`,
  ],
  [
    'order_number',
    `bon de commande|bon de cde|votre commande|votre cde|v/cde|vos commandes?|commande(?: client)?|n° de commande|cde|
     purchase order|p\\.?o\\.? ${NO}|your order|order ${NO}|sales order|order|
     bestellung|bestell-?(?:nr|nummer)\\.?|ihre bestellung|auftrag(?:s?-?(?:nr|nummer))?\\.?|auftragsbestatigung|
     ordine|vostro ordine|vs\\.? ordine|ordine d'acquisto|ordernummer|bestelnummer`,
  ],
  [
    'invoice_number',
    `facture(?: de vente| d'acompte| proforma| definitive| d'avoir| rectificative)?|avoir|note d'honoraires|note de credit|
     invoice|credit note|pro-?forma invoice|bill ${NO}|
     (?:hand[a-z]*|schluss|teil|abschlags|storno)?rechnung(?:s-?(?:nr|nummer))?\\.?|re\\.?-?nr\\.?|rechnungskorrektur|gutschrift|beleg-?(?:nr|nummer)\\.?|
     fattura|nota di credito|parcella|duplicata|factuur(?:nummer| ?nr\\.?)?`,
  ],
  [
    'delivery_number',
    `bon de livraison|bl ${NO}|bordereau(?: de (?:livraison|reception|expedition|transport|remise))?|bon de (?:reception|transport)|lettre de voiture|bulletin de livraison|avis d'expedition|bon d'expedition|
     goods received note|consignment note|delivery note|delivery docket|dispatch advice|despatch (?:note|advice)|packing list|packing slip|
     lieferschein(?:-?(?:nr|nummer))?\\.?|versandanzeige|frachtbrief|lieferung|
     documento di trasporto|bolla(?: di consegna)?|ddt|avviso di spedizione|distinta|pakbon`,
  ],
  [
    'contract_number',
    `contrat(?:-cadre)?(?: de [a-z]+(?: de [a-z]+)?)?|convention(?: de [a-z]+)?|avenant(?: au contrat)?|bail|marche ${NO}|
     contract|agreement|lease|subscription ${NO}|
     wartungsvertrag(?:s)?|rahmenvertrag(?:s)?|mietvertrag(?:s)?|vertrag(?:s(?:-?(?:nr|nummer))?)?\\.?|vertragskonto|
     contratto(?: quadro| di [a-z]+)?|convenzione|contractnummer`,
  ],
  [
    'policy_number',
    `police(?: d'assurance)?|sinistre|declaration de sinistre|contrat d'assurance|
     policy|claim|versicherungsschein|versicherungs-?(?:nr|nummer)\\.?|police|schaden(?:s?nummer|-?nr)?\\.?|polizza|sinistro`,
  ],
  [
    'case_number',
    `dossier|affaire|instance|repertoire general|rg|matter(?: reference)?|file (?:reference|${NO})|case(?: ${NO})?|our file|docket|
     aktenzeichen|geschaftszeichen|geschafts-?nr\\.?|az\\.?|vorgang(?:s-?(?:nr|nummer))?\\.?|kassenzeichen|pratica|procedura|fascicolo|r\\.?g\\.?`,
  ],
  [
    'staff_number',
    `numero de salarie|matricule|n° de salarie|staff ${NO}|employee ${NO}|payroll ${NO}|personal-?(?:nummer|nr)\\.?|matricola|numero di matricola`,
  ],
  [
    'account',
    `compte(?: courant| bancaire| joint| professionnel)?|account(?: ${NO})?|konto(?:-?nummer|-?nr\\.?)?|kto\\.?-?nr\\.?|conto(?: corrente)?`,
  ],
  [
    'tax_number',
    `numero fiscal|n° fiscal|spi|tax(?:payer)? (?:reference|${NO})|steuer-?(?:nummer|nr)\\.?|steuer-?id(?:nr)?\\.?|codice fiscale|c\\.?f\\.?|utr`,
  ],
  [
    'quote_number',
    `devis|offre ${NO}|proposition ${NO}|quotation|quote ${NO}|estimate ${NO}|angebot(?:s-?(?:nr|nummer))?\\.?|kostenvoranschlag|preventivo|offerta ${NO}`,
  ],
  ['mandate', `rum|reference unique (?:de|du) mandat|mandate reference|mandats-?referenz|riferimento mandato`],
  [
    'your_reference',
    `v(?:otre|os|/|s\\.?) ?/? ?re+f(?:erences?|s)?\\.?|your ref(?:erence)?\\.?|y/ref\\.?|[il1t]hr zeichen|ihre (?:nachricht|referenz)|vs\\.? ?rif\\.?|vostro rif(?:erimento)?\\.?`,
  ],
  [
    'reference',
    `n(?:otre|os|/|s\\.?) ?/? ?re+f(?:erences?|s)?\\.?|reference(?: (?:de l'avis|a rappeler|de paiement|dossier))?|references|re+f\\.?|enregistre sous (?:le numero|la reference)|sous le numero|avis ${NO}|
     our ref(?:erence)?\\.?|under (?:the )?number|registered under|notice ${NO}|payment reference|quote|quoting|
     unser zeichen|unsere referenz|referenz|verwendungszweck|zeichen|
     ns\\.? ?rif\\.?|nostro rif(?:erimento)?\\.?|protocollo|prot\\.?|riferimento|rif\\.?|kenmerk`,
  ],
];

export const LABELS = WORDS.map(([kind, words]): [kind: string, pattern: RegExp] => {
  const any = words.replaceAll(/\s*\n\s*/g, '').trim();
  return [kind, new RegExp(`(?:${any.replaceAll(' ', '\\s*')})`, 'g')];
});

/** Between a label and its number: a few words and signs that say a number follows, and nothing else. */
export const BETWEEN = new RegExp(
  `^\\s*(?:(?:${NO}|n'|ne|client|commande|facture|definitive|dossier|contrat|police|de|du|des|of|est|is|ist|e|lautet|le|la|il|n|,|;|:|\\.|#|°|-|–|\\(|\\)|\\(\\d{3}\\))\\s*){0,5}$`,
);
/** `contrat de prestation de services n° X`: a few more words, then a sign that a number follows. */
export const WORDS_THEN_NUMBER =
  /^[\p{L}' ,-]{0,40}(?<!\p{L})(?:n°|nº|no\.|nr\.?|n\.|number|numero|nummer|sous le numero|num\.)\s*[:.]?\s*$/u;
/** A number that is announced, but not what it is. */
export const ANNOUNCED = /(?:^|[\s(])(?:n°|nº|no\.|nr\.|numero|number|nummer|ref\.?|reference)\s*[:.]?\s*$/;
/** Announced as the number of a law: `décret n° 2018-347`, `Verordnung (EU) Nr. 910/2014`. */
export const OF_A_LAW =
  /(?<!\p{L})(?:loi|decret|arrete|ordonnance|directive|article|art\.|gesetz|\p{L}*verordnung|richtlinie|legge|decreto(?: legislativo)?|d\.? ?lgs\.?|regulation|act)\W*(?:\(?(?:ue|eu|ce|eg)\)?)?\W*(?:n°|nº|no\.?|nr\.?|n\.|number|numero)?\W*$/u;
/** Announced as the number of the writer's house, its register, its telephone: not a number of this paper. */
export const OF_THE_HOUSE =
  /(?:registered(?: in [a-z ,&]{2,30})?|registration|company|charity|registration|companies house|hr ?[ab]|handelsregister\p{L}*|registergericht[\p{L} |]{0,30}|amtsgericht [\p{L} ]{2,30}|firmenbuch\p{L}*|r\.?e\.?a\.?|r\.?c\.?s\.?[\p{L} ]{0,20}|ape|naf|kvk[\p{L} ]{0,20}|orias|blz|bic|swift|capital\p{L}*|tel(?:ephone)?|phone|fax|telefon|mobile|portable|\bt)\W*(?:n°|nº|no\.?|nr\.?|number|numero|nummer|code)?\W*$/u;
