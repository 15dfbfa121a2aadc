/** Which screen, kept behind the # of the address: reloading and coming back find the same screen. */
export const SCREENS = ['arrivals', 'receive', 'scan', 'review', 'item', 'search', 'devices'] as const;
export type Screen = (typeof SCREENS)[number];

function read(hash: string): { screen: Screen; id: string } {
  const [screen = '', id = ''] = hash.replace(/^#\/?/, '').split('/');
  return { screen: SCREENS.includes(screen as Screen) ? (screen as Screen) : 'arrivals', id: decodeURIComponent(id) };
}

class Place {
  #now = $state.raw(read(location.hash));
  /** Where Esc leads. */
  #before = '#/arrivals';

  constructor() {
    addEventListener('hashchange', (event) => {
      this.#before = new URL(event.oldURL).hash || '#/arrivals';
      this.#now = read(location.hash);
    });
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
    location.hash = this.#before === location.hash ? '#/arrivals' : this.#before;
  }
}

export const place = new Place();
