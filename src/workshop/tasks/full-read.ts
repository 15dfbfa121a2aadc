import type { Language } from '#base/words.ts';
import type { PageLook, PageText } from '../page-look.ts';
import { readPage } from '../read-page.ts';
import { defineTask } from '../task.ts';

declare module '../task.ts' {
  interface TaskMap {
    'full-read': {
      /** Without `languages`: French and English, then German or Italian where the words say so. */
      input: { pageKey: string; bytes: Uint8Array; look: PageLook; languages?: Language[] };
      output: PageText;
    };
  }
}

export default defineTask({
  name: 'full-read',
  deadlineMs: 60_000,
  async run({ pageKey, bytes, look, languages }, shop): Promise<PageText> {
    if (look.blank) return { words: [], language: null, text: '' };
    const upright = await shop.shelf.upright(pageKey, bytes, look);
    return readPage(await shop.recogniser(), upright, look.upright.dpi, languages);
  },
});
