import type { DocumentClass, Language, SecrecyKind } from '#base/words.ts';
import type { OwnClass } from '#domain/own-class.ts';

/** Languages that messages are written in so far; German and Italian readers get English until their catalogue stands. */
export type Spoken = 'fr' | 'en';
export const spoken = (language: Language): Spoken => (language === 'fr' ? 'fr' : 'en');

const CLASS_WORDS: Record<DocumentClass, Record<Spoken, string>> = {
  invoice: { fr: 'Facture', en: 'Invoice' },
  reminder: { fr: 'Rappel', en: 'Reminder' },
  contract: { fr: 'Contrat', en: 'Contract' },
  job_application: { fr: 'Candidature', en: 'Job application' },
  hr: { fr: 'Personnel', en: 'Human resources' },
  legal: { fr: 'Juridique', en: 'Legal' },
  tax: { fr: 'Impôts', en: 'Tax' },
  advertising: { fr: 'Publicité', en: 'Advertising' },
  bank: { fr: 'Banque', en: 'Bank' },
  insurance: { fr: 'Assurance', en: 'Insurance' },
  delivery_note: { fr: 'Bon de livraison', en: 'Delivery note' },
  registered_notice: { fr: 'Avis de recommandé', en: 'Registered mail notice' },
  envelope: { fr: 'Enveloppe', en: 'Envelope' },
};

/** The class in words: ours, or those the customer gave; one that is in the configuration no more is called by its id. */
export function classWord(id: string | null, language: Spoken, own: readonly OwnClass[]): string | null {
  if (id === null) return null;
  return CLASS_WORDS[id as DocumentClass]?.[language] ?? own.find((one) => one.id === id)?.[language] ?? id.replaceAll('_', ' ');
}

/** The word of the subject's bracket and of the sender's display name. */
export const POST = { fr: 'Courrier', en: 'Post' } as const;

const SECRECY: Record<Spoken, Record<SecrecyKind, string>> = {
  fr: {
    personal: 'Personnel',
    confidential: 'Confidentiel',
    medical: 'Secret médical',
    union: 'Syndicat',
    ballot: 'Vote',
    tender: 'Pli d’offre',
    lawyer: 'Avocat',
    bailiff: 'Commissaire de justice',
  },
  en: {
    personal: 'Personal',
    confidential: 'Confidential',
    medical: 'Medical',
    union: 'Union',
    ballot: 'Ballot',
    tender: 'Tender',
    lawyer: 'Lawyer',
    bailiff: 'Bailiff',
  },
};

/** Why mail stays closed, as the label says it. */
export const secrecyWord = (secrecy: string, language: Spoken): string =>
  SECRECY[language][secrecy as SecrecyKind] ?? SECRECY[language].personal;
