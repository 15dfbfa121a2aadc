import type { fr } from './fr.ts';

/** The shape of a catalogue or a part of one: whatever French says, the others say too, or they do not compile. */
export type Same<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Same<T[K]> };
export type Catalogue = Same<typeof fr>;
