import { Type } from 'typebox';
import type { InputWire } from '../../../protocol/messages.ts';
import type { Link, ReaderSession } from '../../../supervisor/driver.ts';
import { USUAL_SETTINGS } from '../../../transports/serial.ts';
import { SERIAL_OPTIONS, settingsFrom } from '../../../transports/serial-probe.ts';
import { MAX_CODE_BYTES, textOf } from './code.ts';
import { orPause, readerSession } from './reader-session.ts';

const STX = 0x02;
const ENDINGS = {
  any: [0x0d, 0x0a, 0x09, 0x03],
  cr: [0x0d],
  lf: [0x0a],
  tab: [0x09],
  'stx-etx': [0x03],
  /** Nothing ends a code but a pause. */
  silence: [],
} as const;
export type Ending = keyof typeof ENDINGS;

export const CODE_LINE_OPTIONS = {
  ...SERIAL_OPTIONS,
  /** What the reader sends after a code; `any` of them where nothing is said. */
  ending: Type.Optional(Type.Enum(Object.keys(ENDINGS) as Ending[])),
  /** So long a pause ends a code that nothing else has ended. */
  silenceMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 2_000 })),
};

/** Codes out of bytes as they come. Pure but for what it keeps, which is bounded; what is longer than any code is passed over up to its end. */
export class CodeFramer {
  readonly #ends: readonly number[];
  readonly #framed: boolean;
  #begun: number[] = [];
  /** Inside STX and ETX, where that is how codes come; or always. */
  #listening: boolean;
  #tooLong = false;

  constructor(ending: Ending) {
    this.#ends = ENDINGS[ending];
    this.#framed = ending === 'stx-etx';
    this.#listening = !this.#framed;
  }

  /** Something was said that nothing has ended yet. */
  get waiting(): boolean {
    return this.#begun.length > 0 || this.#tooLong;
  }

  /** The codes that these bytes ended. */
  push(bytes: Uint8Array): Uint8Array[] {
    const codes: Uint8Array[] = [];
    for (const byte of bytes) {
      if (byte === STX && (this.#framed || this.#begun.length === 0)) {
        this.#begun = [];
        this.#tooLong = false;
        this.#listening = true;
      } else if (this.#ends.includes(byte)) {
        const code = this.#end();
        if (code) codes.push(code);
        this.#listening = !this.#framed;
      } else if (this.#listening && this.#begun.push(byte) > MAX_CODE_BYTES) {
        this.#begun = [];
        this.#tooLong = true;
      }
    }
    return codes;
  }

  /** Nothing more came for a while. Between STX and ETX that is no end but a loss. */
  silence(): Uint8Array | null {
    const code = this.#end();
    if (!this.#framed) return code;
    this.#listening = false;
    return null;
  }

  #end(): Uint8Array | null {
    const code = this.#tooLong || this.#begun.length === 0 ? null : Uint8Array.from(this.#begun);
    this.#begun = [];
    this.#tooLong = false;
    return code;
  }
}

const NOBODY_SCANS_MS = 60_000;

/** A reader on a line that sends text. It never answers, so its settings cannot be probed: 9600 8N1 where nothing is configured. */
export async function openCodeLine(link: Link, inputOf: (text: string | null) => InputWire | null): Promise<ReaderSession> {
  const { ending = 'any', silenceMs = 50 } = link.options as { ending?: Ending; silenceMs?: number };
  const pipe = await link.openPipe(settingsFrom(link.options, USUAL_SETTINGS));
  async function* inputs(): AsyncGenerator<InputWire, void> {
    const framer = new CodeFramer(ending);
    for (;;) {
      const bytes = await orPause(link.clock, framer.waiting ? silenceMs : NOBODY_SCANS_MS, (patienceMs) => pipe.receive(patienceMs));
      const silent = bytes ? null : framer.silence();
      for (const code of bytes ? framer.push(bytes) : silent ? [silent] : []) {
        const input = inputOf(textOf(code));
        if (input) yield input;
      }
    }
  }
  return readerSession(inputs(), () => pipe.close());
}
