import { CAPABILITY, INFO, type SaneOption, type SaneScanner, type SaneValue } from '../../../native/sane.ts';

/** Whether it has a name and can be what the backend says; others are as good as not there. */
function canHold({ name, type, size }: SaneOption): boolean {
  if (name === '' || type === 'group' || type === 'unknown') return false;
  return type === 'button' || (type === 'string' ? size > 0 : size > 0 && size % WORD_BYTES === 0);
}
const WORD_BYTES = 4;

/**
 * A scanner's options by name. Which there are, and what they may hold, changes as they are set: after each set that says so they are read
 * again. What a closed device was set to may still hold when it is opened again, so nothing is taken for granted.
 */
export class OptionTable {
  readonly #scanner: SaneScanner;
  #byName = new Map<string, SaneOption>();

  private constructor(scanner: SaneScanner) {
    this.#scanner = scanner;
  }
  static async read(scanner: SaneScanner): Promise<OptionTable> {
    const table = new OptionTable(scanner);
    await table.#reload();
    return table;
  }
  async #reload(): Promise<void> {
    const usable = (await this.#scanner.options()).filter(canHold);
    this.#byName = new Map(usable.map((option) => [option.name, option]));
  }

  all(): SaneOption[] {
    return [...this.#byName.values()];
  }
  /** The option, if it is there and means anything at the moment. */
  active(name: string): SaneOption | undefined {
    const option = this.#byName.get(name);
    return option && !(option.capabilities & CAPABILITY.INACTIVE) ? option : undefined;
  }
  settable(name: string): SaneOption | undefined {
    const option = this.active(name);
    return option && option.capabilities & CAPABILITY.SOFT_SELECT ? option : undefined;
  }

  /** What it holds; undefined where there is none to be asked. @throws SaneError */
  async get(name: string): Promise<SaneValue | null | undefined> {
    const option = this.active(name);
    return option && option.capabilities & CAPABILITY.SOFT_DETECT ? this.#scanner.get(option.index) : undefined;
  }
  /** Sets it, and answers what it was set to. @throws SaneError, TypeError no value of its type */
  async set(option: SaneOption, value: SaneValue | undefined): Promise<SaneValue | null> {
    const done = await this.#scanner.set(option.index, value);
    if (done.info & INFO.RELOAD_OPTIONS) await this.#reload();
    return done.value;
  }
}
