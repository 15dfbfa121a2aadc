import { createHash } from 'node:crypto';
import { sha256Hex } from '#base/bytes.ts';
import type { Language } from '#base/words.ts';
import type { OwnClass } from '#domain/own-class.ts';
import {
  addressHeader,
  attachmentPart,
  type Mailbox,
  mailDate,
  messageIdValue,
  multipart,
  oneLine,
  plainText,
  rawHeader,
  textHeader,
  textPart,
} from './mime.ts';
import { classWord, POST, type Spoken, spoken } from './wording.ts';

/** What every message of one filing says about itself. */
export interface FilingFacts {
  /** As planned in the register: f(document, target, revision). */
  readonly messageId: string;
  /** Message-IDs of the earlier revisions of this filing, oldest first; a correction refers to them. */
  readonly earlierMessageIds: readonly string[];
  /** 1 for the first filing. */
  readonly revision: number;
  /** The number on the label, `VM-2026-000123-M`. */
  readonly number: string;
  readonly language: Language;
  /** The box's own address; the display name is made from the letter's sender. */
  readonly boxAddress: string;
  /** The department's mailbox, for display; an address that is not known is left out. */
  readonly to: { readonly name: string; readonly address: string | null };
}

export interface FiledMessageFacts extends FilingFacts {
  /** Date header: when the page was scanned. */
  readonly scannedMs: number;
  /** Subject of the letter, or what stands in for it; empty = the class in words. */
  readonly title: string;
  /** Organisation or person that wrote, in words; never an address. */
  readonly sender: string | null;
  /** Id of the document class: what mail programs and others sort by. */
  readonly documentClass: string | null;
  /** Names of the customer's own classes: what people read. */
  readonly ownClasses: readonly OwnClass[];
  readonly registered: boolean;
  /** ISO 8601 dates and free text as read; null = not found. */
  readonly documentDate: string | null;
  readonly reference: string | null;
  readonly dueDate: string | null;
  /** To the item on the house face, when that is configured. */
  readonly link: string | null;
  readonly ocrText: string;
  readonly pdf: Uint8Array;
  /** At most about 100 kB. */
  readonly envelopeJpeg?: Uint8Array;
  /** Further machine-readable facts for piece.json; the caller keeps the order of keys fixed. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface BuiltMessage {
  bytes: Buffer;
  messageId: string;
  subject: string;
}

/** UTF-8 bytes of recognised text in the searched part; the rest is in the PDF. */
export const TEXT_LIMIT_BYTES = 200_000;

const HEADS: Record<Spoken, readonly [sender: string, kind: string, date: string, reference: string, deadline: string, link: string]> = {
  fr: ['Expéditeur\u00a0: ', 'Nature\u00a0: ', 'Date\u00a0: ', 'Référence\u00a0: ', 'Échéance\u00a0: ', 'Lien\u00a0: '],
  en: ['Sender: ', 'Kind: ', 'Date: ', 'Reference: ', 'Deadline: ', 'Link: '],
};

/** Headers that a filed message and its withdrawal share. */
function commonHeaders(facts: FilingFacts, dateMs: number, from: Mailbox, subject: string): string[] {
  const box = facts.boxAddress;
  const earlier = facts.earlierMessageIds.slice(-10).map(messageIdValue);
  return [
    rawHeader('Message-ID', messageIdValue(facts.messageId)),
    rawHeader('Date', mailDate(dateMs)),
    addressHeader('From', from),
    facts.to.address === null
      ? rawHeader('To', 'undisclosed-recipients:;')
      : addressHeader('To', { name: facts.to.name, address: facts.to.address }),
    addressHeader('Reply-To', { name: '', address: box }),
    textHeader('Subject', subject),
    ...(earlier.length > 0 ? [rawHeader('In-Reply-To', earlier.at(-1)!), rawHeader('References', earlier.join(' '))] : []),
    rawHeader('Auto-Submitted', 'auto-generated'),
    textHeader('Mailroom-Piece', facts.number),
    rawHeader('Mailroom-Revision', String(facts.revision)),
  ];
}

/**
 * The message that carries one document into one mailbox. Byte-deterministic: the same facts give the same bytes.
 *
 * The recognised text stands in the text/plain part because that is what every server searches; PDF and JSON are not.
 */
export function buildFiledMessage(facts: FiledMessageFacts): BuiltMessage {
  const language = spoken(facts.language);
  const kind = classWord(facts.documentClass, language, facts.ownClasses);
  const title = oneLine(facts.title, 120) || kind || POST[language];
  const sender = facts.sender === null ? '' : oneLine(facts.sender, 60);
  const subject = oneLine(`[${POST[language]} ${facts.number}] ${title}${sender ? ` – ${sender}` : ''}`, 220);
  const pdfDigest = createHash('sha256').update(facts.pdf).digest();

  const values = [sender, kind, facts.documentDate, facts.reference, facts.dueDate, facts.link];
  const head = HEADS[language].map((label, i) => `${label}${oneLine(values[i] ?? '', i === 5 ? 500 : 200) || '–'}`);
  const text = `${head.join('\n')}\n\n--- OCR ---\n${plainText(facts.ocrText, TEXT_LIMIT_BYTES)}\n`;

  const keywords = [facts.documentClass, facts.registered ? 'registered' : null].filter((word) => word !== null);
  const headers = [
    ...commonHeaders(
      facts,
      facts.scannedMs,
      { name: sender ? `${oneLine(sender, 60)} (${POST[language]})` : POST[language], address: facts.boxAddress },
      subject,
    ),
    rawHeader('Mailroom-Digest', `sha-256=:${pdfDigest.toString('base64')}:`),
    ...(keywords.length > 0 ? [textHeader('Keywords', keywords.join(', '))] : []),
    rawHeader('Content-Language', language),
  ];
  const parts = [
    textPart('plain', language, text),
    attachmentPart('application/pdf', `${facts.number} ${oneLine(title, 80)}.pdf`, facts.pdf),
    ...(facts.envelopeJpeg ? [attachmentPart('image/jpeg', 'envelope.jpg', facts.envelopeJpeg)] : []),
    attachmentPart(
      'application/ld+json',
      'piece.json',
      Buffer.from(`${JSON.stringify(piece(facts, title, pdfDigest.toString('hex')), null, 1)}\n`),
    ),
  ];
  return { bytes: multipart(headers, 'mixed', sha256Hex(facts.messageId), parts), messageId: facts.messageId, subject };
}

/** Machine data: schema.org where it has a word, ours under `mailroom:` otherwise. */
function piece(facts: FiledMessageFacts, title: string, pdfSha256: string): Record<string, unknown> {
  return {
    '@context': ['https://schema.org', { mailroom: 'urn:vaguemestre:piece:1:' }],
    '@type': 'DigitalDocument',
    '@id': `urn:vaguemestre:${facts.number}`,
    identifier: facts.number,
    version: facts.revision,
    name: title,
    genre: facts.documentClass,
    author: facts.sender === null ? null : { '@type': 'Organization', name: facts.sender },
    dateCreated: facts.documentDate,
    uploadDate: new Date(facts.scannedMs).toISOString(),
    encoding: { '@type': 'MediaObject', encodingFormat: 'application/pdf', contentSize: String(facts.pdf.byteLength), sha256: pdfSha256 },
    'mailroom:reference': facts.reference,
    'mailroom:dueDate': facts.dueDate,
    'mailroom:registered': facts.registered,
    'mailroom:messageId': facts.messageId,
    ...Object.fromEntries(Object.entries(facts.data ?? {}).map(([key, value]) => [`mailroom:${key}`, value])),
  };
}

export interface WithdrawalFacts extends FilingFacts {
  /** When it was taken back. */
  readonly withdrawnMs: number;
  /** Where it belongs, in words a reader of the wrong mailbox may see; null = unsaid. */
  readonly nowWith: string | null;
}

/**
 * Follows a wrong copy that could not be taken back: asks the reader to disregard it. Says nothing of what was in it.
 * `earlierMessageIds` ends with the wrong copy; `messageId` is that of the revision that withdraws.
 */
export function buildWithdrawalMessage(facts: WithdrawalFacts): BuiltMessage {
  const language = spoken(facts.language);
  const subject = language === 'fr' ? `[Courrier ${facts.number}] Déposé ici par erreur` : `[Post ${facts.number}] Filed here by mistake`;
  const elsewhere = facts.nowWith === null ? '' : oneLine(facts.nowWith, 100);
  const text =
    language === 'fr'
      ? `Le pli ${facts.number} a été déposé dans cette boîte par erreur.\nNe le traitez pas, et supprimez le message auquel celui-ci répond.\n${elsewhere ? `Il est maintenant chez\u00a0: ${elsewhere}.\n` : ''}`
      : `Item ${facts.number} was filed in this mailbox by mistake.\nPlease do not act on it, and delete the message this one replies to.\n${elsewhere ? `It is now with: ${elsewhere}.\n` : ''}`;
  const headers = [
    ...commonHeaders(facts, facts.withdrawnMs, { name: POST[language], address: facts.boxAddress }, subject),
    rawHeader('Content-Language', language),
  ];
  return {
    bytes: multipart(headers, 'mixed', sha256Hex(facts.messageId), [textPart('plain', language, text)]),
    messageId: facts.messageId,
    subject,
  };
}
