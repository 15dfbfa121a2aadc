import { parseXml, type Xml } from '#base/xml.ts';
import type { Pdf } from './pdfium.ts';

/** An invoice of a thousand lines is half of it; some carry their own PDF once more as text. */
const XML_BYTES_MAX = 2 * 1024 * 1024;
/** The invoice stands first or behind a few time sheets. */
const ATTACHMENTS_MAX = 16;
/** Factur-X, ZUGFeRD 2 and XRechnung in CII; ZUGFeRD 1; XRechnung, Peppol and others in UBL. */
const ROOTS = new Set(['CrossIndustryInvoice', 'CrossIndustryDocument', 'Invoice', 'CreditNote']);

/**
 * The data an electronic invoice carries inside its PDF, or nothing. The attachment's name is somebody's claim (`factur-x.xml`,
 * `zugferd-invoice.xml`, `xrechnung.xml` and what vendors make of them), so its first element tells.
 */
export function invoiceXmlIn(pdf: Pdf): Xml | undefined {
  for (const file of pdf.attachments({ count: ATTACHMENTS_MAX, bytes: XML_BYTES_MAX })) {
    // Spreadsheets, pictures and mails are attached, too.
    if (!/^\uFEFF?\s*</.test(Buffer.from(file.subarray(0, 64)).toString('utf8'))) continue;
    const xml = parseXml(file, XML_BYTES_MAX);
    if (xml !== null && typeof xml === 'object' && Object.keys(xml).some((name) => ROOTS.has(name))) return xml;
  }
  return undefined;
}
