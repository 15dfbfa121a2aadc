import { MailroomError } from '#base/errors.ts';
import { invoiceIn } from '#base/invoice-terms.ts';
import { parseXml, type Xml } from '#base/xml.ts';
import type { Pdf } from './pdfium.ts';

/** An invoice of a thousand lines is half of it; some carry their own PDF once more as text. */
const XML_BYTES_MAX = 2 * 1024 * 1024;
/** The invoice stands first or behind a few time sheets. */
const ATTACHMENTS_MAX = 16;

/**
 * The data an electronic invoice carries inside its PDF, or nothing. The attachment's name is somebody's claim (`factur-x.xml`,
 * `zugferd-invoice.xml`, `xrechnung.xml` and what vendors make of them), so its first element tells.
 */
export function invoiceXmlIn(pdf: Pdf): Xml | undefined {
  for (const file of pdf.attachments({ count: ATTACHMENTS_MAX, bytes: XML_BYTES_MAX })) {
    // Spreadsheets, pictures and mails are attached, too.
    if (!/^\uFEFF?\s*</.test(Buffer.from(file.subarray(0, 64)).toString('utf8'))) continue;
    const xml = parseXml(file, XML_BYTES_MAX);
    if (xml !== null && invoiceIn(xml) !== null) return xml;
  }
  return undefined;
}

/**
 * An electronic invoice that comes as a file by itself.
 * @throws IMAGE_TOO_LARGE; FORMAT_NOT_READ where it is another document, or none that is well formed
 */
export function invoiceXmlOf(file: Uint8Array): Xml {
  if (file.byteLength > XML_BYTES_MAX)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `an XML of ${file.byteLength} bytes`, limit: `${XML_BYTES_MAX} bytes` });
  const xml = parseXml(file, XML_BYTES_MAX);
  if (xml === null || invoiceIn(xml) === null) throw new MailroomError('FORMAT_NOT_READ', { format: 'XML' });
  return xml;
}
