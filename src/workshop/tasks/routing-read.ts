import type { Language } from '#base/words.ts';
import type { PageLook, PageText, Word } from '../page-look.ts';
import { readHead } from '../read-page.ts';
import { defineTask } from '../task.ts';
import { takeTextLayer } from '../text-layer.ts';

declare module '../task.ts' {
  interface TaskMap {
    'routing-read': {
      /** `textWords`: what `split-document` found in a PDF; then nothing is recognised. */
      input: { pageKey: string; bytes: Uint8Array; look: PageLook; languages?: Language[]; textWords?: Word[] };
      /** Of the head of a letter; of all of an envelope, a card or a short note. */
      output: PageText;
    };
  }
}

export default defineTask({
  name: 'routing-read',
  deadlineMs: 30_000,
  async run({ pageKey, bytes, look, languages, textWords }, shop): Promise<PageText> {
    if (look.blank) return { words: [], language: null, text: '' };
    if (textWords) return takeTextLayer(textWords, look);
    const upright = await shop.shelf.legible(pageKey, bytes, look);
    const recogniser = await shop.recogniser();
    const read = () => readHead(recogniser, shop.assistant.readPart, upright, look.upright.dpi, languages);
    return languages ? read() : shop.shelf.once(pageKey, bytes, look, 'head', read);
  },
});
