/** The live list: one run of rows in the order of the register, read anew where something changed. */
import type { ArrivalRow, Arrivals } from '#contract/arrivals.ts';
import type { ArrivalList } from '#contract/words.ts';
import { api } from '../client/api.ts';
import { endOf, laidOver } from './arrival-rows.ts';
import { connection } from './connection.svelte.ts';
import { missed, View } from './view.svelte.ts';

const PAGE = 60;
/** More rows than anybody scrolls through; search is the way to older ones. */
const MOST = 2000;

export class ArrivalFeed {
  list = $state<ArrivalList>('all');
  /** How many arrived since the screen was opened: said to those who listen instead of looking. */
  arrived = $state(0);
  newest = $state('');
  rows = $state.raw<readonly ArrivalRow[]>([]);
  readonly view: View<Arrivals>;
  /** Another list was asked for: what stands there is replaced, not brought up to date. */
  #anew = true;
  /** Items that changed since the last reading; null: any may have. */
  #touched: Set<string> | null = new Set();
  #atEnd = false;
  #reading = false;

  constructor() {
    this.view = new View(() =>
      this.#read().catch((error: unknown) => {
        this.#touched = null;
        throw error;
      }),
    );
  }

  follow(): void {
    $effect(() =>
      connection.hear(['item'], (event) => {
        const ids = event && 'ids' in event ? event.ids : [];
        if (ids.length === 0) this.#touched = null;
        else for (const id of ids) this.#touched?.add(id);
      }),
    );
    this.view.follow(['item', 'batch']);
  }

  hold(held: boolean): void {
    this.view.held = held;
  }

  show(list: ArrivalList): void {
    this.list = list;
    this.#anew = true;
    void this.view.refresh();
  }

  async more(): Promise<void> {
    const last = this.rows.at(-1);
    if (this.#reading || this.#atEnd || this.#anew || !last || this.rows.length >= MOST) return;
    this.#reading = true;
    try {
      const { list } = this;
      const page = await api.arrivals({ list, limit: PAGE, before: last.registered });
      // Read on only from where the list still ends: rows may have come or gone meanwhile.
      if (list !== this.list || this.#anew || this.rows.at(-1)?.registered !== last.registered) return;
      this.rows = [...this.rows, ...page.rows];
      this.#atEnd = page.next === null;
    } catch (error) {
      missed(error);
    } finally {
      this.#reading = false;
    }
  }

  async #read(): Promise<Arrivals> {
    const { list } = this;
    const touched = this.#touched;
    this.#touched = new Set();
    const now = await api.arrivals({ list, limit: PAGE });
    if (list !== this.list) return now;
    const known = new Set(this.rows.map((row) => row.itemId));
    const came = this.#anew || list !== 'all' ? [] : now.rows.filter((row) => !known.has(row.itemId));
    this.arrived += came.length;
    this.newest = came[0]?.itemId ?? (this.newest || (now.rows[0]?.itemId ?? ''));
    this.rows = laidOver(this.#anew ? [] : this.rows, now.rows, { below: Number.POSITIVE_INFINITY, end: endOf(now) });
    if (this.rows.length === now.rows.length) this.#atEnd = now.next === null;
    this.#anew = false;
    await this.#readOlder(list, touched, now.rows.at(-1)?.registered ?? 0);
    return now;
  }

  /** Rows below the newest page are read again where one of them changed, as many as one page holds at a time. */
  async #readOlder(list: ArrivalList, touched: Set<string> | null, end: number): Promise<void> {
    let below = end;
    for (;;) {
      const changed = this.rows.find((row) => row.registered < below && (touched === null || touched.has(row.itemId)));
      if (!changed || list !== this.list || this.#anew) return;
      const from = changed.registered + 1;
      const page = await api.arrivals({ list, limit: PAGE, before: from });
      if (list !== this.list || this.#anew) return;
      // No further down than the list goes: the rest comes when somebody scrolls there.
      const last = this.rows.at(-1)?.registered ?? 0;
      const rows = page.rows.filter((row) => row.registered >= last);
      this.rows = laidOver(this.rows, rows, { below: from, end: rows.length < page.rows.length ? last : endOf(page) });
      below = page.rows.at(-1)?.registered ?? 0;
      if (page.next === null) return;
    }
  }
}
