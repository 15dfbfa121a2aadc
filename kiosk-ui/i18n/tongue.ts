/** How times and counts are written now. Plain values: what is only formatted need not follow each tick of the clock. */
export const tongue = {
  locale: 'fr-FR',
  /** IANA name of the station's zone; undefined is the browser's own. */
  timeZone: undefined as string | undefined,
  dayLetter: 'j',
  /** The customer's own classes, as the box's configuration names them. */
  classes: [] as readonly { id: string; fr: string; en: string; retired: boolean }[],
  nowMs: (): number => Date.now(),
};

/** A class the catalogue has no word for: as the customer calls it, else by its id. */
export const ownClass = (id: string, language: 'fr' | 'en'): string =>
  tongue.classes.find((one) => one.id === id)?.[language] ?? id.replaceAll('_', ' ');
