/**
 * The data an electronic invoice carries about itself, read by the business terms of EN 16931 (BT-1 …), in either of its two syntaxes:
 * UN/CEFACT CII (Factur-X, ZUGFeRD 1 and 2, XRechnung) and OASIS UBL 2.1 (XRechnung, Peppol). What does not parse is left out.
 */

import type { AmountKind } from '#base/words.ts';
import { all, find, text, type Xml } from '#base/xml.ts';
import { isCreditorReference, isIban, isSiren, isSiret } from './check-digits.ts';
import type { Reference, SenderIds } from './evidence.ts';
import { foldId } from './folding.ts';

export interface InvoiceData {
  /** BT-2 and BT-9, ISO 8601. */
  date: string | null;
  dueDate: string | null;
  /** The invoice's own number, BT-1, first. */
  references: Reference[];
  /** BT-109, BT-110, BT-112, and BT-115 where it is not the total. */
  amounts: { kind: AmountKind; value: number; currency: string }[];
  /** BG-4. */
  sender: { name: string | null; ids: SenderIds };
}

/** Where each term stands below its syntax's root; of several ways the first that leads somewhere. ZUGFeRD 1 has names of its own. */
interface Syntax {
  number: string[];
  date: string[];
  dueDate: string[];
  currency: string[];
  amounts: [AmountKind, string[]][];
  references: [kind: string, ways: string[]][];
  seller: string[];
  name: string[];
  legalIds: string[];
  vat: string[];
  email: string[];
  phone: string[];
  iban: string[];
}

const CII: Syntax = {
  number: ['ExchangedDocument/ID'],
  date: ['ExchangedDocument/IssueDateTime/DateTimeString'],
  dueDate: ['Settlement/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString'],
  currency: ['Settlement/InvoiceCurrencyCode'],
  amounts: [
    ['net', ['Settlement/Summation/TaxBasisTotalAmount']],
    ['vat', ['Settlement/Summation/TaxTotalAmount']],
    ['total', ['Settlement/Summation/GrandTotalAmount']],
    ['due', ['Settlement/Summation/DuePayableAmount']],
  ],
  references: [
    ['order_number', ['Agreement/BuyerOrderReferencedDocument/IssuerAssignedID', 'Agreement/BuyerOrderReferencedDocument/ID']],
    ['contract_number', ['Agreement/ContractReferencedDocument/IssuerAssignedID', 'Agreement/ContractReferencedDocument/ID']],
    [
      'delivery_number',
      ['Delivery/DespatchAdviceReferencedDocument/IssuerAssignedID', 'Delivery/DeliveryNoteReferencedDocument/IssuerAssignedID'],
    ],
    ['your_reference', ['Agreement/BuyerReference']],
    ['payment_reference', ['Settlement/PaymentReference']],
    ['reference', ['Settlement/InvoiceReferencedDocument/IssuerAssignedID', 'Agreement/SellerOrderReferencedDocument/IssuerAssignedID']],
    ['customer_number', ['Agreement/BuyerTradeParty/ID']],
  ],
  seller: ['Agreement/SellerTradeParty'],
  name: ['Name', 'SpecifiedLegalOrganization/TradingBusinessName'],
  legalIds: ['SpecifiedLegalOrganization/ID', 'ID'],
  vat: ['SpecifiedTaxRegistration/ID'],
  email: ['DefinedTradeContact/EmailURIUniversalCommunication/URIID', 'URIUniversalCommunication/URIID'],
  phone: ['DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber'],
  iban: ['Settlement/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID'],
};

const UBL: Syntax = {
  number: ['ID'],
  date: ['IssueDate'],
  dueDate: ['DueDate', 'PaymentMeans/PaymentDueDate'],
  currency: ['DocumentCurrencyCode'],
  amounts: [
    ['net', ['LegalMonetaryTotal/TaxExclusiveAmount']],
    ['vat', ['TaxTotal/TaxAmount']],
    ['total', ['LegalMonetaryTotal/TaxInclusiveAmount']],
    ['due', ['LegalMonetaryTotal/PayableAmount']],
  ],
  references: [
    ['order_number', ['OrderReference/ID']],
    ['contract_number', ['ContractDocumentReference/ID']],
    ['delivery_number', ['DespatchDocumentReference/ID']],
    ['your_reference', ['BuyerReference']],
    ['payment_reference', ['PaymentMeans/PaymentID']],
    ['reference', ['BillingReference/InvoiceDocumentReference/ID', 'OrderReference/SalesOrderID']],
    ['customer_number', ['AccountingCustomerParty/Party/PartyIdentification/ID']],
  ],
  seller: ['AccountingSupplierParty/Party'],
  name: ['PartyLegalEntity/RegistrationName', 'PartyName/Name'],
  legalIds: ['PartyLegalEntity/CompanyID', 'PartyIdentification/ID'],
  vat: ['PartyTaxScheme/CompanyID'],
  email: ['Contact/ElectronicMail'],
  phone: ['Contact/Telephone'],
  iban: ['PaymentMeans/PayeeFinancialAccount/ID'],
};

/** What CII's long names are called above; ZUGFeRD 1 says the same with others. */
const LONG: Readonly<Record<string, string[]>> = {
  ExchangedDocument: ['ExchangedDocument', 'HeaderExchangedDocument'],
  Agreement: [
    'SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement',
    'SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeAgreement',
  ],
  Delivery: [
    'SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery',
    'SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeDelivery',
  ],
  Settlement: [
    'SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement',
    'SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeSettlement',
  ],
  Summation: ['SpecifiedTradeSettlementHeaderMonetarySummation', 'SpecifiedTradeSettlementMonetarySummation'],
};

const LONGEST = 200;
/** Of one kind; an invoice over a year of deliveries names each. */
const SAME_KIND_MAX = 20;

/** @param xml what `parseXml` made of the attachment; null where it names no number, no date and no sum. */
export function readInvoiceData(xml: Xml): InvoiceData | null {
  const cii = find(xml, 'CrossIndustryInvoice') ?? find(xml, 'CrossIndustryDocument');
  const root = cii ?? find(xml, 'Invoice') ?? find(xml, 'CreditNote');
  if (root === undefined) return null;
  const terms = cii === undefined ? UBL : CII;
  const first = (from: Xml | undefined, ways: string[]): string | null => everyText(from, ways)[0] ?? null;

  const number = first(root, terms.number);
  const currency = /^[A-Z]{3}$/.exec(first(root, terms.currency) ?? '')?.[0] ?? 'EUR';
  const sums = new Map<AmountKind, number>();
  for (const [kind, ways] of terms.amounts) {
    const value = money(first(root, ways));
    if (value !== null) sums.set(kind, value);
  }
  if (sums.get('due') === sums.get('total')) sums.delete('due');

  const references: Reference[] = number === null ? [] : [{ kind: 'invoice_number', value: number }];
  const seen = new Set([foldId(number ?? '')]);
  const add = (kind: string, value: string): void => {
    const key = foldId(value);
    if (/\d/.test(key) && !seen.has(key)) references.push({ kind, value });
    seen.add(key);
  };
  for (const [kind, ways] of terms.references)
    for (const value of everyText(root, ways).slice(0, SAME_KIND_MAX))
      add(isCreditorReference(foldId(value)) ? 'creditor_reference' : kind, value);

  const sender = senderOf(everyXml(root, terms.seller)[0], terms, everyText(root, terms.iban).map(foldId).find(isIban));
  for (const [kind, value] of [
    ['siret', sender.ids.siret],
    ['vat_number', sender.ids.vat],
    ['iban', sender.ids.iban],
  ] as const)
    if (value !== undefined) add(kind, value);

  const date = isoDate(first(root, terms.date));
  if (number === null && date === null && sums.size === 0) return null;
  return {
    date,
    dueDate: isoDate(first(root, terms.dueDate)),
    references,
    amounts: [...sums].map(([kind, value]) => ({ kind, value, currency })),
    sender,
  };
}

function senderOf(seller: Xml | undefined, terms: Syntax, iban: string | undefined): InvoiceData['sender'] {
  const ids: SenderIds = {};
  for (const id of everyText(seller, terms.legalIds).map(foldId)) {
    if (isSiret(id)) ids.siret ??= id;
    else if (isSiren(id)) ids.siren ??= id;
  }
  const vat = everyText(seller, terms.vat)
    .map(foldId)
    .find((id) => /^[A-Z]{2,3}[A-Z\d]*\d{6}/.test(id));
  const email = everyText(seller, terms.email).find((uri) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(uri));
  const phone = everyText(seller, terms.phone).find((number) => /^\+?[\d][\d .()/-]{5,24}$/.test(number));
  if (vat !== undefined) ids.vat = vat;
  if (iban !== undefined) ids.iban = iban;
  if (email !== undefined) ids.email = email.toLowerCase();
  if (phone !== undefined) ids.phone = phone;
  return { name: everyText(seller, terms.name)[0] ?? null, ids };
}

/** All that stands at the end of these ways, repeated elements each by itself. */
const everyXml = (from: Xml | undefined, ways: readonly string[]): Xml[] =>
  from === undefined
    ? []
    : ways.flatMap((way) => way.split('/').reduce<Xml[]>((here, name) => (LONG[name] ?? [name]).flatMap((w) => down(here, w)), [from]));

const down = (from: readonly Xml[], way: string): Xml[] =>
  way.split('/').reduce<Xml[]>((here, name) => here.flatMap((x) => all(x, name)), [...from]);

const everyText = (from: Xml | undefined, ways: readonly string[]): string[] =>
  everyXml(from, ways).flatMap((xml) => {
    const said = text(xml)?.replaceAll(/\s+/g, ' ').trim();
    return said ? [cut(said)] : [];
  });

/** Between characters, of which some are two code units. */
const cut = (said: string): string =>
  said
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed();

function money(said: string | null): number | null {
  if (said === null || !/^-?\d{1,12}(?:\.\d{1,6})?$/.test(said)) return null;
  // `-0.00` is 0.
  return Math.round(Number(said) * 100) / 100 + 0;
}

/** `20180305` (format 102 of UN/CEFACT) or `2018-03-05`, with or without what follows. */
function isoDate(said: string | null): string | null {
  const m = /^([1-9]\d{3})-?(\d\d)-?(\d\d)/.exec(said ?? '');
  if (!m) return null;
  const date = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return date.getUTCMonth() === Number(m[2]) - 1 ? date.toISOString().slice(0, 10) : null;
}
