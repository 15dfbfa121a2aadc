/**
 * Where the business terms of EN 16931 (BT-1 …) stand in an electronic invoice, in either of its two syntaxes: UN/CEFACT CII (Factur-X, ZUGFeRD 1 and 2,
 * XRechnung) and OASIS UBL 2.1 (XRechnung, Peppol).
 */

import type { AmountKind } from './words.ts';
import { all, find, text, type Xml } from './xml.ts';

/** Where each term stands below its syntax's root; of several ways the first that leads somewhere. ZUGFeRD 1 has names of its own. */
export interface InvoiceTerms {
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
  buyer: string[];
  /** Below a party. */
  contact: string[];
  street: string[];
  postcode: string[];
  town: string[];
  note: string[];
  /** BG-25, and what stands below each. */
  line: string[];
  lineName: string[];
  quantity: string[];
  price: string[];
  lineAmount: string[];
}

const CII: InvoiceTerms = {
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
  buyer: ['Agreement/BuyerTradeParty'],
  contact: ['DefinedTradeContact/DepartmentName', 'DefinedTradeContact/PersonName'],
  street: ['PostalTradeAddress/LineOne', 'PostalTradeAddress/LineTwo', 'PostalTradeAddress/LineThree'],
  postcode: ['PostalTradeAddress/PostcodeCode'],
  town: ['PostalTradeAddress/CityName'],
  note: ['ExchangedDocument/IncludedNote/Content'],
  line: [
    'SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem',
    'SpecifiedSupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem',
  ],
  lineName: ['SpecifiedTradeProduct/Name'],
  quantity: ['SpecifiedLineTradeDelivery/BilledQuantity', 'SpecifiedSupplyChainTradeDelivery/BilledQuantity'],
  price: [
    'SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount',
    'SpecifiedSupplyChainTradeAgreement/NetPriceProductTradePrice/ChargeAmount',
  ],
  lineAmount: [
    'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount',
    'SpecifiedSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation/LineTotalAmount',
  ],
};

const UBL: InvoiceTerms = {
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
  buyer: ['AccountingCustomerParty/Party'],
  contact: ['Contact/Name'],
  street: ['PostalAddress/StreetName', 'PostalAddress/AdditionalStreetName', 'PostalAddress/AddressLine/Line'],
  postcode: ['PostalAddress/PostalZone'],
  town: ['PostalAddress/CityName'],
  note: ['Note'],
  line: ['InvoiceLine', 'CreditNoteLine'],
  lineName: ['Item/Name'],
  quantity: ['InvoicedQuantity', 'CreditedQuantity'],
  price: ['Price/PriceAmount'],
  lineAmount: ['LineExtensionAmount'],
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

/** An invoice's root with the names of its syntax; null for any other document. */
export function invoiceIn(xml: Xml): { root: Xml; terms: InvoiceTerms } | null {
  const cii = find(xml, 'CrossIndustryInvoice') ?? find(xml, 'CrossIndustryDocument');
  const root = cii ?? find(xml, 'Invoice') ?? find(xml, 'CreditNote');
  return root === undefined ? null : { root, terms: cii === undefined ? UBL : CII };
}

/** All that stands at the end of these ways, repeated elements each by itself. */
export const everyXml = (from: Xml | undefined, ways: readonly string[]): Xml[] =>
  from === undefined
    ? []
    : ways.flatMap((way) => way.split('/').reduce<Xml[]>((here, name) => (LONG[name] ?? [name]).flatMap((w) => down(here, w)), [from]));

const down = (from: readonly Xml[], way: string): Xml[] =>
  way.split('/').reduce<Xml[]>((here, name) => here.flatMap((x) => all(x, name)), [...from]);

export const everyText = (from: Xml | undefined, ways: readonly string[]): string[] =>
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

export const firstText = (from: Xml | undefined, ways: readonly string[]): string | null => everyText(from, ways)[0] ?? null;
