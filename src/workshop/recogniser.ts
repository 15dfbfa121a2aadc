import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Language } from '#base/words.ts';
import type { Box, Word } from './page-look.ts';
import type { Raster } from './raster.ts';

/**
 * Tesseract's LSTM recogniser in this process: tesseract.js' WASM core without its worker thread, because a child of the
 * workshop is one already. Language data comes from the installed packages; nothing is fetched.
 */
export interface Recogniser {
  /**
   * Reads a raster, or one rectangle of it. What was read before has no influence on the result.
   *
   * @param dpi of the raster; Tesseract's layout analysis depends on it.
   * @returns words with boxes in pixels of the whole raster, in Tesseract's reading order.
   */
  read(raster: Raster, dpi: number, options?: ReadOptions): Promise<Word[]>;
  /** Loads the usual languages and lets the engine compile its inner loops. */
  warm(): Promise<void>;
}

/** How much Tesseract is told about the layout: find everything; one block of lines; one line; scattered words. */
export type Segmentation = 'page' | 'column' | 'block' | 'line' | 'sparse';

export interface ReadOptions {
  languages?: readonly Language[];
  segmentation?: Segmentation;
  rectangle?: Box;
}

interface TesseractApi {
  Init(path: string, languages: string, engine: number): number;
  SetVariable(name: string, value: string): boolean;
  SetPageSegMode(mode: number): void;
  SetImageFile(exif: number, angle: number): number;
  SetSourceResolution(dpi: number): void;
  SetRectangle(left: number, top: number, width: number, height: number): void;
  Recognize(monitor: null): number;
  GetTSVText(page: number): string;
  Clear(): void;
  End(): void;
}
interface TesseractModule {
  FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  TessBaseAPI: new () => TesseractApi;
}

const DATA_NAME: Record<Language, string> = { fr: 'fra', en: 'eng', de: 'deu', it: 'ita' };
const MODE: Record<Segmentation, number> = { page: 3, column: 4, block: 6, line: 7, sparse: 11 };
const ENGINE_LSTM = 1;
/** French data read English nearly as well as English data do (recall 0.976 against 0.976) and in two thirds of the time; not so the other way round. */
const USUAL_LANGUAGES: readonly Language[] = ['fr'];
/** Loaded language sets kept; each holds 10 to 25 MB. */
const SETS_KEPT = 2;

const require = createRequire(import.meta.url);
const inflate = promisify(gunzip);

export async function openRecogniser(): Promise<Recogniser> {
  const core = require('tesseract.js-core/tesseract-core-relaxedsimd-lstm.js') as (options: object) => Promise<TesseractModule>;
  // Its chatter about languages and resolutions goes nowhere.
  const module = await core({ print: () => {}, printErr: () => {} });
  const present = new Set<Language>();
  const apis = new Map<string, TesseractApi>();

  async function load(language: Language): Promise<void> {
    if (present.has(language)) return;
    const name = DATA_NAME[language];
    const file = require.resolve(`@tesseract.js-data/${name}/4.0.0_best_int/${name}.traineddata.gz`);
    module.FS.writeFile(`/${name}.traineddata`, await inflate(await readFile(file)));
    present.add(language);
  }

  async function apiFor(languages: readonly Language[]): Promise<TesseractApi> {
    const key = languages.map((l) => DATA_NAME[l]).join('+');
    let api = apis.get(key);
    if (!api) {
      for (const language of languages) await load(language);
      api = new module.TessBaseAPI();
      if (api.Init('/', key, ENGINE_LSTM) !== 0) throw new Error(`recogniser cannot load ${key}`);
      // Light text on dark is rare in post, and trying it doubles the time of every unsure line.
      api.SetVariable('tessedit_do_invert', '0');
      // It collects words it has read and prefers them on the next page: the result would depend on what was read before.
      // (The LSTM build has no adaptive classifier, the other thing that learns.)
      api.SetVariable('tessedit_enable_doc_dict', '0');
      for (const [oldKey, old] of [...apis].slice(0, Math.max(0, apis.size - SETS_KEPT + 1))) {
        old.End();
        apis.delete(oldKey);
      }
    }
    apis.delete(key);
    apis.set(key, api);
    return api;
  }

  async function read(raster: Raster, dpi: number, options: ReadOptions = {}): Promise<Word[]> {
    const api = await apiFor(options.languages ?? USUAL_LANGUAGES);
    const header = Buffer.from(`P5\n${raster.widthPx} ${raster.heightPx}\n255\n`);
    module.FS.writeFile('/input', Buffer.concat([header, raster.gray]));
    try {
      api.SetPageSegMode(MODE[options.segmentation ?? 'page']);
      if (api.SetImageFile(1, 0) !== 0) throw new Error('recogniser cannot take the raster');
      api.SetSourceResolution(Math.round(dpi));
      if (options.rectangle) {
        const [x0, y0, x1, y1] = options.rectangle;
        api.SetRectangle(x0, y0, x1 - x0, y1 - y0);
      }
      if (api.Recognize(null) !== 0) throw new Error('recogniser gave up');
      return parseTsv(api.GetTSVText(0));
    } finally {
      api.Clear();
      module.FS.unlink('/input');
    }
  }

  return {
    read,
    async warm() {
      await read({ widthPx: 64, heightPx: 32, gray: Buffer.alloc(64 * 32, 255) }, 200, { segmentation: 'line' });
    },
  };
}

/** Level, page, block, paragraph, line, word, left, top, width, height, confidence, text; level 5 is a word. */
export function parseTsv(tsv: string): Word[] {
  const words: Word[] = [];
  let line = -1;
  let block = -1;
  for (const row of tsv.split('\n')) {
    const cells = row.split('\t');
    const [level, x, y, w, h, confidence] = [0, 6, 7, 8, 9, 10].map((i) => Number(cells[i])) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (level === 2) block++;
    if (level === 4) line++;
    const text = cells[11]?.trim();
    if (level !== 5 || !text) continue;
    words.push({ text, box: [x, y, x + w, y + h], confidence: Math.max(0, confidence) / 100, line, block });
  }
  return words;
}
