import { Type } from 'typebox';
import { MAX_CODE_CHARACTERS } from '../../../protocol/limits.ts';
import type { InputWire } from '../../../protocol/messages.ts';
import type { InputLink, ReaderSession } from '../../../supervisor/driver.ts';
import type { KeyPress, Keys } from '../../../transports/keys.ts';
import {
  CAPS_LOCK,
  ENTER,
  KEYBOARDS,
  KEYPAD,
  KEYPAD_ENTER,
  type Keyboard,
  type KeyboardName,
  MARKS,
  MODIFIERS,
  numberedCharacter,
  TAB,
} from '../../quirks/keyboards.ts';
import { textIn } from './code.ts';
import { orPause, readerSession } from './reader-session.ts';

export const TYPING_OPTIONS = {
  /** The keyboard the reader is set to: `us` as it comes out of its box, `fr` AZERTY, `de` QWERTZ. */
  layout: Type.Optional(Type.Enum(Object.keys(KEYBOARDS) as KeyboardName[])),
  /** So long a pause ends a code that neither Enter nor Tab has ended. */
  silenceMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 2_000 })),
};

/** Text out of key presses, as a keyboard of that layout would type it. What it keeps is bounded. */
export class TypedText {
  readonly #keyboard: Keyboard;
  readonly #held = new Set<number>();
  #caps = false;
  #text = '';
  /** A dead key that waits for its letter. */
  #mark = '';
  /** Digits of a character given by its number: left Alt held, digits of the keypad (what scanners call ALT mode). */
  #number = '';
  /** Some readers press all digits of a number at once. */
  #atOnce = false;
  readonly #digitsHeld = new Set<number>();
  /** Too long, or with a hole in it: no code up to its end. */
  #spoilt = false;

  constructor(layout: KeyboardName) {
    this.#keyboard = KEYBOARDS[layout];
  }

  /** Something is begun, held or locked, which a pause ends. */
  get waiting(): boolean {
    return this.#text !== '' || this.#mark !== '' || this.#spoilt || this.#caps || this.#held.size > 0;
  }

  /** Texts that these presses ended by Enter or Tab. */
  push(presses: readonly KeyPress[]): string[] {
    const texts: string[] = [];
    for (const { code, down } of presses) {
      if (MODIFIERS.has(code)) {
        this.#hold(code, down);
        continue;
      }
      if (!down) this.#digitsHeld.delete(code);
      else if (code === CAPS_LOCK) this.#caps = !this.#caps;
      else if (code === ENTER || code === KEYPAD_ENTER || code === TAB) {
        const text = this.#take();
        if (text !== null) texts.push(text);
      } else this.#press(code);
    }
    return texts;
  }

  /** What was typed, where nothing more comes. A reader holds and locks nothing beyond a code. */
  end(): string | null {
    const text = this.#take();
    this.#held.clear();
    this.#digitsHeld.clear();
    this.#caps = false;
    return text;
  }

  /** Presses are missing: what was typed before them is half a code, and so is what comes up to the next end. */
  lose(): void {
    this.end();
    this.#spoilt = true;
  }

  #take(): string | null {
    this.#add(MARKS.get(this.#mark) ?? '');
    const text = this.#spoilt || this.#text === '' ? null : this.#text;
    [this.#text, this.#mark, this.#number, this.#atOnce, this.#spoilt] = ['', '', '', false, false];
    return text;
  }

  #hold(code: number, down: boolean): void {
    if (down) this.#held.add(code);
    else this.#held.delete(code);
    if (MODIFIERS.get(code) !== 'alt' || down || this.#number === '') return;
    const isWhole = this.#number.length > 1 && (!this.#atOnce || isWholeAtOnce(this.#number));
    const character = isWhole ? numberedCharacter(this.#number) : null;
    [this.#number, this.#atOnce] = ['', false];
    if (character === null) this.#spoilt = true;
    else this.#type(character);
  }

  #press(code: number): void {
    const is = (what: string) => [...this.#held].some((held) => MODIFIERS.get(held) === what);
    const [shift, ctrl, alt] = [is('shift'), is('ctrl'), is('alt')];
    const onPad = KEYPAD.get(code);
    if (alt && !ctrl && onPad !== undefined && /\d/.test(onPad)) {
      this.#atOnce ||= this.#digitsHeld.size > 0;
      this.#digitsHeld.add(code);
      this.#number = (this.#number + onPad).slice(0, 5);
      return;
    }
    // Ctrl and Alt together are AltGr under Windows. Alt alone and the Windows key are for commands.
    const altgr = is('altgr') || (ctrl && alt);
    if ((alt && !altgr) || is('meta')) return;
    const [plain = '', shifted = '', third = ''] = this.#keyboard.keys.get(code) ?? [onPad, onPad];
    const character = altgr ? third : shift !== (this.#caps && this.#locks(code, plain, shifted)) ? shifted : plain;
    // Ctrl makes the control characters: Ctrl and ] is GS, as it stands between the fields of GS1 codes.
    if (!ctrl || alt) this.#type(character);
    else if (/^[@-_a-z]$/.test(character)) this.#type(String.fromCharCode(character.toUpperCase().charCodeAt(0) & 0x1f));
  }

  #locks(code: number, plain: string, shifted: string): boolean {
    const { unlocked } = this.#keyboard;
    return unlocked ? !unlocked.includes(code) : plain !== shifted && plain.toUpperCase() === shifted;
  }

  #type(character: string): void {
    if (character === '') return;
    const mark = this.#mark;
    this.#mark = mark === '' && MARKS.has(character) ? character : '';
    if (this.#mark === '') this.#add(mark === '' ? character : marked(mark, character));
  }

  #add(characters: string): void {
    if (this.#text.length + characters.length > MAX_CODE_CHARACTERS) this.#spoilt = true;
    if (this.#spoilt) this.#text = '';
    else this.#text += characters;
  }
}

/**
 * Whether no digit is missing from a number whose keys went down at once: the kernel tells of a key that is down already no more, so that 080
 * comes as 08, and 0113 as 013. Of three digits or four, what may lack one is below 32, where only GS is ever meant.
 */
const isWholeAtOnce = (digits: string): boolean => digits.length >= 3 && (Number(digits) >= 32 || Number(digits) === 29);

/** A letter under a dead key; where there is no such letter both stand for themselves, and with a blank the mark alone. */
function marked(mark: string, character: string): string {
  const [alone, whole] = [MARKS.get(mark)!, `${character}${mark}`.normalize('NFC')];
  if (character === ' ') return alone;
  // No keyboard of these makes a letter beyond Latin-1.
  return whole.length === 1 && whole <= 'ÿ' ? whole : alone + (MARKS.get(character) ?? character);
}

const NOBODY_TYPES_MS = 60_000;

/** A reader that types. */
export async function openTypingReader(link: InputLink, inputOf: (text: string | null) => InputWire | null): Promise<ReaderSession> {
  const { layout = 'us', silenceMs = 50 } = link.options as { layout?: KeyboardName; silenceMs?: number };
  const keys: Keys = await link.openKeys();
  async function* inputs(): AsyncGenerator<InputWire, void> {
    const typed = new TypedText(layout);
    for (;;) {
      const heard = await orPause(link.clock, typed.waiting ? silenceMs : NOBODY_TYPES_MS, keys.next);
      if (heard?.lost) typed.lose();
      for (const text of heard ? typed.push(heard.presses) : [typed.end()]) {
        const input = inputOf(textIn(text));
        if (input) yield input;
      }
    }
  }
  return readerSession(inputs(), () => keys.close());
}
