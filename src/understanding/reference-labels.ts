/**
 * The words a number is printed under, folded, in French, English, German, Italian and a little Dutch. A space may be lost in print and
 * stands for none or more. `NO` is any way to write "number".
 */
/** What a number is called whose kind is that of the paper it stands on. */
export const DOCUMENT = 'document';
export const NO =
  '(?:numero|number|nummern?|num\\.?|n°|nº|n\\.°|n\\.|no\\.?|nos|nr\\.?|#|id|identifiant|reference|ref\\.?|rif\\.?|codice|cod\\.?|code)';
export const OF = "(?:(?:de|du|des|d'|di|del|dell'|of) ?)?(?:(?:la|le|l'|votre|notre|your|our|vostro|nostro) ?)?";

/**
 * `names` say alone that a number of this kind follows; `halves` do so only together with a word for "number" before or behind them:
 * `livraison` is no label, `N° de livraison` and `Liefernummer` are.
 */
interface Words {
  kind: string;
  names?: string;
  halves?: string;
}

const WORDS: Words[] = [
  {
    kind: 'customer_number',
    names: "compte client|client id|numero d'(?:abonne|adherent)|account (?:code|ref)|votre code client",
    halves: `client|abonne|adherent|tiers|customer|cust\\.?|member(?:ship)?|kunden?|kd\\.?|debitor(?:en)?|mandanten|teilnehmer|geschaftspartner|mitglieds?|
     cliente|cli\\.?|utente|klant`,
  },
  {
    kind: 'order_number',
    names: `bon de commande|bon de cde|v(?:os|otre|/) ?commandes?|v(?:otre|/) ?cde|commande(?: client)?|cde|
     purchase order|customer po|your (?:po|order)|sales order|order|po(?= ?:)|
     (?:ihre? )?(?:bestellung|auftrag)|auftragsbestatigung|
     ordine|v(?:ostro|s\\.?) ordine|ordine d'acquisto|conferma d'ordine`,
    halves: 'p\\.?o\\.?|bc|bestell|bestel|ordini',
  },
  {
    kind: 'invoice_number',
    names: `facture(?: de vente| d'acompte| proforma| definitive| d'avoir| rectificative)?|avoir|note d'honoraires|note de credit|
     invoice|credit (?:note|memo)|pro-?forma invoice|
     [a-z]{0,14}rechnung|rechnungskorrektur|gutschrift|faktura|
     fattura|nota (?:di )?(?:credito|accredito)|parcella|duplicata|factuur`,
    halves: 'bill|inv\\.?|rg\\.?(?= ?-? ?nr)|re\\.?(?= ?-? ?nr)|beleg|fatt\\.?',
  },
  {
    kind: 'delivery_number',
    names: `bon de livraison|bordereau(?: de (?:livraison|reception|expedition|transport|remise))?|bon de (?:reception|transport)|lettre de voiture|bulletin de livraison|avis d'expedition|bon d'expedition|
     goods received note|consignment note|delivery (?:note|docket)|dispatch (?:advice|note)|despatch (?:note|advice)|packing (?:list|slip)|
     lieferschein|versandanzeige|frachtbrief|lieferung|
     documento di trasporto|bolla(?: di consegna)?|d\\.?d\\.?t\\.?|avviso di spedizione|distinta|pakbon`,
    halves: 'bl|livraison|expedition|recepisse|delivery|shipment|docket|despatch|dispatch|liefer|ls|versand|warenausgang|consegna',
  },
  {
    kind: 'contract_number',
    names: `contrat(?:-cadre)?(?: de [a-z]+(?: de [a-z]+)?)?|convention(?: de [a-z]+)?|avenant(?: au contrat)?|bail|
     contract|agreement|lease|
     [a-z]{0,12}vertrags?|vertragskonto|
     contratto(?: quadro| di [a-z]+)?|convenzione|contractnummer`,
    halves: 'marche|abonnement|subscription',
  },
  {
    kind: 'policy_number',
    names: `police(?: d'assurance)?|sinistre|declaration de sinistre|contrat d'assurance|
     policy|claim|versicherungsschein|schadens?nummer|polizza|sinistro`,
    halves: 'assure|certificate|versicherung|vers\\.?|policen?|schaden',
  },
  {
    kind: 'case_number',
    names: `dossier|affaire|instance|repertoire general|rg|portalis|matter(?: reference)?|our file|docket|
     (?:unser )?(?:aktenzeichen|az\\.?)|geschaftszeichen|gesch\\.? ?-?z\\.?|gz|vorgang|kassenzeichen|pratica|procedura|procedimento|fascicolo|r\\.?g\\.?`,
    halves: 'procedure|file|case|court|geschafts|gesch\\.?|cartella',
  },
  {
    kind: 'staff_number',
    names: 'matricule(?: salarie| agent)?|matricola',
    halves: 'salarie|agent|staff|employee?|payroll|personnel|personal|pers\\.?|mitarbeiter|stamm|dipendente',
  },
  {
    kind: 'account',
    names: 'compte(?: courant| bancaire| joint)?(?: professionnel)?|(?:loan )?account|konto|darlehens(?:konto)?|conto(?: corrente)?',
    halves: 'a/c|acct\\.?|kto\\.?|c/c|rapporto',
  },
  {
    kind: 'tax_number',
    names: `(?:numero|n°|identifiant) fiscal|spi|fip|(?:unique )?tax(?:payer)? reference|identifikationsnummer|codice fiscale|cod\\. ?fisc\\.?|c\\.?f\\.?|utr`,
    halves: 'tax(?:payer)?|steuer|st\\.?',
  },
  {
    kind: 'quote_number',
    names: 'devis|quotation|angebot|kostenvoranschlag|preventivo',
    halves: 'offre|proposition|quote|estimate|offerta',
  },
  { kind: 'mandate', names: 'rum|reference unique (?:de|du) mandat|mandate reference|mandats-?referenz|riferimento mandato' },
  {
    kind: 'your_reference',
    names: `v(?:otre|os|/|\\.|s\\.?) ?/? ?re+f(?:erences?|s)?\\.?|ref(?:erence|\\.)? a votre service|v/r|y(?:ou)?r ref(?:erence)?\\.?|y/ref\\.?|
     [il1t]hre? (?:zeichen|az\\.?|aktenzeichen|geschaftszeichen|ref\\.?|referenz|nachricht)|v(?:ostro|s)?\\.? ?/? ?rif(?:erimento)?\\.?`,
  },
  {
    kind: 'reference',
    names: `n(?:otre|os|/|\\.|s\\.?) ?/? ?re+f(?:erences?|s)?\\.?|n/r|references?(?: (?:de l'avis|a rappeler|de paiement|dossier|internes?))?|re+f\\.?(?: (?:de l'avis|a rappeler|internes?))?|enregistre sous (?:le numero|la reference)|sous le numero|
     our ref(?:erence)?\\.?|under (?:the )?number|registered under|payment reference|(?:please )?(?:quote|quoting)|
     unsere? (?:zeichen|referenz|ref\\.?)|referenz|verwendungszweck|zeichen|bezug|bei (?:antwort|zahlung|ruckfragen) (?:bitte |stets )?angeben|
     n(?:ostro|s)?\\.? ?/? ?rif(?:erimento)?\\.?|protocollo|prot\\.?|riferimento|rif\\.?|kenmerk`,
    halves: 'avis|notice|bescheid|avviso',
  },
  { kind: DOCUMENT, halves: 'piece|documento?|doc\\.?' },
];

export const LABELS = WORDS.map(({ kind, names, halves }): [kind: string, pattern: RegExp] => {
  const forms = [
    ...(names === undefined ? [] : [`(?:${NO} ?${OF})?(?:${names})(?:s?[ -]?${NO})?`]),
    ...(halves === undefined ? [] : [`${NO} ?${OF}(?:${halves})`, `(?:${halves})s?[ -]?${NO}`]),
  ];
  const any = forms
    .join('|')
    .replaceAll(/\s*\n\s*/g, '')
    .replaceAll(' ', '\\s*');
  return [kind, new RegExp(`(?<![\\p{L}\\d])(?:${any})(?!\\p{L})`, 'gu')];
});

/** The same where the label has a cell for itself: there the halves are enough. */
export const FIELDS = WORDS.map(({ kind, names, halves }): [kind: string, pattern: RegExp] => {
  const any = [names, halves]
    .filter((w) => w !== undefined)
    .join('|')
    .replaceAll(/\s*\n\s*/g, '')
    .replaceAll(' ', '\\s*');
  return [kind, new RegExp(`^(?:${NO} ?)?${OF}(?:(?:ihre?|unsere?|vs\\.?|ns\\.?|v/|n/) ?)?(?:${any})(?:s?[ -]?${NO})?$`, 'u')];
});

/** Between a label and its number: a few words and signs that say a number follows, and nothing else. */
export const BETWEEN = new RegExp(
  `^\\s*(?:(?:${NO}|n'|ne|client|commande|facture|definitive|dossier|contrat|police|de|du|des|of|est|is|ist|e|lautet|le|la|il|n|,|;|:|[.…_]+|#|°|-|–|[|¦‘’“”"]|\\(|\\)|\\(\\d{3}\\))\\s*){0,5}$`,
);
/** Nothing but a label: `V. réf.`, `N° de facture :`. */
export const isLabel = (folded: string): boolean =>
  LABELS.some(([, pattern]) => [...folded.matchAll(pattern)].some((m) => m.index === 0 && BETWEEN.test(folded.slice(m[0].length))));

/** `contrat de prestation de services n° X`: a few more words, then a sign that a number follows. */
export const WORDS_THEN_NUMBER =
  /^(?:[\p{L}' ,-]|\(\d{1,4}\)){0,40}(?<!\p{L})(?:n°|nº|no\.|nr\.?|n\.|number|numero|nummer|sous le numero|num\.)\s*[:.]?\s*$/u;
/** A number that is announced, but not what it is. */
export const ANNOUNCED = /(?:^|[\s(])(?:n°|nº|no\.|nr\.|numero|number|nummer|ref\.?|reference)\s*[:.]?\s*$/;
/** Announced as the number of a law: `décret n° 2018-347`, `Verordnung (EU) Nr. 910/2014`. */
export const OF_A_LAW =
  /(?<!\p{L})(?:loi|decret|arrete|ordonnance|directive|article|art\.|gesetz|\p{L}*verordnung|richtlinie|legge|decreto(?: legislativo)?|d\.? ?lgs\.?|regulation|act)\W*(?:\(?(?:ue|eu|ce|eg)\)?)?\W*(?:n°|nº|no\.?|nr\.?|n\.|number|numero)?\W*$/u;
/** Announced as the number of the writer's house, its register, its telephone: not a number of this paper. */
export const OF_THE_HOUSE =
  /(?:registered(?: in [a-z ,&]{2,30})?|registration|company|charity|registration|companies house|hr ?[ab]|handelsregister\p{L}*|registergericht[\p{L} |]{0,30}|amtsgericht [\p{L} ]{2,30}|firmenbuch\p{L}*|r\.?e\.?a\.?|r\.?c\.?s\.?[\p{L} ]{0,20}|ape|naf|kvk[\p{L} ]{0,20}|orias|blz|bic|swift|capital\p{L}*|tel(?:ephone)?|phone|fax|telefon|mobile|portable|\bt)\W*(?:n°|nº|no\.?|nr\.?|number|numero|nummer|code)?\W*$/u;
