import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Cable } from './cable.ts';
import type { Counter } from './counter.ts';
import type { EsclScanner } from './escl-scanner.ts';
import { PEDALS } from './pedal.ts';
import type { ChosenPrinter } from './printer-choice.ts';
import { readBody } from './scanner-control.ts';

/** What hands can reach in the laboratory. */
export interface Reach {
  scanner: EsclScanner;
  labels: ChosenPrinter;
  counter: Counter;
  /** What can be pulled out, by the id of its device. */
  cables: Readonly<Record<string, Pick<Cable, 'plug' | 'unplug'>>>;
}

interface Doing {
  /** For people: the words after it. */
  takes: string;
  means: string;
  /** @throws Error what it takes is not what was said */
  does(reach: Reach, said: string): unknown;
}

const doing = (takes: string, means: string, does: Doing['does']): Doing => ({ takes, means, does });

const DOINGS: Readonly<Record<string, Doing>> = {
  scan: doing('CODE', 'the hand scanner reads it', ({ counter }, code) => counter.scanner.say(`${printable(code)}\r\n`)),
  badge: doing('NUMBER', "a badge is held to the reader (4711 is the clerk's)", ({ counter }, number) =>
    counter.badges.say(`${printable(number)}\r\n`),
  ),
  weigh: doing('GRAMS', 'it lies on the scale; 0 takes it off', ({ counter }, grams) => {
    counter.scale.state('still');
    counter.scale.load(whole(grams, 0, 999_999));
  }),
  shake: doing('', 'the scale does not come to rest, until the next "weigh"', ({ counter }) => counter.scale.state('moving')),
  pedal: doing('N', `the pedal is pressed, 1 to ${PEDALS}`, ({ counter }, n) => counter.pedal.press(whole(n, 1, PEDALS))),
  'paper-out': doing('', 'the roll of labels is empty', ({ labels }) => labels.paper(false)),
  paper: doing('', 'a new roll is put in', ({ labels }) => labels.paper(true)),
  open: doing('', 'the label printer is opened', ({ labels }) => labels.cover(true)),
  shut: doing('', 'the label printer is shut', ({ labels }) => labels.cover(false)),
  jam: doing('N', 'the scanner jams after so many more sheets', ({ scanner }, n) => scanner.control.jamAfter(whole(n, 0, 1_000))),
  free: doing('', 'the scanner is freed, and what it holds put back', ({ scanner }) => {
    scanner.control.clearFaults();
    scanner.control.putBack();
  }),
  unplug: doing('DEVICE', 'its cable is pulled: scanner, labels, hand, badge, scale or pedal', ({ cables }, id) =>
    cable(cables, id).unplug(),
  ),
  plug: doing('DEVICE', 'and plugged in again', ({ cables }, id) => cable(cables, id).plug()),
};

/** Everything that can be said, a line each. */
export const doings = (): string[] => Object.entries(DOINGS).map(([verb, { takes, means }]) => `${`${verb} ${takes}`.padEnd(16)} ${means}`);

/** Does what a line says: `weigh 250`. @throws Error it cannot be meant, in a sentence */
export async function doAsSaid(reach: Reach, line: string): Promise<void> {
  const [, verb = '', said = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
  const found = Object.hasOwn(DOINGS, verb) ? DOINGS[verb] : undefined;
  if (!found) throw new Error(`There is no "${verb}". There is: ${Object.keys(DOINGS).join(', ')}.`);
  if ((said === '') !== (found.takes === '')) throw new Error(`Say: ${`${verb} ${found.takes}`.trim()}`);
  await found.does(reach, said);
}

function printable(text: string): string {
  if (!/^[!-~](?:[ -~]{0,126}[!-~])?$/.test(text)) throw new Error('One to 128 printable characters.');
  return text;
}

function whole(text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (number < least || number > most) throw new Error(`${text} is no number from ${least} to ${most}.`);
  return number;
}

function cable(cables: Reach['cables'], id: string): Pick<Cable, 'plug' | 'unplug'> {
  const found = Object.hasOwn(cables, id) ? cables[id] : undefined;
  if (!found) throw new Error(`There is no ${id}. There is: ${Object.keys(cables).join(', ')}.`);
  return found;
}

/** Lines of a terminal, as long as it is one. @param tell takes a line for people */
export function listenToTerminal(reach: Reach, input: NodeJS.ReadableStream, tell: (line: string) => void): () => void {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    if (line.trim() === 'help') for (const one of doings()) tell(`  ${one}`);
    else doAsSaid(reach, line).catch((error: Error) => tell(`  ${error.message}`));
  });
  return () => lines.close();
}

/** For a shell: `POST {"do":"weigh 250"}`. */
export async function serveHands(reach: Reach): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void serve(reach, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(reach: Reach, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(value)}\n`);
  // A browser page of another origin cannot send this content type unasked.
  if (request.method !== 'POST' || !/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return say(415, { error: 'POST {"do":"…"} with content-type: application/json', do: doings() });
  try {
    const wish = JSON.parse(await readBody(request, 65_536)) as { do?: unknown } | null;
    if (typeof wish?.do !== 'string') throw new Error('Send {"do":"…"}.');
    await doAsSaid(reach, wish.do);
    say(200, { ok: true });
  } catch (error) {
    say(400, { error: (error as Error).message });
  }
}
