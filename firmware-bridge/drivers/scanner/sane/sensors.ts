import type { Condition } from '../../../../src/base/words.ts';
import { CAPABILITY, type SaneOption } from '../../../native/sane.ts';
import type { Report } from '../../../supervisor/driver.ts';
import type { OptionTable } from './option-table.ts';

/**
 * What a scanner feels, told by read-only options. Names of `saneopts.h` and of the backends fujitsu, canon_dr, epjitsu, kodak, avision and
 * genesys (sane-backends 1.2).
 */
const FEEDER_LOADED = ['page-loaded', 'adf-loaded'];
const COVER_OPEN = 'cover-open';
const DOUBLE_FEED = 'double-feed';
const BUTTONS = ['scan', 'start', 'email', 'fax', 'copy', 'pdf', 'file', 'send', 'button-1', 'button-2', 'button-3', 'newfile'];

export const isSensor = ({ capabilities }: SaneOption): boolean =>
  (capabilities & (CAPABILITY.SOFT_DETECT | CAPABILITY.SOFT_SELECT)) === CAPABILITY.SOFT_DETECT;

/** Whether a sensor is on; undefined where the scanner has none of this name. */
async function feels(options: OptionTable, name: string): Promise<boolean | undefined> {
  const option = options.active(name);
  if (!option || !isSensor(option) || (option.type !== 'bool' && option.type !== 'int')) return undefined;
  const value = await options.get(name);
  return typeof value === 'number' ? value !== 0 : value === true;
}

/** Sensors read while the scanner is idle. A button counts once for each time it goes down. */
export class Sensors {
  readonly #options: OptionTable;
  #down = new Set<string>();

  constructor(options: OptionTable) {
    this.#options = options;
  }

  /** @throws SaneError */
  async report(): Promise<Report> {
    const loaded: boolean[] = [];
    for (const name of FEEDER_LOADED) {
      const felt = await feels(this.#options, name);
      if (felt !== undefined) loaded.push(felt);
    }
    const down = new Set<string>();
    for (const name of BUTTONS) if (await feels(this.#options, name)) down.add(name);
    const button = [...down].find((name) => !this.#down.has(name));
    this.#down = down;
    return {
      conditions: (await feels(this.#options, COVER_OPEN)) ? ['cover-open'] : [],
      ...(loaded.length > 0 ? { feederLoaded: loaded.includes(true) } : {}),
      ...(button === undefined ? {} : { button }),
    };
  }

  /** What a sensor says of a feeder that has just stopped, which tells more than the status: fujitsu calls a double feed a jam. */
  async fault(): Promise<Condition | null> {
    if (await feels(this.#options, DOUBLE_FEED)) return 'double-feed';
    if (await feels(this.#options, COVER_OPEN)) return 'cover-open';
    return null;
  }
}
