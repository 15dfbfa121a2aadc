/** The language of a page from its small words, and from those every invoice has; null where there are too few to say. */
import { LANGUAGES, type Language } from '#base/words.ts';

const SMALL: Record<Language, Set<string>> = {
  fr: new Set(
    'le la les de des du et est un une pour dans sur par vous nous votre notre que qui au aux en ce cette avec ou ne pas sont a madame monsieur veuillez objet lettre rue verte recommandee prioritaire n facture montant client commande livraison designation qte reglement echeance tva siret avoir devis'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the of and to in is for you your our we be this that with on at by are as have has from please dear any will not re street road yours first class registered royal mail attn ltd limited court lane kingdom signed for invoice amount customer order delivery description qty price due vat tel'.split(
      ' ',
    ),
  ),
  de: new Set(
    'der die das und ist ein eine zu den dem des fur von mit auf sie wir ihr ihre unser unsere im am nicht werden wird bitte sehr geehrte frau herr betreff an strasse deutsche post einschreiben vertraulich z hd herrn firma gmbh frankreich deutschland dialogpost brief postfach entgelt bezahlt abs absender rechnung rechnungsnummer rechnungsdatum betrag kundennummer menge bezeichnung einzelpreis lieferschein mwst ust zahlbar datum seite gutschrift'.split(
      ' ',
    ),
  ),
  it: new Set(
    'il lo la gli di del della e un una per con su da si che non in al alla dal vi vostra nostra sono oggetto gentile egregio sig via francia dei vs ns posta prioritaria raccomandata poste italiane fattura importo cliente ordine consegna descrizione prezzo quantita totale imponibile iva scadenza pagamento pagina imposta fatt ddt'.split(
      ' ',
    ),
  ),
};

export function detectLanguage(folded: string): Language | null {
  const score = { fr: 0, en: 0, de: 0, it: 0 };
  for (const word of folded.split(' ')) for (const l of LANGUAGES) if (SMALL[l].has(word)) score[l]++;
  const best = LANGUAGES.reduce((a, b) => (score[b] > score[a] ? b : a));
  return score[best] >= 2 ? best : null;
}
