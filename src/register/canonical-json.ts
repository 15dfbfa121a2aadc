/**
 * JSON with one spelling only: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them
 * (the form of RFC 8785). What has no value is left out, as JSON.stringify does.
 *
 * @throws Error (a bug) for what JSON cannot say: NaN, infinities, functions.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, of]) => of !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, of]) => `${JSON.stringify(key)}:${canonicalJson(of)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`not a number that JSON can say: ${value}`);
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`JSON cannot say ${typeof value}`);
  return text;
}
