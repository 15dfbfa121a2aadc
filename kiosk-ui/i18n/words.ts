/** Words whose list stays open: customers add classes, understanding learns rules, a newer daemon a failure. */
import type { Evidence, Params } from '#contract/common.ts';
import type { Field } from '#contract/item.ts';
import { type AmountKind, DOCUMENT_CLASSES, type DocumentClass, type FailureCode, type Why } from '#contract/words.ts';
import { lang } from './lang.svelte.ts';
import { ownClass, tongue } from './tongue.ts';

const known = <K extends string>(table: Readonly<Record<K, unknown>>, key: string): key is K => Object.hasOwn(table, key);

/** All that a document may be called today: what every box knows, then the customer's own. */
export const offeredClasses = (): string[] => [...DOCUMENT_CLASSES, ...tongue.classes.filter((one) => !one.retired).map(({ id }) => id)];
/** All that documents have been called, retired classes last. */
export const knownClasses = (): string[] => [...offeredClasses(), ...tongue.classes.filter((one) => one.retired).map(({ id }) => id)];

/** Null: none of these. */
export const className = (id: string | null): string =>
  id === null ? lang.t.noneOfThese : known<DocumentClass>(lang.t.classes, id) ? lang.t.classes[id] : ownClass(id, lang.language);
/** "cette candidature", "this job application" */
export const thisClass = (id: string | null): string =>
  id && known<DocumentClass>(lang.t.theseClasses, id) ? lang.t.theseClasses[id] : lang.t.thisItem;

/** What a field is called; of several of a name, by its kind. */
export function fieldName({ name, kind }: Pick<Field, 'name' | 'kind'>): string {
  const { fields, amounts, references } = lang.t;
  if (name === 'amount' && kind !== null && known<AmountKind>(amounts, kind)) return amounts[kind];
  if (name === 'reference' && kind !== null && known(references, kind)) return references[kind];
  return fields[name];
}

export function why(evidence: Evidence['why']): string {
  if (known<Why>(lang.t.whys, evidence.code)) return lang.t.whys[evidence.code](evidence.params);
  const quoted = evidence.params.text ?? evidence.params.words;
  return typeof quoted === 'string' ? lang.t.whySays(quoted) : lang.t.whyUnknown;
}

export function failureWords(code: string, context: Readonly<Record<string, unknown>> | Params): string {
  if (!known<FailureCode>(lang.t.failures, code)) return lang.t.failureUnknown;
  return (lang.t.failures[code] as (context: unknown) => string)(context);
}

/** VM-2026-000123-M → VM26-000123-M, as it is drawn. */
export function spokenNumber(number: string): string {
  const [prefix = '', year = '', ...rest] = number.split('-');
  return `${prefix}${year.slice(2)}-${rest.join('-')}`;
}
