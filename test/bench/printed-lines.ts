import type { ReadPage } from '#understanding/page-words.ts';
import type { DocumentRead } from '../../src/commands/read-document.ts';

/**
 * A page as the understanding takes it, from what `vaguemestre read` printed: which words share a line and a block stands in the text only, a
 * line each, an empty line between two blocks.
 */
export function asReadPage({ text, words, ...page }: DocumentRead['pages'][number]): ReadPage {
  const waiting = [...words];
  let block = 0;
  const placed = text.split('\n').flatMap((printed, line) => {
    if (printed === '') block++;
    const count = printed.split(/\s+/).filter((word) => word !== '').length;
    return waiting.splice(0, count).map((word) => ({ ...word, line, block }));
  });
  return { ...page, words: placed };
}
