import type { Condition } from '../../../../src/base/words.ts';
import { CAPABILITY, isSaneError, type SaneError, type SaneOption, STATUS } from '../../../native/sane.ts';
import type { Report } from '../../../supervisor/driver.ts';
import type { OptionTable } from './option-table.ts';

/**
 * What a scanner feels, told by read-only options. Names of `saneopts.h` and of the backends fujitsu, canon_dr, epjitsu, kodak, avision, genesys,
 * plustek and hp3900 (sane-backends 1.2; the last three number their buttons, `button 0`).
 */
const FEEDER_LOADED = ['page-loaded', 'adf-loaded'];
const COVER_OPEN = 'cover-open';
const DOUBLE_FEED = 'double-feed';
const BUTTON = /^(?:scan|start|email|fax|copy|pdf|file|send|ocr|extra|newfile|button[ -]\d+)$/;

export const isSensor = ({ capabilities }: SaneOption): boolean =>
  (capabilities & (CAPABILITY.SOFT_DETECT | CAPABILITY.SOFT_SELECT)) === CAPABILITY.SOFT_DETECT;

const isSwitch = (option: SaneOption): boolean => isSensor(option) && (option.type === 'bool' || option.type === 'int');

/** Whether a sensor is on; undefined where the scanner has none of this name. */
async function feels(options: OptionTable, name: string): Promise<boolean | undefined> {
  const option = options.active(name);
  if (!option || !isSwitch(option)) return undefined;
  const value = await options.get(name);
  return typeof value === 'number' ? value !== 0 : value === true;
}

/** Sensors read while the scanner is idle. A button counts once for each time it is seen to go down. */
export class Sensors {
  readonly #options: OptionTable;
  /** Null before the first look, which tells only what is held: a press of long ago, kept by the device, is nobody's any more. */
  #down: Set<string> | null = null;
  #pressed: string | undefined;

  constructor(options: OptionTable) {
    this.#options = options;
  }

  hasButtons(): boolean {
    return this.#buttons().length > 0;
  }
  #buttons(): string[] {
    const switches = this.#options.all().filter((option) => BUTTON.test(option.name) && isSwitch(option));
    return switches.map(({ name }) => name).filter((name) => this.#options.active(name));
  }

  /** Looks at the buttons alone; a press is kept for the next report. @throws SaneError */
  async look(): Promise<void> {
    const down = new Set<string>();
    for (const name of this.#buttons()) if (await feels(this.#options, name)) down.add(name);
    const before = this.#down;
    if (before) this.#pressed ??= [...down].find((name) => !before.has(name));
    this.#down = down;
  }

  /** @throws SaneError */
  async report(): Promise<Report> {
    const loaded: boolean[] = [];
    for (const name of FEEDER_LOADED) {
      const felt = await feels(this.#options, name);
      if (felt !== undefined) loaded.push(felt);
    }
    await this.look();
    const button = this.#pressed;
    this.#pressed = undefined;
    return {
      conditions: (await feels(this.#options, COVER_OPEN)) ? ['cover-open'] : [],
      ...(loaded.length > 0 ? { feederLoaded: loaded.includes(true) } : {}),
      ...(button === undefined ? {} : { button }),
    };
  }

  /**
   * What a sensor says of a feeder that has just stopped, which tells more than the status: fujitsu calls a double feed a jam. Some backends
   * (genesys) answer nothing before the scan is given up, others (fujitsu) throw the sheet out with it: asked before, then after. Null where
   * it cannot be asked.
   */
  async fault(cancel: () => Promise<void>): Promise<Condition | null> {
    const refusal = (error: unknown): SaneError => {
      if (isSaneError(error)) return error;
      throw error;
    };
    const felt = await this.#fault().catch(refusal);
    if (!(felt instanceof Error)) return felt;
    if (felt.status !== STATUS.DEVICE_BUSY) return null;
    await cancel();
    const then = await this.#fault().catch(refusal);
    return then instanceof Error ? null : then;
  }
  async #fault(): Promise<Condition | null> {
    if (await feels(this.#options, DOUBLE_FEED)) return 'double-feed';
    if (await feels(this.#options, COVER_OPEN)) return 'cover-open';
    return null;
  }
}
