import { openLineDevice } from './line-device.ts';

export const SCALE_LANGUAGES = ['mt-sics', 'toledo-8217', 'nci', 'toledo-continuous', 'headed'] as const;
export type ScaleLanguageName = (typeof SCALE_LANGUAGES)[number];

/** What lies on the pan, and what is wrong with the scale. */
interface Pan {
  /** Grams, to the gram. */
  grams: number;
  state: 'still' | 'moving' | 'over' | 'under' | 'broken';
}

/** A scale written from the manuals of the makers, which knows none of the drivers. It weighs in kilograms with three decimals. */
export interface VirtualScale {
  port: number;
  /** Puts so many grams on it; `settlesAfter` answers are still given while it moves. */
  load(grams: number, settlesAfter?: number): void;
  state(state: Pan['state']): void;
  /** So many questions stay unanswered; or nothing is said by itself for so many ticks. */
  silent(answers: number): void;
  /** The next answers come so late. */
  slow(ms: number): void;
  /** The next answer breaks off after so many bytes. */
  cutAfter(bytes: number): void;
  /** Says so before each answer. */
  noise(bytes: Buffer): void;
  hangUp(): void;
  asked(): number;
  close(): Promise<void>;
}

const TICK_MS = 20;
const QUESTIONS: Partial<Record<ScaleLanguageName, string>> = { 'mt-sics': 'SI\r\n', 'toledo-8217': 'W', nci: 'W\r' };

export async function openScale(language: ScaleLanguageName): Promise<VirtualScale> {
  const pan: Pan = { grams: 0, state: 'still' };
  const wrong = { settlesAfter: 0, silent: 0, slowMs: 0, cutAfter: -1, noise: Buffer.alloc(0) };
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  let asked = 0;
  let heard = '';

  function answer(say: (text: string) => void): void {
    if (wrong.silent > 0) {
      wrong.silent--;
      return;
    }
    const state = wrong.settlesAfter > 0 ? 'moving' : pan.state;
    if (wrong.settlesAfter > 0) wrong.settlesAfter--;
    let text = wrong.noise.toString('latin1') + WORDS[language](pan.grams, state);
    if (wrong.cutAfter >= 0) text = text.slice(0, wrong.cutAfter);
    wrong.cutAfter = -1;
    if (wrong.slowMs > 0) later(wrong.slowMs, () => say(text));
    else say(text);
  }

  const question = QUESTIONS[language];
  const device = await openLineDevice((bytes, say) => {
    if (question === undefined) return;
    heard += bytes.toString('latin1');
    for (let at = heard.indexOf(question); at >= 0; at = heard.indexOf(question)) {
      heard = heard.slice(at + question.length);
      asked++;
      answer(say);
    }
    heard = heard.slice(-16);
  });
  const ticking = question === undefined ? setInterval(() => answer(device.say), TICK_MS) : undefined;

  return {
    port: device.port,
    load(grams, settlesAfter = 0) {
      pan.grams = grams;
      wrong.settlesAfter = settlesAfter;
    },
    state(state) {
      pan.state = state;
    },
    silent(answers) {
      wrong.silent = answers;
    },
    slow(ms) {
      wrong.slowMs = ms;
    },
    cutAfter(bytes) {
      wrong.cutAfter = bytes;
    },
    noise(bytes) {
      wrong.noise = Buffer.from(bytes);
    },
    hangUp: () => device.hangUp(),
    asked: () => asked,
    async close() {
      clearInterval(ticking);
      for (const timer of timers) clearTimeout(timer);
      await device.close();
    },
  };
}

const kg = (grams: number) => (grams / 1000).toFixed(3);
const code = (n: number) => String.fromCharCode(n);

/** How each language says one moment. */
const WORDS: Record<ScaleLanguageName, (grams: number, state: Pan['state']) => string> = {
  'mt-sics': (grams, state) => {
    if (state === 'over') return 'S +\r\n';
    if (state === 'under') return 'S -\r\n';
    if (state === 'broken') return 'S I\r\n';
    return `S ${state === 'moving' ? 'D' : 'S'} ${kg(grams).padStart(10)} kg\r\n`;
  },
  'toledo-8217': (grams, state) => {
    // Bits 5 and 6 of the status are always 1.
    const status = { still: 0, moving: 0b1, over: 0b10, under: 0b100, broken: 0b1000 }[state];
    if (state !== 'still') return `\x02?${code(0b110_0000 | status)}\r`;
    return `\x02${kg(grams).padStart(6, '0')}\r`;
  },
  nci: (grams, state) => {
    const first = 0b11_0000 | { still: 0, moving: 1, over: 0, under: 0, broken: 0b100 }[state];
    const second = 0b11_0000 | { still: 0, moving: 0, over: 0b10, under: 0b1, broken: 0 }[state];
    const status = `\nS${code(first)}${code(second)}\r\x03`;
    return state === 'still' ? `\n${kg(grams).padStart(6, '0')}KG\r${status}` : status;
  },
  'toledo-continuous': (grams, state) => {
    const b = 0b11_0000 | { still: 0, moving: 0b1000, over: 0b100, under: 0b110, broken: 0b100_0000 }[state];
    const frame = `\x02${code(0b10_1101)}${code(b)}${code(0b10_0000)}${String(grams).padStart(6)}${'000000'}\r`;
    const sum = [...frame].reduce((total, character) => total + (character.charCodeAt(0) & 0x7f), 0);
    return frame + code((0x80 - (sum & 0x7f)) & 0x7f);
  },
  headed: (grams, state) => {
    const head = { still: 'ST', moving: 'US', over: 'OL', under: 'OL', broken: 'QQ' }[state];
    return `${head},GS,${state === 'under' ? '-' : '+'}${kg(grams).padStart(8)}kg\r\n`;
  },
};
