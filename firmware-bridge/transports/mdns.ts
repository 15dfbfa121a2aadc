import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../src/base/clock.ts';
import { encodeQuestions, type Name, parseAnswer, type Question, type ResourceRecord } from './dns-message.ts';

/** One offer of a service in the local network. */
export interface Offer {
  /** `_uscan._tcp` */
  service: string;
  instance: string;
  /** IPv4, as the offer says, else where it came from. */
  address: string;
  port: number;
  /** Keys in small letters. */
  txt: ReadonlyMap<string, string>;
}

/** Whom to ask, and from which of our addresses: answers to any other are not heard. */
export interface Asking {
  from: string;
  to: { address: string; port: number };
}

const GROUP = { address: '224.0.0.251', port: 5353 };
const ASK_AGAIN_MS = 1_000;
/** More names than this in one network is noise. */
const MAX_NAMES = 512;

/** All of the network, by each of our interfaces. */
export const everywhere = (): Asking[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => ({ from: address, to: GROUP }));

/** One host alone, `192.0.2.7:5353`; one on this machine from this machine. */
export function askingOf(server: string): Asking {
  const [address = '', port] = server.split(':');
  return { from: address.startsWith('127.') ? '127.0.0.1' : '0.0.0.0', to: { address, port: Number(port) } };
}

/**
 * Asks who offers these services (one-shot multicast DNS, RFC 6762 §5.1: from a port of our own, so that answers come to us alone and nothing
 * listens when we have stopped asking). What comes in is foreign: what is no answer is not heard.
 *
 * @param enough ends the search before `forMs` are over.
 */
export async function browse(
  services: readonly string[],
  parts: { clock: Clock; forMs: number; asking?: readonly Asking[]; enough?: (offers: readonly Offer[]) => boolean },
): Promise<Offer[]> {
  const { clock, forMs, asking = everywhere(), enough = () => false } = parts;
  const known = new KnownNames();
  const over = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const cancels = [clock.after(forMs, over.resolve)];
  const types = services.map((service): Name => [...service.split('.'), 'local']);

  const ask = (socket: Socket, { to }: Asking, questions: Question[]) => {
    // An interface that went away meanwhile finds nobody; the others may.
    if (questions.length > 0) socket.send(encodeQuestions(questions), to.port, to.address, () => {});
  };
  const whoOffers = types.map((name): Question => ({ name, type: 'PTR' }));
  for (const one of asking) {
    const socket = createSocket('udp4');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('message', (bytes, { address }) => {
      const records = parseAnswer(bytes);
      if (!records) return;
      // Who says the same over and over costs its reading, and no more.
      const isNew = known.learn(records, address);
      if (isNew && enough(known.offers(types))) over.resolve();
      else ask(socket, one, known.open(types));
    });
    socket.bind({ address: one.from, port: 0 }, () => {
      ask(socket, one, whoOffers);
      cancels.push(clock.after(ASK_AGAIN_MS, () => ask(socket, one, whoOffers)));
    });
  }
  await over.promise;
  for (const cancel of cancels) cancel();
  for (const socket of sockets) socket.close();
  return known.offers(types);
}

const keyOf = (name: Name): string => JSON.stringify(name.map((label) => label.toLowerCase()));

/** What the network has said so far. */
class KnownNames {
  readonly #instances = new Map<string, { type: string; name: Name; from: string }>();
  readonly #places = new Map<string, { host: Name; port: number }>();
  readonly #texts = new Map<string, ReadonlyMap<string, string>>();
  readonly #addresses = new Map<string, string>();
  readonly #asked = new Set<string>();

  /** @returns whether anything was said of which nothing was known. */
  learn(records: readonly ResourceRecord[], from: string): boolean {
    let isNew = false;
    const keep = <V>(map: Map<string, V>, key: string, value: V) => {
      if (!map.has(key) && map.size >= MAX_NAMES) return;
      isNew ||= !map.has(key);
      map.set(key, value);
    };
    for (const record of records) {
      const key = keyOf(record.name);
      if (record.type === 'PTR') keep(this.#instances, keyOf(record.to), { type: key, name: record.to, from });
      else if (record.type === 'SRV') keep(this.#places, key, { host: record.host, port: record.port });
      else if (record.type === 'TXT') keep(this.#texts, key, textOf(record.strings));
      else keep(this.#addresses, key, record.address);
    }
    return isNew;
  }

  /** Questions about what was only named: asked once each. */
  open(types: readonly Name[]): Question[] {
    const wanted = new Set(types.map(keyOf));
    const named = [...this.#instances].filter(([key, { type }]) => wanted.has(type) && !this.#places.has(key) && !this.#asked.has(key));
    const few = named.slice(0, 8);
    for (const [key] of few) this.#asked.add(key);
    return few.flatMap(([, { name }]): Question[] => [
      { name, type: 'SRV' },
      { name, type: 'TXT' },
    ]);
  }

  offers(types: readonly Name[]): Offer[] {
    return [...this.#instances].flatMap(([key, { type, name, from }]) => {
      const service = types.find((one) => keyOf(one) === type);
      const place = this.#places.get(key);
      if (!service || !place) return [];
      const address = this.#addresses.get(keyOf(place.host)) ?? from;
      const txt = this.#texts.get(key) ?? new Map();
      return [{ service: service.slice(0, -1).join('.'), instance: name[0] ?? '', address, port: place.port, txt }];
    });
  }
}

/** `key=value` strings (RFC 6763 §6.3); of a key twice, the first counts. */
function textOf(strings: readonly Buffer[]): ReadonlyMap<string, string> {
  const pairs = strings.map((bytes) => bytes.toString('utf8')).map((text) => [text.split('=', 1)[0]!.toLowerCase(), text] as const);
  return new Map(pairs.reverse().map(([key, text]) => [key, text.slice(key.length + 1)]));
}
