/** The only place that knows an address. Views are read, acts are posted once with an idempotency key. */
import type { ActBody, ActDone, ActName } from '#contract/acts.ts';
import type { Arrivals, ArrivalsQuery } from '#contract/arrivals.ts';
import type { CurrentBatch } from '#contract/batch.ts';
import type { ClassCurves } from '#contract/classes.ts';
import type { Devices, ReleaseDevice, Weigh, Weight } from '#contract/devices.ts';
import type { Failure } from '#contract/failure.ts';
import type { ItemPage } from '#contract/item.ts';
import { actPath, PATHS } from '#contract/paths.ts';
import type { Departments, People, PeopleQuery } from '#contract/people.ts';
import type { ReviewItem, ReviewQueue } from '#contract/review.ts';
import type { SearchQuery, SearchResults } from '#contract/search.ts';
import type { SeparatorQuery } from '#contract/separators.ts';
import type { Session, SignIn } from '#contract/session.ts';
import { Away, Refused } from './failure.ts';

const TIMEOUT_MS = 10_000;
/** After failures the door answers slowly on purpose: up to a minute, and a few tries may stand before this one. */
const DOOR_TIMEOUT_MS = 330_000;

/** A scale is given half a minute to come to rest. */
const WEIGH_TIMEOUT_MS = 40_000;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

function address(path: string, params: Readonly<Record<string, string>> = {}, query: Query = {}): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const asked = Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]]));
  return asked.length > 0 ? `${filled}?${new URLSearchParams(asked)}` : filled;
}

async function call<T>(method: string, url: string, body?: unknown, signal?: AbortSignal, timeoutMs = TIMEOUT_MS): Promise<T> {
  const limit = AbortSignal.timeout(timeoutMs);
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Away('no answer', { cause });
  }
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Away(`status ${answer.status}`);
  const text = await answer.text().catch((cause: unknown) => {
    throw new Away('the answer broke off', { cause });
  });
  if (answer.ok) return JSON.parse(text) as T;
  throw new Refused(readFailure(text), answer.status);
}

function readFailure(text: string): Failure {
  try {
    const failure = JSON.parse(text) as Failure;
    if (typeof failure.code === 'string') return failure;
  } catch {
    // Not ours: a proxy or a bare server answered. The code below says as much.
  }
  return { code: 'REQUEST_INVALID', context: { what: text.slice(0, 80) }, message: text.slice(0, 200), retry: 'never' };
}

const get = <T>(path: string, params?: Record<string, string>, query?: Query, signal?: AbortSignal) =>
  call<T>('GET', address(path, params, query), undefined, signal);

/** 128 random bits as text; `crypto.randomUUID` asks for a secure context, which a house address may not be. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

export const api = {
  session: () => get<Session>(PATHS.session),
  signIn: (words: SignIn) => call<Session>('POST', PATHS.session, words, undefined, DOOR_TIMEOUT_MS),
  signOut: () => call<Session>('DELETE', PATHS.session),
  arrivals: (query: ArrivalsQuery) => get<Arrivals>(PATHS.arrivals, {}, query),
  item: (itemId: string) => get<ItemPage>(PATHS.item, { itemId }),
  reviewQueue: () => get<ReviewQueue>(PATHS.reviewQueue),
  reviewItem: (itemId: string, documentId: string) => get<ReviewItem>(PATHS.reviewItem, { itemId }, { documentId }),
  batch: () => get<CurrentBatch>(PATHS.batch),
  /** Where the sheet is: a PDF to be opened and printed. */
  separatorSheet: (query: SeparatorQuery) => address(PATHS.separator, {}, query),
  devices: () => get<Devices>(PATHS.devices),
  releaseDevice: (body: ReleaseDevice) => call<ReleaseDevice>('POST', PATHS.releaseDevice, body),
  weigh: (body: Weigh) => call<Weight>('POST', PATHS.weigh, body, undefined, WEIGH_TIMEOUT_MS),
  search: (query: SearchQuery, signal?: AbortSignal) => get<SearchResults>(PATHS.search, {}, query, signal),
  people: (query: PeopleQuery, signal?: AbortSignal) => get<People>(PATHS.people, {}, query, signal),
  departments: () => get<Departments>(PATHS.departments),
  classCurves: () => get<ClassCurves>(PATHS.classCurves),
  act: <N extends ActName>(name: N, body: ActBody<N>) => call<ActDone>('POST', actPath(name), body),
  feed: (after: number, epoch: number) => address(PATHS.feed, {}, { after, epoch }),
};
