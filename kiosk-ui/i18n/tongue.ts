/** How times and counts are written now. Plain values: what is only formatted need not follow each tick of the clock. */
export const tongue = {
  locale: 'fr-FR',
  /** IANA name of the station's zone; undefined is the browser's own. */
  timeZone: undefined as string | undefined,
  dayLetter: 'j',
  nowMs: (): number => Date.now(),
};
