/** Printers that speak EPL2 with an accent, as in `zpl.ts` of this folder. */
export interface Epl2Quirk {
  /** False for firmware that says nothing after a label: one error report without error is then taken for it, not three in a row. */
  acknowledges?: boolean;
  status?: 'queried' | 'none';
}

export const EPL2_QUIRKS: Readonly<Record<string, Epl2Quirk>> = {
  'no-ack': { acknowledges: false },
  silent: { status: 'none' },
};
