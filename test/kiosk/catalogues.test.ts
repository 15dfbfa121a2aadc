import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILURES } from '#base/errors.ts';
import * as lists from '#contract/words.ts';
import { en } from '../../kiosk-ui/i18n/en.ts';
import { fr } from '../../kiosk-ui/i18n/fr.ts';

const CATALOGUES = { fr, en } as const;
type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
function keys(tree: Tree, under = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (isTree(value) ? keys(value, `${under}${key}.`) : [`${under}${key}`]));
}

/** Every sentence, said with plausible words: parameters are looked up by name, whatever the name. */
function sentences(tree: Tree): string[] {
  const NUMBERS: Readonly<Record<string, number>> = { untilMs: 1_795_000_000_000, sheets: 2, sides: 3, words: 40, copy: 2 };
  const context = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? (NUMBERS[name] ?? 'RH') : undefined) });
  const said = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (isTree(value) && typeof value !== 'function') return Object.values(value).flatMap(said);
    if (typeof value !== 'function') return [];
    const say = value as (...args: unknown[]) => unknown;
    // A sentence takes words, counts, lists or parameters; whichever it takes, one of these fits.
    const tries = [[context], [3, 12, 4], ['RH', 'RH', 'RH'], [['RH', 'IT']], ['RH', true, true]].flatMap((args) => {
      try {
        const all = said(say(...args));
        return all.some((sentence) => /undefined|\[object/.test(sentence)) ? [] : all;
      } catch {
        return [];
      }
    });
    assert.ok(tries.length > 0, `nothing is said by ${say}`);
    return tries;
  };
  return said(tree);
}

test('French and English say the same things', () => {
  assert.deepEqual(keys(en), keys(fr));
});

test('each failure, condition, reason, class and other word of the closed lists has its sentence', () => {
  for (const t of Object.values(CATALOGUES)) {
    assert.deepEqual(Object.keys(t.failures).sort(), Object.keys(FAILURES).sort());
    for (const [table, words] of [
      [t.conditions, lists.CONDITIONS],
      [t.reasons, lists.REVIEW_REASONS],
      [t.classes, lists.DOCUMENT_CLASSES],
      [t.theseClasses, lists.DOCUMENT_CLASSES],
      [t.secrecies, lists.SECRECY_KINDS],
      [t.kinds, lists.ITEM_KINDS],
      [t.sources, lists.SOURCES],
      [t.confidences, lists.CONFIDENCES],
      [t.paperPlaces, lists.PAPER_PLACES],
      [t.messagePlaces, lists.MESSAGE_PLACES],
      [t.timeline, lists.TIMELINE_CODES],
      [t.whys, lists.WHYS],
      [t.fields, lists.FIELD_NAMES],
      [t.links, lists.LINK_KINDS],
      [t.devices.kinds, lists.DEVICE_KINDS],
      [t.devices.states, lists.DEVICE_STATES],
    ] as const)
      assert.deepEqual(Object.keys(table).sort(), [...words].sort());
  }
});

test('no sentence shouts, shows a code word or lets a French colon begin a line', () => {
  for (const [language, t] of Object.entries(CATALOGUES)) {
    for (const sentence of sentences(t)) {
      assert.notEqual(sentence.trim(), '', language);
      assert.doesNotMatch(sentence, /!/, sentence);
      if (language === 'fr') assert.doesNotMatch(sentence, / [:;?!»%]|« |\u202f/, sentence);
    }
  }
});

test('why a document is of its class is one sentence with the words that decided, in each language', () => {
  const said = { class: 'invoice', words: 'facture, montant' };
  const sentencesOf = ({ whys }: typeof CATALOGUES.fr) => [whys['class-words'](said), whys['class-rule'](said), whys['class-none'](said)];
  assert.deepEqual(sentencesOf(CATALOGUES.fr), [
    'Facture, d’après les mots « facture, montant »',
    'Facture, d’après les mots « facture, montant » : la règle l’envoie ici',
    'Aucune classe ne convient, la plus proche serait « Facture »',
  ]);
  assert.deepEqual(sentencesOf(CATALOGUES.en as typeof CATALOGUES.fr), [
    'Invoice, by the words “facture, montant”',
    'Invoice, by the words “facture, montant”: the rule sends it here',
    'No class fits; “Invoice” would come nearest',
  ]);
});
