import { detectLanguage } from './language.ts';
import type { PageLook, PageText, Word } from './page-look.ts';
import { applyPlacement, invertPlacement } from './placement.ts';
import { asText } from './read-page.ts';

/** Words a PDF brought along (boxes in stored pixels), as if they had been read: nothing is recognised. */
export function takeTextLayer(textWords: readonly Word[], { upright }: PageLook): PageText {
  const toUpright = invertPlacement(upright.toStored);
  const words = textWords.map((word): Word => {
    const [ax, ay] = applyPlacement(toUpright, [word.box[0], word.box[1]]);
    const [bx, by] = applyPlacement(toUpright, [word.box[2], word.box[3]]);
    return { ...word, box: [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)] };
  });
  return { words, language: detectLanguage(words), text: asText(words) };
}
