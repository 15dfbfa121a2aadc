import { Type } from 'typebox';
import { MAX_CODE_CHARACTERS } from '../../../protocol/limits.ts';
import type { InputWire } from '../../../protocol/messages.ts';
import type { InputLink, ReaderSession } from '../../../supervisor/driver.ts';
import type { KeyPress, Keys } from '../../../transports/keys.ts';
import { CAPS_LOCK, ENTER, KEYBOARDS, KEYPAD, KEYPAD_ENTER, type KeyboardName, MODIFIERS, TAB } from '../../quirks/keyboards.ts';
import { readerSession } from './reader-session.ts';

export const TYPING_OPTIONS = {
  /** The keyboard the reader is set to: `us` as it comes out of its box, `fr` AZERTY, `de` QWERTZ. */
  layout: Type.Optional(Type.Enum(Object.keys(KEYBOARDS) as KeyboardName[])),
  /** So long a pause ends a code that neither Enter nor Tab has ended. */
  silenceMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 2_000 })),
};

/** Text out of key presses, as a keyboard of that layout would type it. What it keeps is bounded. */
export class TypedText {
  readonly #layout: (typeof KEYBOARDS)[KeyboardName];
  readonly #held = new Set<number>();
  #caps = false;
  #text = '';
  #tooLong = false;
  /** Digits of a character given by its number: left Alt held, digits of the keypad (what scanners call ALT mode). */
  #number = '';

  constructor(layout: KeyboardName) {
    this.#layout = KEYBOARDS[layout];
  }

  get waiting(): boolean {
    return this.#text.length > 0 || this.#tooLong;
  }

  /** Texts that these presses ended by Enter or Tab. */
  push(presses: readonly KeyPress[]): string[] {
    const texts: string[] = [];
    for (const { code, down } of presses) {
      if (MODIFIERS.has(code)) {
        this.#hold(code, down);
        continue;
      }
      if (!down) continue;
      if (code === CAPS_LOCK) this.#caps = !this.#caps;
      else if (code === ENTER || code === KEYPAD_ENTER || code === TAB) {
        const text = this.end();
        if (text !== null) texts.push(text);
      } else this.#type(code);
    }
    return texts;
  }

  /** What was typed, where nothing more comes. */
  end(): string | null {
    const text = this.#tooLong || this.#text === '' ? null : this.#text;
    this.#text = '';
    this.#tooLong = false;
    return text;
  }

  /** Presses are missing: what was typed around them is no code. */
  lose(): void {
    this.end();
    this.#held.clear();
    this.#number = '';
  }

  #hold(code: number, down: boolean): void {
    if (down) this.#held.add(code);
    else this.#held.delete(code);
    if (MODIFIERS.get(code) !== 'alt' || down) return;
    const number = Number(this.#number);
    this.#number = '';
    if (number > 0 && number <= 0xff) this.#add(String.fromCharCode(number));
  }

  #type(code: number): void {
    const is = (what: string) => [...this.#held].some((held) => MODIFIERS.get(held) === what);
    const onPad = KEYPAD.get(code);
    if (is('alt') && onPad !== undefined && /\d/.test(onPad)) {
      this.#number = (this.#number + onPad).slice(-4);
      return;
    }
    const [plain = '', shifted = '', third = ''] = this.#layout.get(code) ?? [onPad, onPad];
    const isLetter = plain !== shifted && plain.toUpperCase() === shifted;
    const character = is('altgr') ? third : is('shift') !== (this.#caps && isLetter) ? shifted : plain;
    // Ctrl makes the control characters: Ctrl and ] is GS, as it stands between the fields of GS1 codes.
    const control = is('ctrl') && /^[@-_a-z]$/.test(character);
    if (character !== '') this.#add(control ? String.fromCharCode(character.toUpperCase().charCodeAt(0) & 0x1f) : character);
  }

  #add(character: string): void {
    if (this.#text.length >= MAX_CODE_CHARACTERS) [this.#text, this.#tooLong] = ['', true];
    if (!this.#tooLong) this.#text += character;
  }
}

const NOBODY_TYPES_MS = 60_000;

/** A reader that types. */
export async function openTypingReader(link: InputLink, inputOf: (text: string | null) => InputWire | null): Promise<ReaderSession> {
  const { layout = 'us', silenceMs = 50 } = link.options as { layout?: KeyboardName; silenceMs?: number };
  const keys: Keys = await link.openKeys();
  async function* inputs(): AsyncGenerator<InputWire, void> {
    const typed = new TypedText(layout);
    for (;;) {
      const heard = await keys.next(typed.waiting ? silenceMs : NOBODY_TYPES_MS);
      if (heard?.lost) typed.lose();
      for (const text of heard ? typed.push(heard.presses) : [typed.end()]) {
        const input = inputOf(text);
        if (input) yield input;
      }
    }
  }
  return readerSession(inputs(), () => keys.close());
}
