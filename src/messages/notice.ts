import { sha256Hex } from '#base/bytes.ts';
import { MailroomError } from '#base/errors.ts';
import type { Language } from '#base/words.ts';
import type { BuiltMessage } from './filed-message.ts';
import {
  addressHeader,
  isMailAddress,
  type Mailbox,
  mailDate,
  messageIdValue,
  multipart,
  oneLine,
  rawHeader,
  textHeader,
  textPart,
} from './mime.ts';
import { POST, type Spoken, spoken } from './wording.ts';

/** What a notice tells: a message in a mailbox, a thing at a counter, mail that stays closed, or a copy that was taken back. */
export type NoticeAbout = 'filed' | 'arrived' | 'closed' | 'withdrawn';

export interface NoticeFacts {
  readonly about: NoticeAbout;
  /** The number on the label. */
  readonly number: string;
  readonly language: Language;
  /** Fixed id of the person or department told; names the thread, is hashed. */
  readonly recipientKey: string;
  readonly recipient: Mailbox;
  /** The box's own name and address. */
  readonly from: Mailbox;
  /** Domain of Message-IDs. */
  readonly domain: string;
  /** When the event that is told happened; the Date header. */
  readonly createdMs: number;
  /** 0 starts the thread of this item and recipient, later ones follow it. */
  readonly sequence: number;
  /** Mailbox or department the message is in, in words. */
  readonly mailbox: string | null;
  /** Pigeon-hole or counter where the paper waits, in words ("casier 14"). */
  readonly place: string | null;
  /** To the item on the house face; the only way to sender and content. */
  readonly link: string | null;
}

/** Message-ID of one notice: f(item number, recipient, place in the thread), so that a repeat is the same message. */
export const noticeMessageId = (facts: Pick<NoticeFacts, 'number' | 'recipientKey' | 'sequence' | 'domain'>): string =>
  messageIdValue(`<mn.${facts.number}.${sha256Hex(facts.recipientKey).slice(0, 16)}.${facts.sequence}@${facts.domain}>`);

/** The sentences of a notice; each is a paragraph. Neither sender nor content is ever among them (compliance.md: notifications carry none). */
function sentences(facts: NoticeFacts, language: Spoken): string[] {
  const mailbox = facts.mailbox === null ? '' : oneLine(facts.mailbox, 100);
  const place = facts.place === null ? '' : oneLine(facts.place, 60);
  const number = facts.number;
  const said: Record<Spoken, Record<NoticeAbout, string[]>> = {
    fr: {
      filed: [
        `Le pli ${number} est arrivé pour vous.`,
        mailbox ? `Sa version numérisée est dans la boîte ${mailbox}.` : 'Sa version numérisée est dans votre boîte.',
        place ? `Le papier vous attend, ${place}.` : '',
      ],
      arrived: [`Le pli ${number} est arrivé pour vous.`, place ? `Il vous attend, ${place}.` : 'Il vous attend au service courrier.'],
      closed: [
        place ? `Un pli personnel vous attend, ${place}.` : 'Un pli personnel vous attend au service courrier.',
        `Son numéro est ${number}. Il est resté fermé\u00a0: personne ne l’a lu.`,
      ],
      withdrawn: [`Le pli ${number} ne vous était pas destiné\u00a0; sa copie numérisée a été retirée.`, 'Vous n’avez rien à faire.'],
    },
    en: {
      filed: [
        `Item ${number} has arrived for you.`,
        mailbox ? `Its scan is in the mailbox ${mailbox}.` : 'Its scan is in your mailbox.',
        place ? `The paper is waiting for you, ${place}.` : '',
      ],
      arrived: [
        `Item ${number} has arrived for you.`,
        place ? `It is waiting for you, ${place}.` : 'It is waiting for you in the mailroom.',
      ],
      closed: [
        place ? `A personal item is waiting for you, ${place}.` : 'A personal item is waiting for you in the mailroom.',
        `Its number is ${number}. It has stayed closed: nobody has read it.`,
      ],
      withdrawn: [`Item ${number} was not for you; its scanned copy has been taken back.`, 'There is nothing you need to do.'],
    },
  };
  return said[language][facts.about].filter((sentence) => sentence !== '');
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * A notice to one recipient: plain text first and complete, a plain HTML twin without images or scripts.
 * Repeatable: the same facts give the same Message-ID and bytes. The subject is the same through the whole thread.
 *
 * @throws NOTICE_REFUSED the recipient's address is none
 */
export function buildNotice(facts: NoticeFacts): BuiltMessage {
  if (!isMailAddress(facts.recipient.address)) throw new MailroomError('NOTICE_REFUSED', { target: 'notice', code: 553 });
  const language = spoken(facts.language);
  const subject = language === 'fr' ? `[${POST.fr} ${facts.number}] Un pli pour vous` : `[${POST.en} ${facts.number}] An item for you`;
  const said = sentences(facts, language);
  const link = facts.link !== null && /^https?:\/\/[\x21-\x7e]+$/.test(facts.link) ? facts.link : null;
  const open = language === 'fr' ? 'Voir le pli' : 'See the item';
  const automatic = language === 'fr' ? 'Message automatique du service courrier.' : 'Automatic message from the mailroom.';
  const text = `${[...said, ...(link ? [`${open}${language === 'fr' ? '\u00a0:' : ':'} ${link}`] : []), automatic].join('\n\n')}\n`;
  const html = [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>`,
    ...said.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...(link ? [`<p><a href="${escapeHtml(link)}">${open}</a></p>`] : []),
    `<p><small>${automatic}</small></p>`,
    '</body></html>',
    '',
  ].join('\n');

  const messageId = noticeMessageId(facts);
  const root = noticeMessageId({ ...facts, sequence: 0 });
  const headers = [
    rawHeader('Message-ID', messageId),
    rawHeader('Date', mailDate(facts.createdMs)),
    addressHeader('From', facts.from),
    addressHeader('To', facts.recipient),
    textHeader('Subject', subject),
    ...(facts.sequence > 0 ? [rawHeader('In-Reply-To', root), rawHeader('References', root)] : []),
    rawHeader('Auto-Submitted', 'auto-generated'),
    rawHeader('X-Auto-Response-Suppress', 'All'),
    textHeader('Mailroom-Piece', facts.number),
    rawHeader('Content-Language', language),
  ];
  const parts = [textPart('plain', language, text), textPart('html', language, html)];
  return { bytes: multipart(headers, 'alternative', sha256Hex(messageId), parts), messageId, subject };
}
