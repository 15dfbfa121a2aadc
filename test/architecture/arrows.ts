/** The arrows between the rooms of the house, and the search for reversed ones. */
import { type ImportGraph, shortestChain } from './import-graph.ts';

/** Room → the rooms it stands directly on. What those stand on it may import too. */
const STANDS_ON: Readonly<Record<string, readonly string[]>> = {
  base: [],
  config: ['base'],
  contract: ['base'],
  store: ['base'],
  workshop: ['base'],
  domain: ['base'],
  ports: ['domain'],
  adapters: ['ports', 'bridge/protocol'],
  understanding: ['domain'],
  messages: ['domain'],
  register: ['store', 'domain'],
  acts: ['domain', 'register', 'ports'],
  views: ['store', 'register', 'contract'],
  pipeline: ['acts', 'views', 'workshop', 'understanding', 'messages'],
  api: ['acts', 'views', 'contract'],
  fleet: ['acts', 'views', 'contract'],
  compose: ['config', 'adapters', 'pipeline', 'api', 'fleet'],
  commands: ['compose', 'bridge'],
  main: ['commands'],
  // The protocol is what the daemon shares with the bridge, so it must not pull the bridge in behind it.
  'bridge/protocol': ['base'],
  bridge: ['bridge/protocol'],
  kiosk: ['contract'],
};

/** Rooms that may name only what they stand on, not what lies below it. */
const NOTHING_FURTHER_DOWN = new Set(['kiosk']);

/** Room → the rooms that may name it; those above them have it behind them, and nothing to say to it. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = { adapters: ['adapters', 'compose'] };

/** Rooms whose files compute and nothing else. Hashing, paths and text are computing. */
const PURE = new Set(['domain', 'understanding']);
const COMPUTING = new Set(['assert', 'assert/strict', 'buffer', 'crypto', 'path', 'path/posix', 'string_decoder', 'url', 'util', 'zlib']);
const PACKAGES_WITH_IO = new Set([
  ...['better-sqlite3', 'fastify', 'imapflow', 'nodemailer', 'pino', 'prom-client', 'serialport', 'node-hid', 'nats', 'pg'],
  ...['sharp', 'tesseract.js-core', 'zxing-wasm', '@hyzyla/pdfium', 'pdfkit', 'bwip-js', 'playwright-core', 'smtp-server'],
]);

export const FOLDERS = ['src', 'firmware-bridge', 'kiosk-ui'] as const;

/** The room a file belongs to; null for what is not ours. */
export function roomOf(file: string): string | null {
  const [tree, room = ''] = file.split('/');
  if (tree === 'kiosk-ui') return 'kiosk';
  if (tree === 'firmware-bridge') return room === 'protocol' ? 'bridge/protocol' : 'bridge';
  if (tree === 'test') return 'test';
  if (tree === 'src') return room.replace(/\.ts$/, '');
  return null;
}

function downFrom(room: string, seen = new Set<string>()): Set<string> {
  for (const below of STANDS_ON[room] ?? []) {
    if (!seen.has(below)) downFrom(below, seen.add(below));
  }
  return seen;
}

/** One sentence per reversed arrow, with the whole chain of imports that leads along it; empty when the house stands. */
export function reversedArrows(graph: ImportGraph): string[] {
  const rooms = [...new Set([...graph.keys()].map(roomOf))].filter((room) => room !== null).sort();
  return [
    ...rooms.flatMap((room) => strangerRoom(room)),
    ...rooms.flatMap((room) => reachedAbove(graph, room)),
    ...tooFarDown(graph),
    ...pastTheDoor(graph),
    ...inputOutput(graph),
  ];
}

function strangerRoom(room: string): string[] {
  return room in STANDS_ON ? [] : [`src/${room} is no room of the table in test/architecture/arrows.ts`];
}

function reachedAbove(graph: ImportGraph, room: string): string[] {
  const allowed = downFrom(room).add(room);
  const starts = [...graph.keys()].filter((file) => roomOf(file) === room);
  const above = [...Object.keys(STANDS_ON), 'test'].filter((other) => !allowed.has(other));
  return above.flatMap((other) => {
    const chain = shortestChain(graph, starts, (file) => roomOf(file) === other);
    return chain === null ? [] : [`${room} must not reach ${other}: ${chain.join(' → ')}`];
  });
}

function tooFarDown(graph: ImportGraph): string[] {
  return [...graph].flatMap(([file, imports]) => {
    const room = roomOf(file) ?? '';
    if (!NOTHING_FURTHER_DOWN.has(room)) return [];
    const allowed = new Set([room, ...(STANDS_ON[room] ?? [])]);
    const wrong = imports.filter((to) => !allowed.has(roomOf(to) ?? room));
    return wrong.map((to) => `${room} may name only ${STANDS_ON[room]?.join(', ')}: ${file} → ${to}`);
  });
}

function pastTheDoor(graph: ImportGraph): string[] {
  return [...graph].flatMap(([file, imports]) => {
    const wrong = imports.filter((to) => NAMED_BY[roomOf(to) ?? '']?.includes(roomOf(file) ?? '') === false);
    return wrong.map((to) => `${roomOf(to)} may be named only by ${NAMED_BY[roomOf(to)!]!.join(', ')}: ${file} → ${to}`);
  });
}

function inputOutput(graph: ImportGraph): string[] {
  return [...graph].flatMap(([file, imports]) => {
    if (!PURE.has(roomOf(file) ?? '')) return [];
    const wrong = imports.filter((to) => PACKAGES_WITH_IO.has(to) || (to.startsWith('node:') && !COMPUTING.has(to.slice('node:'.length))));
    return wrong.map((to) => `${roomOf(file)} computes only: ${file} → ${to}`);
  });
}
