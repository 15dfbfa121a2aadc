/**
 * Where the addressee is printed. Of all stacks of lines on the face, ours is the one that carries our name or our address and
 * is not a letterhead; where none does, the one that stands where NF Z10-011, DIN 5008 or an envelope puts the addressee.
 */
import type { OrganisationIndex } from './organisation.ts';
import { hasOurMailbox, isOurAddressLine, isOurName, postcodeOf } from './organisation.ts';
import type { Layout, Line } from './page-lines.ts';
import { around, type Box } from './page-words.ts';
import { findMarks } from './secrecy.ts';

export interface AddressBlock {
  lines: Line[];
  box: Box;
  /** How sure it is that the item is for our house; `other` is somebody else's address. */
  house: 'ours' | 'doubtful' | 'other';
}

/** Telephone, e-mail, web and company numbers stand in letterheads, not in the addressee. */
export const CONTACT = /@|\b(?:tel|fax|mobile|siret|siren|rcs|tva|iban|www|telefon|http)\b|\bt\.? ?[+0]\d/i;
/** `Firm - 12 rue X - 75011 PARIS` in one line is the sender's return line. */
const RETURN_LINE = /[-–—•·|,].{0,90}\b(?:\d{4,5} \p{L}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)/u;

/** The same in print so small that its end is guesswork: parts between dashes, the last with a postal code. */
const MISREAD_RETURN_LINE = / [-–—•·|] .{3,60} [-–—•·|] \d{4,5}\b/u;

/** An addressee never stands in the lowest part of a letter. */
const LOWEST_SHARE = 0.62;
/** A blank line or two between a name and the house under it, in line heights. */
const NAME_GAP_HEIGHTS = 4;
/** Names set over the address; more lines are a text of their own. */
const NAME_LINES_MAX = 3;

export function findAddressBlock(layout: Layout, ours: OrganisationIndex): AddressBlock | null {
  const letter = layout.page.heightPx > layout.page.widthPx;
  const candidates = layout.stacks
    .flatMap((stack) => splitAfterPostcode(stack))
    .map((stack) => stack.filter((l) => !isReturnLine(l)))
    .filter((stack) => stack.length > 0 && (!letter || stack[0]!.box[1] < LOWEST_SHARE * layout.page.heightPx));

  let best: { block: AddressBlock; score: number } | null = null;
  for (const lines of candidates) {
    const { score, house } = weigh(lines, layout, ours);
    if (score > (best?.score ?? 0)) best = { block: { lines, box: around(lines.map((l) => l.box)), house }, score };
  }
  if (!best) return foreignBlock(candidates, layout);
  const { block } = best;
  if (!inLetterhead(block.lines, layout, ours)) return withLinesOver(block, candidates, layout, ours);
  // Our own letterhead: the letter comes back, or a colleague wrote it. Whoever is addressed stands elsewhere.
  const elsewhere = foreignBlock(
    candidates.filter((lines) => lines !== block.lines && around(lines.map((l) => l.box))[1] > block.box[3]),
    layout,
  );
  return elsewhere ?? { ...block, house: block.house === 'ours' ? 'doubtful' : block.house };
}

/** Our name or address at the top left. */
function inLetterhead(lines: readonly Line[], { page }: Layout, ours: OrganisationIndex): boolean {
  const house = lines.find((l) => isOurAddressLine(ours, l.folded) || isOurName(ours, withoutCareOf(l.folded)) !== null);
  return house !== undefined && house.box[1] < 0.1 * page.heightPx && house.box[0] < 0.4 * page.widthPx;
}

/** A name, ours or the addressee's, may stand a blank line above the rest. A number there is a date or a street. */
function withLinesOver(block: AddressBlock, candidates: readonly Line[][], layout: Layout, ours: OrganisationIndex): AddressBlock {
  const first = block.lines[0]!;
  const over = candidates.find((lines) => {
    const last = lines.at(-1)!;
    const gap = first.box[1] - last.box[3];
    return gap >= 0 && gap <= NAME_GAP_HEIGHTS * first.heightPx && Math.abs(last.box[0] - first.box[0]) < 1.2 * first.heightPx;
  });
  const names = over?.slice(over.findLastIndex((l) => !mayBeName(l)) + 1) ?? [];
  if (names.length === 0 || names.length > NAME_LINES_MAX) return block;
  const lines = [...names, ...block.lines];
  return { lines, box: around(lines.map((l) => l.box)), house: weigh(lines, layout, ours).house };
}

const mayBeName = (line: Line): boolean =>
  line.words.length <= 8 && !/\d|:$/.test(line.text) && !CONTACT.test(line.text) && findMarks(line.folded, 'card') === null;

const isReturnLine = (line: Line): boolean =>
  line.folded.split(' ').length >= 5 && (RETURN_LINE.test(line.text) || MISREAD_RETURN_LINE.test(line.text));

/** Two addresses set close to one another: a postal line ends the first unless only a country follows. */
function splitAfterPostcode(stack: Line[]): Line[][] {
  const at = stack.findIndex((l, i) => i < stack.length - 3 && postcodeOf(l.folded) !== null && !isReturnLine(l));
  return at < 0 ? [stack] : [stack.slice(0, at + 1), ...splitAfterPostcode(stack.slice(at + 1))];
}

function weigh(lines: Line[], layout: Layout, ours: OrganisationIndex): { score: number; house: AddressBlock['house'] } {
  let name: 'exact' | 'near' | null = null;
  let addressLines = 0;
  let postcode: 'same' | 'other' | null = null;
  let contacts = 0;
  let longest = 0;
  for (const line of lines) {
    const level = isOurName(ours, withoutCareOf(line.folded));
    if (level === 'exact' || (level === 'near' && name === null)) name = level;
    const code = postcodeOf(line.folded);
    if (isOurAddressLine(ours, line.folded)) {
      addressLines++;
      if (code) postcode = 'same';
    } else if (code && postcode === null) {
      postcode = ours.postcodes.has(code) ? 'same' : 'other';
    }
    if (CONTACT.test(line.text) && !hasOurMailbox(ours, line.text)) contacts++;
    if (line.words.length > longest && findMarks(line.folded, 'card') === null) longest = line.words.length;
  }
  if (name === null && addressLines === 0) return { score: 0, house: 'other' };
  if (longest > 10) return { score: 0, house: 'other' };
  const score =
    (name === 'exact' ? 3 : name === 'near' ? 1.5 : 0) +
    Math.min(3, addressLines) +
    (postcode ? 0.5 : 0) -
    2.5 * contacts -
    (inLetterhead(lines, layout, ours) ? 0.5 : 0);
  return { score, house: judge(name, addressLines, postcode, contacts) };
}

function judge(
  name: 'exact' | 'near' | null,
  addressLines: number,
  postcode: 'same' | 'other' | null,
  contacts: number,
): AddressBlock['house'] {
  if (contacts > 0) return 'other';
  if (name === 'exact') return postcode === 'other' ? (addressLines >= 2 ? 'ours' : 'doubtful') : 'ours';
  if (name === 'near') return postcode === 'same' && addressLines >= 1 ? 'ours' : addressLines >= 2 && postcode === null ? 'ours' : 'other';
  return postcode === 'same' && addressLines >= 2 ? 'doubtful' : 'other';
}

/** `c/o MANUFACTURE X`: the house is named after the words. */
export const withoutCareOf = (folded: string): string =>
  folded.replace(/^(?:c o|a s|chez|care of|aux bons soins de|p a|presso|bei|per adresse) /, '');

/** Somebody else's address, where an addressee would stand. */
function foreignBlock(candidates: Line[][], layout: Layout): AddressBlock | null {
  const { widthPx, heightPx } = layout.page;
  let best: { lines: Line[]; score: number } | null = null;
  for (const [i, lines] of candidates.entries()) {
    const box = around(lines.map((l) => l.box));
    if (lines.length < 2 || lines.length > 9) continue;
    if (lines.some((l) => CONTACT.test(l.text)) || lines.some((l) => l.words.length > 10 && findMarks(l.folded, 'card') === null)) continue;
    if (!lines.some((l) => postcodeOf(l.folded) !== null)) continue;
    const right = box[0] > 0.4 * widthPx ? 2 : 0;
    const low = box[1] > 0.1 * heightPx ? 1 : -1;
    const score = right + low + (i > 0 ? 0.5 : 0) + lines.length * 0.1;
    if (score > (best?.score ?? 1)) best = { lines, score };
  }
  return best && { lines: best.lines, box: around(best.lines.map((l) => l.box)), house: 'other' };
}
