/** The live list: the newest page is read again when items change, older pages are kept as they were read. */
import type { ArrivalRow, Arrivals } from '#contract/arrivals.ts';
import type { ArrivalList } from '#contract/words.ts';
import { api } from '../client/api.ts';
import { missed, View } from './view.svelte.ts';

const PAGE = 60;
/** More rows than anybody scrolls through; search is the way to older ones. */
const MOST = 2000;

export class ArrivalFeed {
  list = $state<ArrivalList>('all');
  /** How many arrived since the screen was opened: said to those who listen instead of looking. */
  arrived = $state(0);
  newest = $state('');
  readonly view: View<Arrivals>;
  #older = $state.raw<readonly ArrivalRow[]>([]);
  /** Undefined: no older page was read yet. Null: there is none. */
  #next: number | null | undefined;
  #reading = false;

  constructor() {
    this.view = new View(() => this.#read());
  }

  get rows(): readonly ArrivalRow[] {
    const fresh = this.view.value?.rows ?? [];
    const seen = new Set(fresh.map((row) => row.itemId));
    return [...fresh, ...this.#older.filter((row) => !seen.has(row.itemId))];
  }

  follow(): void {
    this.view.follow(['item', 'batch']);
  }

  hold(held: boolean): void {
    this.view.held = held;
  }

  show(list: ArrivalList): void {
    this.list = list;
    this.#older = [];
    this.#next = undefined;
    void this.view.refresh();
  }

  async more(): Promise<void> {
    const before = this.#next === undefined ? this.view.value?.next : this.#next;
    if (this.#reading || before === null || before === undefined || this.rows.length >= MOST) return;
    this.#reading = true;
    try {
      const page = await api.arrivals({ list: this.list, limit: PAGE, before });
      this.#older = [...this.#older, ...page.rows];
      this.#next = page.next;
    } catch (error) {
      missed(error);
    } finally {
      this.#reading = false;
    }
  }

  async #read(): Promise<Arrivals> {
    const before = this.view.value?.rows ?? [];
    const known = new Set(before.map((row) => row.itemId));
    const now = await api.arrivals({ list: this.list, limit: PAGE });
    const came = before.length > 0 && this.list === 'all' ? now.rows.filter((row) => !known.has(row.itemId)) : [];
    this.arrived += came.length;
    if (came[0]) this.newest = came[0].itemId;
    else if (!this.newest) this.newest = now.rows[0]?.itemId ?? '';
    // Rows pushed off the newest page go on standing under it.
    const pushed = before.filter((row) => !now.rows.some((other) => other.itemId === row.itemId));
    if (this.list === 'all' && came.length > 0 && this.#older.length > 0) this.#older = [...pushed, ...this.#older];
    return now;
  }
}
