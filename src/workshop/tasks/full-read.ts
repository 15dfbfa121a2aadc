import type { Language } from '#base/words.ts';
import type { PageLook, PageText, Word } from '../page-look.ts';
import { readHead, readPage } from '../read-page.ts';
import { defineTask } from '../task.ts';
import { takeTextLayer } from '../text-layer.ts';

declare module '../task.ts' {
  interface TaskMap {
    'full-read': {
      /** Without `languages` they are found out; `textWords` as in `routing-read`. */
      input: { pageKey: string; bytes: Uint8Array; look: PageLook; languages?: Language[]; textWords?: Word[] };
      output: PageText;
    };
  }
}

export default defineTask({
  name: 'full-read',
  deadlineMs: 90_000,
  async run({ pageKey, bytes, look, languages, textWords }, shop): Promise<PageText> {
    if (look.blank) return { words: [], language: null, text: '' };
    if (textWords) return takeTextLayer(textWords, look);
    const upright = await shop.shelf.legible(pageKey, bytes, look);
    const recogniser = await shop.recogniser();
    const head = () =>
      shop.shelf.once(pageKey, bytes, look, 'head', () => readHead(recogniser, shop.assistant.readPart, upright, look.upright.dpi));
    return readPage(recogniser, upright, look.upright.dpi, head, languages);
  },
});
