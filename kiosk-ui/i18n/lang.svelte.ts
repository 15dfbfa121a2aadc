/** The language that is spoken now. Catalogues are loaded one at a time; a screen never waits for the one it does not speak. */
import { type Spoken, settings } from '../state/settings.svelte.ts';
import type { Catalogue } from './catalogue.ts';
import { tongue } from './tongue.ts';

const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const;

const LOAD: Record<Spoken, () => Promise<Catalogue>> = {
  fr: async () => (await import('./fr.ts')).fr,
  en: async () => (await import('./en.ts')).en,
};

class Lang {
  #t = $state.raw<Catalogue | null>(null);
  #language = $state<Spoken>('fr');

  get t(): Catalogue {
    if (!this.#t) throw new Error('no catalogue was loaded before the first sentence');
    return this.#t;
  }
  get language(): Spoken {
    return this.#language;
  }
  async speak(language: Spoken): Promise<void> {
    const catalogue = await LOAD[language]();
    tongue.locale = LOCALES[language];
    tongue.dayLetter = catalogue.units.days;
    this.#t = catalogue;
    this.#language = language;
    settings.language = language;
  }
}

export const lang = new Lang();
