/**
 * A daemon that only remembers one morning: the kiosk and fixtures under one address, every request and answer held against
 * the contract. For development (`node test/kiosk/fixture-server.ts`), screenshots and tests.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Compile, type Validator } from 'typebox/compile';
import type { ActDone } from '#contract/acts.ts';
import type { FeedEvent } from '#contract/feed.ts';
import { ROUTES, type Route } from '#contract/routes.ts';
import * as mailroom from './fixtures/mailroom.ts';
import { blankPage, drawLetter } from './fixtures/page-drawing.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  json: 'application/json',
};
/** What the real faces send; the kiosk must live with it. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const SECRET = '2580';

export interface FixtureServer {
  readonly url: string;
  /** Bodies of the acts that were posted, in order. */
  readonly acts: readonly { name: string; body: Record<string, unknown> }[];
  /** Devices that were taken out of quarantine, in order. */
  readonly released: readonly string[];
  /** Requests and answers that broke the contract: must stay empty. */
  readonly breaches: readonly string[];
  push(event: FeedEvent): void;
  /** One more letter at the top of the list, told over the feed. */
  arrive(): void;
  /** The daemon's regular word, with the last number it gave. */
  beat(): void;
  /** The printer says what has become of an item's label; the item moves on. */
  labelled(itemId: string, outcome: 'printed' | 'unknown' | 'not-printed'): void;
  /** The devices as they stand from now on. */
  setDevices(devices: typeof mailroom.devices): void;
  /** What lies on the scale from now on; `moving`: no weight comes of it. */
  lay(grams: number | 'moving'): void;
  /** Holds the answers about people, searches and weights until released. */
  hold(): () => void;
  /** Another batch than the fixtures' stopped one; null for none. */
  setBatch(batch: typeof mailroom.batch | null): void;
  /** A badge was just shown: one that opens, or one of nobody's; null when that was long ago. */
  showBadge(badge: 'known' | 'unknown' | null): void;
  /** Nobody answers any more, as when the daemon is killed. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

interface Asked {
  route: Route;
  name: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
}

const validators = new Map<object, Validator>();
function breachOf(schema: object, value: unknown): string | null {
  let validator = validators.get(schema);
  if (!validator) {
    validator = Compile(schema as never) as unknown as Validator;
    validators.set(schema, validator);
  }
  if (validator.Check(value)) return null;
  const [first] = validator.Errors(value);
  return `${(first as { instancePath?: string } | undefined)?.instancePath ?? ''} ${(first as { message?: string } | undefined)?.message ?? 'does not fit'}`;
}

function match(method: string, pathname: string): { name: string; route: Route; params: Record<string, string> } | null {
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    const names = [...route.path.matchAll(/:([A-Za-z]+)/g)].map((m) => m[1] ?? '');
    const found = new RegExp(`^${route.path.replace(/:[A-Za-z]+/g, '([^/]+)')}$`).exec(pathname);
    if (found && route.method === method)
      return { name, route, params: Object.fromEntries(names.map((n, i) => [n, decodeURIComponent(found[i + 1] ?? '')])) };
  }
  return null;
}

/** @param dist  Folder of the built kiosk. */
export async function startFixtureServer(dist: string, options: { signedIn?: boolean; rows?: number } = {}): Promise<FixtureServer> {
  let signedIn = options.signedIn ?? true;
  let badge: 'known' | 'unknown' | null = null;
  let position = 900;
  let batch: typeof mailroom.batch | null = mailroom.batch;
  let waiting = [...mailroom.reviewItems];
  const undone = new Map<string, typeof waiting>();
  const done = new Map<string, ActDone>();
  const acts: { name: string; body: Record<string, unknown> }[] = [];
  const released: string[] = [];
  const breaches: string[] = [];
  const streams = new Set<ServerResponse>();
  let server: Server | null = null;
  let port = 0;
  let sequence = 4724;
  let extra: ReturnType<typeof mailroom.arrivals>['rows'] = [];
  let lastItem = mailroom.lastItem;
  let devices = mailroom.devices;
  let held: Promise<void> | null = null;
  let onScale: number | 'moving' = 0;
  /** Newest position of each item, as `expected` must name it. */
  const positions = new Map<string, number>([
    ...mailroom.rows.map((one) => [one.itemId, one.position] as const),
    ...mailroom.devices.stopped.flatMap((one) => (one.itemId ? [[one.itemId, one.position] as const] : [])),
    ...mailroom.reviewItems.map((one) => [one.itemId, one.position] as const),
    ...Object.values(mailroom.items).map((one) => [one.itemId, one.position] as const),
  ]);
  /** Items registered here, with the act that would take each back. */
  const registered = new Map<
    string,
    { number: string; actId: string; grams: number | null; outcome: 'printed' | 'unknown' | 'not-printed' | null }
  >();

  const push = (event: FeedEvent) => {
    for (const stream of streams) stream.write(`id: ${event.position}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const queue = () =>
    waiting.map((item, index) => ({
      ...item,
      position: positions.get(item.itemId) ?? item.position,
      place: { index, count: waiting.length, next: waiting[index + 1]?.itemId ?? null },
    }));

  /** Undefined: somebody wrote about the item since it was seen. */
  function act(name: string, body: Record<string, unknown>): ActDone | undefined {
    const key = String(body.idempotencyKey);
    const before = done.get(key);
    if (before) return before;
    acts.push({ name, body });
    if (typeof body.itemId === 'string' && body.expected !== positions.get(body.itemId)) return undefined;
    position += 1;
    const actId = `act_${position}`;
    const itemId = typeof body.itemId === 'string' ? body.itemId : null;
    const answer: ActDone = { actId, position, itemId, number: waiting.find((w) => w.itemId === itemId)?.number ?? null, undo: null };
    // What can be taken back is what the daemon's own acts take back.
    if (name === 'written-sheet') answer.undo = { actId, untilMs: null };
    if (name === 'decide') {
      undone.set(actId, waiting);
      const none = (body.choice as { kind: string }).kind === 'none';
      const one = waiting.find((w) => w.itemId === itemId);
      waiting = [...waiting.filter((w) => w !== one), ...(none && one ? [{ ...one, candidates: [] }] : [])];
      answer.undo = { actId, untilMs: none ? null : mailroom.NOW_MS + 120_000 };
    }
    if (name === 'close-item' || name === 'return-item') waiting = waiting.filter((w) => w.itemId !== itemId);
    if (name === 'undo') {
      waiting = undone.get(String(body.actId)) ?? waiting;
      const gone = [...registered].find(([, one]) => one.actId === body.actId)?.[0];
      answer.itemId = gone ?? null;
      if (gone) registered.delete(gone);
    }
    if (name === 'register-item') {
      answer.itemId = `it_${sequence}`;
      answer.number = mailroom.numberOf(sequence);
      answer.undo = { actId, untilMs: null };
      registered.set(answer.itemId, { number: answer.number, actId, grams: (body.grams as number | undefined) ?? null, outcome: null });
      lastItem = { number: answer.number, kind: 'letter', registered: mailroom.at('09:43') };
      sequence += 1;
    }
    if (name === 'try-again') devices = { ...devices, stopped: devices.stopped.filter((one) => one.jobId !== body.jobId) };
    if (name === 'start-scan') batch = mailroom.batch;
    if (name === 'cancel-scan') batch = null;
    if (answer.itemId) positions.set(answer.itemId, position);
    done.set(key, answer);
    setImmediate(() => push({ kind: 'item', position, ids: answer.itemId ? [answer.itemId] : [] }));
    return answer;
  }

  /** Enough rows to scroll through, the newest first, in pages. */
  function arrivals({ query }: Asked) {
    const base = mailroom.arrivals(waiting.length);
    const many = Array.from({ length: options.rows ?? base.rows.length }, (_, i) => {
      const row = base.rows[i % base.rows.length]!;
      return i < base.rows.length
        ? row
        : { ...row, itemId: `it_old${i}`, number: mailroom.numberOf(4700 - i), registered: 700 - i, position: 100_000 - i };
    });
    many.unshift(...extra);
    const limit = Number(query.limit ?? 60);
    const before = query.before === undefined ? Number.POSITIVE_INFINITY : Number(query.before);
    const chosen = query.list === 'review' ? many.filter((r) => r.reason) : query.list === 'closed' ? many.filter((r) => r.secrecy) : many;
    const list = chosen.filter((one) => one.registered < before);
    return { ...base, rows: list.slice(0, limit), next: limit < list.length ? list[limit - 1]!.registered : null };
  }

  function item(itemId: string) {
    const here = registered.get(itemId);
    const known = mailroom.items[itemId] ?? { ...mailroom.items.it_4710!, itemId };
    const position = positions.get(itemId) ?? known.position;
    if (!here) return { ...known, position };
    const { number, actId, grams, outcome } = here;
    const bare = { number, grams, position, documents: [], filings: [], links: [], timeline: [] };
    return { ...known, ...bare, labels: { copies: outcome ? 1 : 0, lastOutcome: outcome }, undo: { actId, untilMs: null } };
  }
  /** Two pages of hits; the second has other items than the first. */
  const searched = (query: Record<string, string>) =>
    query.before === undefined
      ? { hits: mailroom.hits, next: 500 }
      : { hits: mailroom.hits.map((hit) => ({ ...hit, itemId: `${hit.itemId}_older` })), next: null };
  const answers: Record<string, (asked: Asked) => unknown> = {
    session: () => ({ ...mailroom.session(signedIn, lastItem), ...(badge === null || signedIn ? {} : { badge }) }),
    signOut: () => {
      signedIn = false;
      return mailroom.session(false);
    },
    arrivals,
    item: ({ params }) => item(params.itemId ?? ''),
    itemByNumber: () => item('it_4710'),
    reviewQueue: () => ({
      entries: waiting.map((w) => ({
        itemId: w.itemId,
        documentId: w.documentId,
        number: w.number,
        kind: w.kind,
        reason: w.reason.code,
        class: w.class,
        since: mailroom.at('09:11'),
        position: w.position,
      })),
      count: waiting.length,
      position,
    }),
    reviewItem: ({ params }) => queue().find((w) => w.itemId === params.itemId) ?? null,
    batch: () => ({ batch, usual: { separation: 'item', sheetsPerItem: 1 } }),
    devices: () => devices,
    weigh: ({ body }) => ({ deviceId: String(body.deviceId ?? 'scale'), grams: onScale }),
    releaseDevice: ({ body }) => {
      const deviceId = String(body.deviceId);
      const ready = { state: 'ready' as const, conditions: [], detail: {} };
      devices = { ...devices, devices: devices.devices.map((one) => (one.deviceId === deviceId ? { ...one, ...ready } : one)) };
      released.push(deviceId);
      return { deviceId };
    },
    search: ({ query }) =>
      query.q === 'zzz'
        ? { hits: [], count: 0, more: false, total: 1_204_518, tookMs: 3, next: null }
        : { ...searched(query), count: 48, more: false, total: 1_204_518, tookMs: 12.4 },
    people: ({ query }) => ({ matches: mailroom.people.filter((p) => p.name.toLowerCase().includes(query.q?.toLowerCase() ?? '')) }),
    classCurves: () => ({ classes: mailroom.classCurves }),
    departments: () => ({
      departments: [
        { departmentId: 'dep_rh', name: 'Ressources Humaines' },
        { departmentId: 'dep_inf', name: 'Informatique' },
      ],
    }),
  };

  function stream(request: IncomingMessage, response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(response);
    request.on('close', () => streams.delete(response));
    const hello: FeedEvent = {
      kind: 'hello',
      position,
      epoch: 1,
      resumed: true,
      clock: { atMs: mailroom.NOW_MS, confirmed: true },
      lastItem,
    };
    response.write(`id: ${position}\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`);
  }

  function send(response: ServerResponse, status: number, type: string, body: string | Buffer) {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    response.end(body);
  }
  const refuse = (response: ServerResponse, status: number, code: string) =>
    send(response, status, 'application/json', JSON.stringify({ code, context: { what: '' }, message: code, retry: 'never' }));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fixture');
    if (!url.pathname.startsWith('/api/')) return file(url.pathname, response);
    const found = match(request.method ?? 'GET', url.pathname);
    if (!found) return refuse(response, 404, 'NOT_FOUND');
    let text = '';
    for await (const chunk of request) text += chunk;
    const asked: Asked = { ...found, query: Object.fromEntries(url.searchParams), body: text ? JSON.parse(text) : {} };
    const breach = found.route.body ? breachOf(found.route.body, asked.body) : null;
    if (breach) breaches.push(`${found.name} body ${breach}`);
    if (found.route.right !== 'none' && !signedIn) return refuse(response, 401, 'NOT_SIGNED_IN');
    if (found.name === 'feed') return stream(request, response);
    if (found.name === 'page')
      return send(response, 200, 'image/svg+xml', /_(4|9)$/.test(asked.params.pageId ?? '') ? blankPage : drawLetter(mailroom.letter));
    if (found.name === 'signIn') {
      if (asked.body.badge === true ? badge !== 'known' : asked.body.secret !== SECRET) return refuse(response, 401, 'NOT_SIGNED_IN');
      signedIn = true;
      return send(response, 200, 'application/json', JSON.stringify(mailroom.session(true, lastItem)));
    }
    const isAct = found.route.path.startsWith('/api/acts/');
    if (['people', 'search', 'weigh'].includes(found.name)) await held;
    if (found.name === 'weigh' && onScale === 'moving') return refuse(response, 409, 'SCALE_UNSTABLE');
    const value = isAct ? act(found.route.path.split('/').at(-1) ?? '', asked.body) : answers[found.name]?.(asked);
    if (isAct && value === undefined) return refuse(response, 409, 'ITEM_MOVED_ON');
    if (value === null || value === undefined) return refuse(response, 404, 'NOT_FOUND');
    const wrong = typeof found.route.answer === 'object' ? breachOf(found.route.answer, value) : null;
    if (wrong) breaches.push(`${found.name} answer ${wrong}`);
    send(response, 200, 'application/json', JSON.stringify(value));
  }

  async function file(pathname: string, response: ServerResponse): Promise<void> {
    const inside = path.join(dist, path.normalize(pathname === '/' ? '/index.html' : pathname));
    try {
      send(response, 200, TYPES[path.extname(inside).slice(1)] ?? 'application/octet-stream', await readFile(inside));
    } catch {
      refuse(response, 404, 'NOT_FOUND');
    }
  }

  async function open(): Promise<void> {
    const made = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => made.listen(port, '127.0.0.1', resolve));
    port = (made.address() as AddressInfo).port;
    server = made;
  }
  async function shut(): Promise<void> {
    const closing = server;
    server = null;
    if (!closing) return;
    closing.closeAllConnections();
    await new Promise<void>((resolve) => closing.close(() => resolve()));
  }
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    acts,
    released,
    breaches,
    push,
    arrive: () => {
      position += 1;
      sequence += 1;
      const itemId = `it_${sequence}`;
      extra = [{ ...mailroom.rows[0]!, itemId, number: mailroom.numberOf(sequence), registered: sequence - 4000, position }, ...extra];
      lastItem = { number: mailroom.numberOf(sequence), kind: 'letter', registered: mailroom.at('09:43') };
      push({ kind: 'item', position, ids: [itemId] });
    },
    showBadge: (shown) => {
      badge = shown;
    },
    beat: () => push({ kind: 'heartbeat', position, clock: { atMs: mailroom.NOW_MS, confirmed: true }, lastItem }),
    labelled: (itemId, outcome) => {
      position += 1;
      const one = registered.get(itemId);
      if (one) registered.set(itemId, { ...one, outcome });
      positions.set(itemId, position);
      push({ kind: 'item', position, ids: [itemId] });
    },
    setDevices: (other) => {
      devices = other;
      push({ kind: 'device', position, ids: [] });
    },
    lay: (grams) => {
      onScale = grams;
    },
    hold: () => {
      let release = () => {};
      held = new Promise((resolve) => {
        release = () => {
          held = null;
          resolve();
        };
      });
      return release;
    },
    setBatch: (other) => {
      batch = other;
    },
    goAway: shut,
    comeBack: open,
    close: shut,
  };
}

if (process.argv[1] === import.meta.filename) {
  const running = await startFixtureServer(path.resolve(import.meta.dirname, '../../dist/kiosk'), { rows: 400 });
  console.log(`fixtures at ${running.url}, code ${SECRET}`);
}
