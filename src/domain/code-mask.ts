/**
 * Tells the house's own barcodes from all others. `#` a digit, `@` a letter, `?` any one character, `*` at the end whatever may follow; anything
 * else is itself. One pass over the text, whatever it holds: a pattern language of more power could be made to run for ever by a stranger's code.
 */
export function matchesMask(text: string, mask: string): boolean {
  const open = mask.endsWith('*');
  const characters = [...(open ? mask.slice(0, -1) : mask)];
  const given = [...text];
  if (given.length < characters.length || (!open && given.length > characters.length)) return false;
  return characters.every((wanted, i) => {
    const got = given[i]!;
    if (wanted === '#') return got >= '0' && got <= '9';
    if (wanted === '@') return /^\p{L}$/u.test(got);
    return wanted === '?' || wanted === got;
  });
}
