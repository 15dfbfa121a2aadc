/**
 * The table of routes. The API registers from it, the OpenAPI document is printed from it, and the authorisation test is
 * generated from it: a route that is not here does not exist.
 */
import type { TSchema } from 'typebox';
import { ACTS, ActDone, type ActName } from './acts.ts';
import { Arrivals, ArrivalsQuery } from './arrivals.ts';
import { CurrentBatch } from './batch.ts';
import { ClassCurves } from './classes.ts';
import { Id, NumberText, oneOf, PageIdText, shape } from './common.ts';
import { Devices, ReleaseDevice, Weigh, Weight } from './devices.ts';
import { FeedQuery } from './feed.ts';
import { ItemPage } from './item.ts';
import { actPath, PATHS } from './paths.ts';
import { Departments, People, PeopleQuery } from './people.ts';
import { ReviewItem, ReviewItemQuery, ReviewQueue } from './review.ts';
import { SearchQuery, SearchResults } from './search.ts';
import { SeparatorQuery } from './separators.ts';
import { Session, SignIn } from './session.ts';
import type { Effect, Right } from './words.ts';

export type Face = 'kiosk' | 'house';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Faces it answers on; elsewhere it is not found. */
  readonly faces: readonly Face[];
  /** What the operator must be allowed. `none`: open to whoever reaches the face. */
  readonly right: Right;
  /** What doing it twice would mean, before the idempotency key has its say. */
  readonly effect: Effect;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** JSON answers have a schema; the feed is an event stream, a page an image, a separator sheet a PDF. */
  readonly answer: TSchema | 'event-stream' | 'image' | 'pdf';
}

const kiosk = ['kiosk'] as const;
const read = { method: 'GET', faces: kiosk, right: 'see', effect: 'none' } as const;
const act = <N extends ActName>(name: N, right: Right, effect: Effect) =>
  ({ method: 'POST', path: actPath(name), faces: kiosk, right, effect, body: ACTS[name], answer: ActDone }) as const;

export const ROUTES = {
  session: { ...read, path: PATHS.session, right: 'none', answer: Session },
  signIn: { method: 'POST', path: PATHS.session, faces: kiosk, right: 'none', effect: 'idempotent', body: SignIn, answer: Session },
  signOut: { method: 'DELETE', path: PATHS.session, faces: kiosk, right: 'none', effect: 'idempotent', answer: Session },

  feed: { ...read, path: PATHS.feed, query: FeedQuery, answer: 'event-stream' },
  arrivals: { ...read, path: PATHS.arrivals, query: ArrivalsQuery, answer: Arrivals },
  item: { ...read, path: PATHS.item, params: shape({ itemId: Id }), answer: ItemPage },
  itemByNumber: { ...read, path: PATHS.itemByNumber, params: shape({ number: NumberText }), answer: ItemPage },
  /** `thumbnail` 190 px wide and grey, `view` at most 60 kB, `full` the original. Closed and erased pages are not found. */
  page: {
    ...read,
    path: PATHS.page,
    params: shape({ pageId: PageIdText, size: oneOf(['thumbnail', 'view', 'full']) }),
    answer: 'image',
  },
  reviewQueue: { ...read, path: PATHS.reviewQueue, answer: ReviewQueue },
  reviewItem: { ...read, path: PATHS.reviewItem, params: shape({ itemId: Id }), query: ReviewItemQuery, answer: ReviewItem },
  batch: { ...read, path: PATHS.batch, answer: CurrentBatch },
  separator: { ...read, path: PATHS.separator, right: 'register', query: SeparatorQuery, answer: 'pdf' },
  devices: { ...read, path: PATHS.devices, answer: Devices },
  releaseDevice: {
    method: 'POST',
    path: PATHS.releaseDevice,
    faces: kiosk,
    right: 'register',
    effect: 'idempotent',
    body: ReleaseDevice,
    answer: ReleaseDevice,
  },
  /** Each time the scale is asked anew. */
  weigh: { method: 'POST', path: PATHS.weigh, faces: kiosk, right: 'register', effect: 'repeatable', body: Weigh, answer: Weight },
  search: { ...read, path: PATHS.search, query: SearchQuery, answer: SearchResults },
  people: { ...read, path: PATHS.people, query: PeopleQuery, answer: People },
  departments: { ...read, path: PATHS.departments, answer: Departments },
  classCurves: { ...read, path: PATHS.classCurves, answer: ClassCurves },

  registerItem: act('register-item', 'register', 'once'),
  printLabel: act('print-label', 'register', 'repeatable'),
  reprintLabel: act('reprint-label', 'register', 'repeatable'),
  confirmLabel: act('confirm-label', 'register', 'idempotent'),
  startScan: act('start-scan', 'register', 'once'),
  cancelScan: act('cancel-scan', 'register', 'idempotent'),
  takeBackSheets: act('take-back-sheets', 'register', 'once'),
  rescanSheet: act('rescan-sheet', 'register', 'once'),
  writtenSheet: act('written-sheet', 'register', 'once'),
  decide: act('decide', 'decide', 'idempotent'),
  notBlank: act('not-blank', 'decide', 'idempotent'),
  oneLetter: act('one-letter', 'decide', 'idempotent'),
  closeItem: act('close-item', 'decide', 'idempotent'),
  undo: act('undo', 'decide', 'idempotent'),
  handOver: act('hand-over', 'hand-over', 'once'),
  openedInError: act('opened-in-error', 'erase', 'once'),
  returnItem: act('return-item', 'erase', 'once'),
  tryAgain: act('try-again', 'register', 'idempotent'),
} as const satisfies Record<string, Route>;
export type RouteName = keyof typeof ROUTES;
