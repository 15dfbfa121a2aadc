import { Type } from 'typebox';
import { MailroomError } from '../../../../src/base/errors.ts';
import type { Link, Report, ScaleSession } from '../../../supervisor/driver.ts';
import { pause } from '../../../supervisor/pause.ts';
import type { Pipe } from '../../../transports/pipe.ts';
import type { SerialSettings } from '../../../transports/serial.ts';
import { openProbed, SERIAL_OPTIONS } from '../../../transports/serial-probe.ts';
import { weighOut } from './weigh.ts';
import { conditionsOf, type Reading } from './weight.ts';

/** Readings found in what was heard, oldest first, and what of it may still become one. */
export interface Heard {
  readings: Reading[];
  rest: Buffer;
}

/** How a scale on a line speaks. */
export interface ScaleLanguage {
  /** What to say for the weight of the moment; null where it speaks by itself. */
  ask: string | null;
  /**
   * Pure, and of any bytes whatever. Says the same wherever the bytes are cut: only what surely ended is a reading, only what surely
   * began is kept. `rest` is bounded.
   */
  parse(heard: Buffer): Heard;
  /** Tried in this order where the configuration says nothing. */
  settings: readonly SerialSettings[];
}

export const SCALE_OPTIONS = {
  ...SERIAL_OPTIONS,
  /** How long an answer, or the next spontaneous word, may take. With `patienceMs` it stays below what the daemon waits for a weight. */
  answerMs: Type.Optional(Type.Integer({ minimum: 20, maximum: 2_000 })),
  /** How long to wait for the weight to stand still. */
  patienceMs: Type.Optional(Type.Integer({ minimum: 50, maximum: 8_000 })),
  /** A weight above is none: the scale must be another one, or the bytes wrong. */
  capacityGrams: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
};
export interface ScaleOptions {
  answerMs: number;
  patienceMs: number;
  capacityGrams: number;
}
export const scaleOptions = (options: Link['options']): ScaleOptions =>
  ({ answerMs: 1_000, patienceMs: 5_000, capacityGrams: 1_000_000, ...options }) as ScaleOptions;

const ASK_AGAIN_MS = 50;
/** An answer that is late is waited for once more, and one that never ends so many times as long. */
const TALKS = 3;

/** Opens a scale of this language, trying settings until one answers. @throws DEVICE_ABSENT no scale speaks there. */
export async function openSerialScale(link: Link, language: ScaleLanguage): Promise<ScaleSession> {
  const options = scaleOptions(link.options);
  const pipe = await openProbed(link, language.settings, async (candidate) => {
    return (await new Line(link, candidate, language, options.answerMs).next(options.answerMs)) !== null;
  });
  const line = new Line(link, pipe, language, options.answerMs);
  return {
    async status(): Promise<Report> {
      const reading = await line.next(options.answerMs);
      return { conditions: reading ? conditionsOf(reading) : ['timed-out'] };
    },
    weigh() {
      line.forget();
      return weighOut(link, (leftMs) => line.next(leftMs), { ...options, times: 2 });
    },
    close: () => pipe.close(),
  };
}

/** One reading after the other from the line, none of them older than its question. */
class Line {
  readonly #link: Link;
  readonly #pipe: Pipe;
  readonly #language: ScaleLanguage;
  readonly #answerMs: number;
  #rest: Buffer = Buffer.alloc(0);
  /** A question was not answered: its answer may still come, and must not be taken for that of the next. */
  #owing = false;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(link: Link, pipe: Pipe, language: ScaleLanguage, answerMs: number) {
    this.#link = link;
    this.#pipe = pipe;
    this.#language = language;
    this.#answerMs = answerMs;
  }

  /** What was said up to now is of the past; what is half said is cut off, and no reading. */
  forget(): void {
    this.#pipe.forget();
    this.#rest = Buffer.alloc(0);
  }

  /** @throws DEVICE_ABSENT */
  async next(patienceMs: number): Promise<Reading | null> {
    const { clock, deviceId } = this.#link;
    const { ask } = this.#language;
    if (ask !== null) {
      if (this.#owing) await this.#hearOut();
      const restMs = Math.min(patienceMs, this.#askedAtMs + ASK_AGAIN_MS - clock.monotonicMs());
      if (restMs > 0) await pause(clock, restMs);
      this.forget();
      this.#askedAtMs = clock.monotonicMs();
      this.#owing = true;
      const { complete } = await this.#pipe.send(Buffer.from(ask, 'latin1'), this.#answerMs);
      if (!complete) throw new MailroomError('DEVICE_ABSENT', { deviceId });
    }
    const untilMs = clock.monotonicMs() + Math.min(patienceMs, this.#answerMs);
    for (;;) {
      const leftMs = untilMs - clock.monotonicMs();
      const piece = leftMs > 0 ? await this.#pipe.receive(leftMs) : null;
      if (!piece) return null;
      const { readings, rest } = this.#language.parse(Buffer.concat([this.#rest, piece]));
      this.#rest = rest;
      // Of several the newest: one that speaks by itself may have been listened to late.
      const reading = readings.at(-1);
      if (!reading) continue;
      this.#owing = false;
      return reading;
    }
  }

  async #hearOut(): Promise<void> {
    const { clock } = this.#link;
    const untilMs = clock.monotonicMs() + TALKS * this.#answerMs;
    while (clock.monotonicMs() < untilMs && (await this.#pipe.receive(this.#answerMs)) !== null);
  }
}
