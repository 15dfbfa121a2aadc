import type { ClassInput } from './class-features.ts';
import { foldWords } from './folding.ts';
import { isOurAddressLine, isOurName, type OrganisationIndex } from './organisation.ts';
import type { Layout, Line } from './page-lines.ts';
import { isCardShaped, isSentence, isSubjectLine } from './page-zones.ts';

/** The first pages say what a document is; enclosures follow. */
const PAGES = 3;

/** The pages of a document as the class model sees them. */
export function classInput(layouts: readonly Layout[], organisation: OrganisationIndex): ClassInput {
  const [face] = layouts;
  const title = face?.lines.filter((l) => isSubjectLine(l) || (l.heightPx > 1.35 * face.heightPx && l.words.length <= 12)) ?? [];
  const words = face?.page.words.length ?? 0;
  const card = face !== undefined && isCardShaped(face);
  // One long line may be a mark; somebody who tells something needs two.
  const tells = (face?.lines.filter(isSentence).length ?? 0) > (card ? 1 : 0);
  const join = (lines: readonly Line[]): string =>
    lines
      .map((line) => telling(line, organisation))
      .filter((text) => text !== '')
      .join(' ');
  return {
    title: join(title),
    text: join(layouts.slice(0, PAGES).flatMap(({ lines }) => lines)),
    shape: face
      ? [card ? 'card' : 'letter', ...(card && words < 45 ? ['few'] : []), ...(tells ? ['sentences'] : card ? ['silent'] : [])]
      : [],
  };
}

/** Our own name and address, and addresses of e-mail, stand in letters of every class: a model taught by five letters would go by them. */
function telling(line: Line, organisation: OrganisationIndex): string {
  if (isOurName(organisation, line.folded) !== null || isOurAddressLine(organisation, line.folded)) return '';
  if (!line.text.includes('@')) return line.folded;
  return foldWords(
    line.text
      .split(' ')
      .filter((word) => !word.includes('@'))
      .join(' '),
  );
}
