/** Which screen, kept behind the # of the address: reloading and coming back find the same screen. */
export const SCREENS = ['arrivals', 'receive', 'scan', 'review', 'item', 'search', 'devices'] as const;
export type Screen = (typeof SCREENS)[number];

function read(hash: string): { screen: Screen; id: string } {
  const [screen = '', id = ''] = hash.replace(/^#\/?/, '').split('/');
  return { screen: SCREENS.includes(screen as Screen) ? (screen as Screen) : 'arrivals', id: decoded(id) };
}

/** What somebody typed into the address may be no encoding of anything. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

class Place {
  #now = $state.raw(read(location.hash));
  /** The way here, screen by screen: Esc goes back along it. */
  #trail: string[] = [];
  #returning = false;

  constructor() {
    addEventListener('hashchange', (event) => {
      const left = new URL(event.oldURL).hash || '#/arrivals';
      this.#now = read(location.hash);
      if (!this.#returning) this.#step(left);
      this.#returning = false;
    });
  }
  /** Going to where one came from is going back; what opens and closes on one screen is no step. */
  #step(left: string): void {
    if (this.#trail.at(-1) === location.hash) this.#trail.pop();
    else if (read(left).screen !== this.screen || this.screen === 'item') this.#trail = [...this.#trail.slice(-49), left];
  }
  get screen(): Screen {
    return this.#now.screen;
  }
  get id(): string {
    return this.#now.id;
  }
  go(screen: Screen, id = ''): void {
    location.hash = id ? `#/${screen}/${encodeURIComponent(id)}` : `#/${screen}`;
  }
  back(): void {
    const to = this.#trail.pop() ?? '#/arrivals';
    this.#returning = to !== location.hash;
    location.hash = to;
  }
}

export const place = new Place();
