import { type TProperties, Type } from 'typebox';
import type { Condition } from '../../src/base/words.ts';
import { MAX_LABEL_DOTS } from '../protocol/limits.ts';
import { type DeviceOptions, defineDriver, type LabelBits, type LabelPrinterDriver, type Link } from '../supervisor/driver.ts';
import type { Conversation } from './conversation.ts';
import { speakIpp } from './ipp-printer.ts';
import { type Area, areaOf, MEDIA, type Media, parseMedia } from './media.ts';
import { openPrinter } from './printer.ts';
import { checkSpoken, registerSpoken } from './spoken.ts';

/** Options that every label printer has, as they are after defaults and quirk. */
export interface PrinterOptions {
  /** `none`: the printer is believed blindly, a label counts as printed when its last byte was taken. */
  status: 'queried' | 'none';
  silenceMs: number;
  answerMs: number;
  /** How long a sent label may take to come out before it is given up. */
  settleMs: number;
  baudRate: number;
}
/** What a language is given: its own options, those of every printer, and what lies in this one. */
export type Settings<Own> = Own & PrinterOptions & Area & { media: Media | null; resolutionDpi: number };

/** A look at a printer without a job of ours. */
export interface Look {
  conditions: Condition[];
  /** It answered: everything said to it before has been read. */
  heard: boolean;
}

/**
 * What became of a label whose last byte was sent: it came out, nothing is known yet, or the printer says that it stopped and has let go of it. How much of
 * it hangs from the printer then nobody knows, and nothing will come of waiting.
 */
export type Fate = 'out' | 'awaited' | 'lost';

/** What one label language is. Everything else a label printer does is the same for all. */
export interface LabelLanguage<Own extends DeviceOptions> {
  name: string;
  /** Words of the IEEE-1284 id of a USB printer that speaks it. */
  speaks: RegExp;
  match: LabelPrinterDriver['match'];
  /** The format's name for IPP. */
  mimeType: string;
  /** The print head where the configuration does not say. */
  limits: { widthDots: number; resolutionDpi: number };
  /** What the configuration may say besides the options of every printer. */
  options: TProperties;
  defaults: Own;
  /** Models with an accent: `options.quirk` names a row; what the configuration says itself wins. */
  quirks?: Readonly<Record<string, Partial<Own & PrinterOptions>>>;
  /** What lies in it where the configuration does not say; without it the whole head is used. */
  usualMedia?: string;
  /** The part of the media that can be printed on, where it is not all of it. */
  area?(media: Media, settings: Own & { headDots: number; resolutionDpi: number }): Area | null;
  encode(label: LabelBits, settings: Settings<Own>): Uint8Array;
  /** Said once to a printer that has answered for the first time; what it says to that is heard out before a label comes. */
  greeting?: string | Uint8Array;
  /** @throws DEVICE_ABSENT */
  look(talk: Conversation, settings: Settings<Own>): Promise<Look>;
  /**
   * Called when the last byte of a job was sent; what it returns is then asked again and again what became of the label. May keep in
   * mind what it has heard. @throws DEVICE_ABSENT
   */
  follow(talk: Conversation, settings: Settings<Own>): () => Promise<Fate>;
  /**
   * Makes the printer forget what it holds, half or whole: it must not come out later beside the label printed in its stead.
   * @throws DEVICE_ABSENT
   */
  takeBack(talk: Conversation, settings: Settings<Own>): Promise<void>;
  /** That restarts the printer: the connection may go with it, and what is said meanwhile is lost. */
  restarts?: boolean;
}

const USUAL = { status: 'queried', silenceMs: 15_000, answerMs: 2_000, settleMs: 20_000, baudRate: 9_600 } as const;

/** The driver of a language: reached by network, USB, serial line or IPP, with no line of the language about any of them. */
export function labelPrinter<Own extends DeviceOptions>(language: LabelLanguage<Own>): LabelPrinterDriver {
  const { name, match, limits, quirks = {} } = language;
  registerSpoken(name, language.speaks);
  return defineDriver({
    kind: 'label-printer',
    name,
    transport: ['tcp', 'usb', 'serial', 'ipp'],
    match,
    isolation: 'shared',
    limits,
    options: Type.Object(
      {
        media: Type.Optional(Type.String({ pattern: MEDIA })),
        widthDots: Type.Optional(Type.Integer({ minimum: 8, maximum: MAX_LABEL_DOTS })),
        resolutionDpi: Type.Optional(Type.Integer({ minimum: 100, maximum: 1_200 })),
        ...(Object.keys(quirks).length > 0 ? { quirk: Type.Optional(Type.Enum(Object.keys(quirks))) } : {}),
        status: Type.Optional(Type.Enum(['queried', 'none'])),
        silenceMs: Type.Optional(Type.Integer({ minimum: 50 })),
        answerMs: Type.Optional(Type.Integer({ minimum: 50 })),
        settleMs: Type.Optional(Type.Integer({ minimum: 50 })),
        /** Of a serial line; 8 data bits, for pictures are bytes. */
        baudRate: Type.Optional(Type.Enum([9_600, 19_200, 38_400, 57_600, 115_200])),
        ...language.options,
      },
      { additionalProperties: false },
    ),
    async open(link) {
      const settings = settingsOf(language, link);
      if (/^ipps?:/.test(link.address)) return speakIpp(language, link, settings);
      await checkSpoken(name, link);
      return openPrinter(language, link, settings);
    },
  });
}

function settingsOf<Own extends DeviceOptions>(language: LabelLanguage<Own>, { options }: Link): Settings<Own> {
  const { limits, quirks = {}, defaults } = language;
  const resolutionDpi = (options.resolutionDpi as number | undefined) ?? limits.resolutionDpi;
  const headDots = (options.widthDots as number | undefined) ?? Math.floor((limits.widthDots * resolutionDpi) / limits.resolutionDpi);
  const said = (options.media as string | undefined) ?? language.usualMedia;
  const media = said === undefined ? null : parseMedia(said);
  const chosen = { ...USUAL, ...defaults, ...quirks[String(options.quirk)], ...options };
  const area = (media && language.area?.(media, { ...chosen, headDots, resolutionDpi })) ?? areaOf(media, headDots, resolutionDpi);
  return { ...chosen, ...area, media, resolutionDpi } as Settings<Own>;
}
