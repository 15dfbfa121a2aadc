import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

const MOST_CLASSES = 200;

/** Lists and look-ups: answered by the reader thread. */
export function listRoutes({
  readers,
  clock,
  devices,
  desk,
  classCurves,
}: FaceRoom): Handlers<'arrivals' | 'reviewQueue' | 'batch' | 'search' | 'people' | 'departments' | 'classCurves'> {
  return {
    arrivals: ({ query }) => readers.ask('arrivals', query, clock.wallMs()),
    reviewQueue: () => readers.ask('reviewQueue'),
    async batch() {
      const current = await readers.ask('batch', Object.fromEntries(devices.status().map(({ id, name }) => [id, name])));
      const { separation, sheetsPerItem } = desk.scan;
      return { ...current, usual: { separation, sheetsPerItem } };
    },
    async search({ query }) {
      const startedMs = clock.monotonicMs();
      const found = await readers.ask('search', query, clock.wallMs());
      return { ...found, tookMs: Math.round((clock.monotonicMs() - startedMs) * 10) / 10 };
    },
    people: ({ query }) => readers.ask('people', query),
    departments: () => readers.ask('departments'),
    classCurves: async () => ({ classes: (await classCurves()).slice(0, MOST_CLASSES) }),
  };
}
