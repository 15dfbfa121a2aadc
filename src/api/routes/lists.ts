import type { Handlers } from '../doors.ts';
import type { FaceRoom } from '../parts.ts';

/** Lists and look-ups: answered by the reader thread. */
export function listRoutes({
  readers,
  clock,
  devices,
}: FaceRoom): Handlers<'arrivals' | 'reviewQueue' | 'batch' | 'search' | 'people' | 'departments'> {
  return {
    arrivals: ({ query }) => readers.ask('arrivals', query, clock.wallMs()),
    reviewQueue: () => readers.ask('reviewQueue'),
    batch: () => readers.ask('batch', Object.fromEntries(devices.status().map(({ id, name }) => [id, name]))),
    async search({ query }) {
      const startedMs = clock.monotonicMs();
      const found = await readers.ask('search', query, clock.wallMs());
      return { ...found, tookMs: Math.round((clock.monotonicMs() - startedMs) * 10) / 10 };
    },
    people: ({ query }) => readers.ask('people', query),
    departments: () => readers.ask('departments'),
  };
}
