import type { Clock } from '../../src/base/clock.ts';
import type { Pipe } from '../transports/pipe.ts';

/** More than this without an answer in it is noise; the oldest is dropped. */
export const MAX_ANSWER_BYTES = 4_096;

export interface Patience {
  /** Longest time in which the printer may take no byte. */
  silenceMs: number;
  /** How long to wait for an answer. */
  answerMs: number;
}

/** Questions and answers with one printer. An answer is whatever `parse` finds in what was heard, wherever in the bytes it stands. */
export class Conversation {
  readonly #pipe: Pipe;
  readonly #clock: Clock;
  readonly #patience: Patience;
  #heard: Buffer = Buffer.alloc(0);

  constructor(pipe: Pipe, clock: Clock, patience: Patience) {
    this.#pipe = pipe;
    this.#clock = clock;
    this.#patience = patience;
  }

  /** Says something that has no answer. A pipe that took half of it is at its end. */
  async say(words: string | Uint8Array): Promise<void> {
    const { complete } = await this.#pipe.send(bytesOf(words), this.#patience.silenceMs);
    if (!complete) await this.#pipe.close();
  }

  /** Asks and listens. What was said before is no answer and is forgotten. @throws DEVICE_ABSENT */
  async ask<T>(question: string | Uint8Array, parse: (heard: Buffer) => T | null): Promise<T | null> {
    this.forget();
    const { complete } = await this.#pipe.send(bytesOf(question), this.#patience.silenceMs);
    if (complete) return this.listen(parse);
    // What is heard without a question is no answer; a pipe that has ended says so.
    await this.#pipe.receive(1);
    return null;
  }

  /** Listens to what the printer says by itself, together with what was heard since the last question. @throws DEVICE_ABSENT */
  async listen<T>(parse: (heard: Buffer) => T | null, patienceMs = this.#patience.answerMs): Promise<T | null> {
    const already = this.#heard.length > 0 ? parse(this.#heard) : null;
    if (already !== null) return already;
    const untilMs = this.#clock.monotonicMs() + patienceMs;
    for (let leftMs = patienceMs; leftMs > 0; leftMs = untilMs - this.#clock.monotonicMs()) {
      const piece = await this.#pipe.receive(leftMs);
      if (!piece) break;
      this.#heard = Buffer.concat([this.#heard, piece]).subarray(-MAX_ANSWER_BYTES);
      const answer = parse(this.#heard);
      if (answer !== null) return answer;
    }
    return null;
  }

  forget(): void {
    this.#pipe.forget();
    this.#heard = Buffer.alloc(0);
  }
}

const bytesOf = (words: string | Uint8Array): Uint8Array => (typeof words === 'string' ? Buffer.from(words, 'latin1') : words);
