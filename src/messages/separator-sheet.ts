import type { SeparatorMode } from '#base/words.ts';
import type { SeparatorSheet } from '#domain/separator-code.ts';
import type { Spoken } from './wording.ts';

/** What people read on a separator sheet; the machine reads its code. */
export interface SeparatorWords {
  title: string;
  lines: string[];
}

const WORDS: Record<
  Spoken,
  { title: string; modes: Record<SeparatorMode, string>; urgent: string; registered: string; forDay(day: string): string; keep: string }
> = {
  fr: {
    title: 'Séparateur',
    modes: {
      item: 'Ce qui suit est un seul pli et un seul document.',
      envelope: 'Ce qui suit vient d’une seule enveloppe ; chaque feuille est un document.',
      sheet: 'À partir d’ici, chaque feuille est un pli.',
      next: 'Un nouveau pli commence ici.',
    },
    urgent: 'URGENT : classé sans délai',
    registered: 'RECOMMANDÉ',
    forDay: (day) => `Pour le ${day} seulement`,
    keep: 'À reprendre dans le bac et à réutiliser.',
  },
  en: {
    title: 'Separator',
    modes: {
      item: 'What follows is one item and one document.',
      envelope: 'What follows came in one envelope; each sheet is a document.',
      sheet: 'From here on, each sheet is an item.',
      next: 'A new item begins here.',
    },
    urgent: 'URGENT: filed without delay',
    registered: 'REGISTERED MAIL',
    forDay: (day) => `For ${day} only`,
    keep: 'Take it back from the tray and use it again.',
  },
};

/** @param department the name of the sheet's department; null where it names none */
export function separatorWords(sheet: SeparatorSheet, department: string | null, language: Spoken): SeparatorWords {
  const words = WORDS[language];
  const day =
    sheet.day === null ? null : new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { timeZone: 'UTC', dateStyle: 'long' });
  return {
    title: department ?? words.title,
    lines: [
      ...(sheet.urgent ? [words.urgent] : []),
      ...(sheet.registered ? [words.registered] : []),
      words.modes[sheet.mode],
      day === null ? words.keep : words.forDay(day.format(new Date(sheet.day!))),
    ],
  };
}
