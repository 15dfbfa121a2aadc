import { isFailure } from '../../src/base/errors.ts';
import type { DeviceOptions, LabelOutcome, LabelPrinterSession, Link, Report } from '../supervisor/driver.ts';
import { pause } from '../supervisor/pause.ts';
import type { Pipe } from '../transports/pipe.ts';
import { USUAL_SETTINGS } from '../transports/serial.ts';
import { Conversation } from './conversation.ts';
import type { LabelLanguage, Look, Settings } from './language.ts';

/**
 * At how many openings a printer is still told to forget, as it may hold a job that nobody waits for any more: it was given up, or this process has
 * not spoken with the printer yet and the one before may have died in the middle. One that is believed blindly holds only what counts as printed.
 */
const tellingsLeft = new WeakMap<Link, number>();
/** A printer that restarts whenever it is told, and is gone with that before it could answer, would never stop. */
const RESTARTS = 3;

const LOOK_AGAIN_MS = 100;

/** A printer at the other end of a byte pipe. @throws DEVICE_ABSENT, DEVICE_REFUSED */
export async function openPrinter<Own extends DeviceOptions>(
  language: LabelLanguage<Own>,
  link: Link,
  settings: Settings<Own>,
): Promise<LabelPrinterSession> {
  const pipe = await link.openPipe({ ...USUAL_SETTINGS, baudRate: settings.baudRate });
  const printer = new PipedPrinter(language, link, pipe, settings);
  const tellings = tellingsLeft.get(link) ?? (settings.status === 'queried' ? printer.tellings : 0);
  if (tellings > 0) {
    tellingsLeft.set(link, tellings - 1);
    await printer.takeBack().catch(async (error) => {
      await pipe.close();
      throw error;
    });
  }
  const { widthDots, lengthDots, resolutionDpi } = settings;
  return {
    widthDots,
    lengthDots,
    resolutionDpi,
    status: () => printer.report(),
    encode: (label) => language.encode(label, settings),
    print: (job) => printer.print(job),
    close: () => pipe.close(),
  };
}

class PipedPrinter<Own extends DeviceOptions> {
  readonly talk: Conversation;
  readonly #language: LabelLanguage<Own>;
  readonly #link: Link;
  readonly #pipe: Pipe;
  readonly #settings: Settings<Own>;
  /** Until it has answered. */
  #stranger = true;

  constructor(language: LabelLanguage<Own>, link: Link, pipe: Pipe, settings: Settings<Own>) {
    this.#language = language;
    this.#link = link;
    this.#pipe = pipe;
    this.#settings = settings;
    this.talk = new Conversation(pipe, link.clock, settings);
  }

  /** How the printer is while it has no job of ours to do. @throws DEVICE_ABSENT */
  async report(): Promise<Report> {
    if (this.#settings.status === 'none') {
      this.talk.forget();
      // A pipe that has ended says so.
      await this.#pipe.receive(1);
      return { conditions: [] };
    }
    const { conditions, heard } = await this.#look();
    if (!heard) return { conditions };
    tellingsLeft.set(this.#link, 0);
    const { greeting } = this.#language;
    if (!this.#stranger || greeting === undefined) return { conditions };
    this.#stranger = false;
    await this.talk.say(greeting);
    return { conditions: (await this.#look()).conditions };
  }

  #look(): Promise<Look> {
    return this.#language.look(this.talk, this.#settings);
  }

  get tellings(): number {
    return this.#language.restarts ? RESTARTS : Number.POSITIVE_INFINITY;
  }

  takeBack(): Promise<void> {
    this.#stranger = true;
    return this.#language.takeBack(this.talk, this.#settings);
  }

  async print(job: Uint8Array): Promise<LabelOutcome> {
    const { silenceMs, settleMs, status } = this.#settings;
    tellingsLeft.set(this.#link, this.tellings);
    this.talk.forget();
    const { sentBytes, complete } = await this.#pipe.send(job, silenceMs);
    const totalBytes = job.length;
    if (sentBytes === 0) return { outcome: 'not-printed', condition: 'connecting-to-device' };
    if (complete && (status === 'none' || (await this.#cameOut(settleMs)))) {
      tellingsLeft.set(this.#link, 0);
      return { outcome: 'printed' };
    }
    return { outcome: 'unknown', sentBytes, totalBytes };
  }

  /** Waits for the label that was sent, and takes it back when it does not come. */
  async #cameOut(settleMs: number): Promise<boolean> {
    const { clock } = this.#link;
    try {
      const fate = this.#language.follow(this.talk, this.#settings);
      for (const untilMs = clock.monotonicMs() + settleMs; clock.monotonicMs() < untilMs; await pause(clock, LOOK_AGAIN_MS)) {
        const known = await fate();
        if (known === 'out') return true;
        if (known === 'lost') break;
      }
      await this.takeBack();
    } catch (error) {
      if (!isFailure(error, 'DEVICE_ABSENT')) throw error;
    }
    return false;
  }
}
