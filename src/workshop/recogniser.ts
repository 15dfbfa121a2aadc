import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Language } from '#base/words.ts';
import { believeProven } from './look-alikes.ts';
import type { Box, Word } from './page-look.ts';
import type { Raster } from './raster.ts';
import { partWords } from './word-gaps.ts';

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
  read(raster: Raster, dpi: number, options?: ReadOptions): Promise<ReadWord[]>;
  /** Loads the usual languages and lets the engine compile its inner loops. */
  warm(): Promise<void>;
}

/** A character as the recogniser took it from the line; boxes are those of its ink. */
export interface ReadSymbol {
  text: string;
  box: Box;
  /** 0 to 1. */
  confidence: number;
}

export interface ReadWord extends Word {
  symbols: ReadSymbol[];
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
  GetHOCRText(page: number): string;
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
/** In sample letters 72 of 85 words of such letters are right, whatever confidence the word itself was given. */
const SURE_LETTER = 0.95;
const SURE_LETTERS = 0.75;
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
      api.SetVariable('hocr_char_boxes', '1');
      for (const [oldKey, old] of [...apis].slice(0, Math.max(0, apis.size - SETS_KEPT + 1))) {
        old.End();
        apis.delete(oldKey);
      }
    }
    apis.delete(key);
    apis.set(key, api);
    return api;
  }

  async function read(raster: Raster, dpi: number, options: ReadOptions = {}): Promise<ReadWord[]> {
    const api = await apiFor(options.languages ?? USUAL_LANGUAGES);
    module.FS.writeFile('/input', asSpix(raster));
    try {
      api.SetPageSegMode(MODE[options.segmentation ?? 'page']);
      if (api.SetImageFile(1, 0) !== 0) throw new Error('recogniser cannot take the raster');
      api.SetSourceResolution(Math.round(dpi));
      if (options.rectangle) {
        const [x0, y0, x1, y1] = options.rectangle;
        api.SetRectangle(x0, y0, x1 - x0, y1 - y0);
      }
      if (api.Recognize(null) !== 0) throw new Error('recogniser gave up');
      return partWords(parseHocr(api.GetHOCRText(0)), raster).map(believeProven);
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

/**
 * Leptonica's own file of its picture in memory, which it takes over as it is; a PGM it reads byte by byte, 8 ms for half a page.
 * Little-endian numbers: "spix", width, height, depth, 32-bit words in a row, colours in the map, bytes that follow; then the rows, the
 * first pixel of a word in its highest byte.
 *
 * @see leptonica's spixio.c, pixSerializeToMemory
 */
function asSpix({ widthPx, heightPx, gray }: Raster): Uint8Array {
  const rowBytes = 4 * Math.ceil(widthPx / 4);
  const header = Buffer.alloc(28);
  header.write('spix', 0, 'latin1');
  for (const [i, value] of [widthPx, heightPx, 8, rowBytes / 4, 0, rowBytes * heightPx].entries()) header.writeInt32LE(value, 4 + 4 * i);
  const file = Buffer.alloc(header.length + rowBytes * heightPx);
  header.copy(file);
  const pixels = file.subarray(header.length);
  for (let y = 0; y < heightPx; y++) pixels.set(gray.subarray(y * widthPx, (y + 1) * widthPx), y * rowBytes);
  pixels.swap32();
  return file;
}

/** What stands on one line of hOCR: the beginning of a block, a line, a word or a character, and the text of the last. */
const ELEMENT =
  /class='(ocr_carea|ocr_par|ocr_line|ocr_header|ocr_caption|ocr_textfloat|ocrx_word|ocrx_cinfo)'[^>]*title=["']([^"']*)["'][^>]*>([^<]*)/g;
const ESCAPED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

const numbers = (title: string, property: string): number[] =>
  (new RegExp(`${property} ([-\\d. ]+)`).exec(title)?.[1] ?? '').trim().split(' ').map(Number);

/**
 * Words of Tesseract's hOCR with `hocr_char_boxes`, as it writes it: an element per line, boxes in pixels.
 *
 * @see http://kba.github.io/hocr-spec/1.2/ for the properties
 */
export function parseHocr(hocr: string): ReadWord[] {
  const words: ReadWord[] = [];
  let line = -1;
  let block = -1;
  for (const [, kind, title, content] of hocr.matchAll(ELEMENT)) {
    if (kind === 'ocr_carea') block++;
    else if (kind === 'ocrx_word') {
      const box = numbers(title!, 'bbox') as Box;
      words.push({ text: '', box, confidence: numbers(title!, 'x_wconf')[0]! / 100, line, block, symbols: [] });
    } else if (kind === 'ocrx_cinfo') {
      const word = words.at(-1)!;
      const text = content!.replace(/&[a-z#0-9]+;/g, (escaped) => ESCAPED[escaped] ?? escaped);
      word.text += text;
      word.symbols.push({ text, box: numbers(title!, 'x_bboxes') as Box, confidence: numbers(title!, 'x_conf')[0]! / 100 });
    } else if (kind !== 'ocr_par') line++;
  }
  return words.filter((word) => word.text.trim() !== '').map(doubtOfSpacesAside);
}

/**
 * A word's confidence takes in how sure the network was of the space beside it: `1 359,72` comes with 0 although every figure
 * of it is certain. Where each letter is, the word is.
 */
function doubtOfSpacesAside(word: ReadWord): ReadWord {
  const sure = word.symbols.every((symbol) => symbol.confidence > SURE_LETTER);
  return sure ? { ...word, confidence: Math.max(word.confidence, SURE_LETTERS) } : word;
}
