import { once } from 'node:events';
import net from 'node:net';

/** When a cut falls, seen from the text of the client that brings it about. */
export type CutMoment = 'before' | 'in' | 'after' | 'unanswered';

export interface CuttingProxy {
  readonly port: number;
  /** Connections taken so far. */
  readonly connections: number;
  /** Cuts the next connection once this many bytes of the client have been passed on: before, in or after a literal. */
  cutAfterBytes(count: number): void;
  /**
   * Cuts once when the client's text matches. `before`: nothing of the matching text is passed on; `in`: half of the
   * literal announced by it (of the match itself, where it announces none); `after`: all of the literal is passed on and
   * the server has answered it, but the client never sees that answer; `unanswered`: the same, only that nothing is closed:
   * from then on it is silent as after `silence`, and the answer comes with `resume`.
   */
  cutOnClientText(pattern: RegExp, moment: CutMoment): void;
  /** From now on nothing is passed on either way, and nothing is closed, until `resume` or `close`. */
  silence(): void;
  /** Passes on again, what was held back included, and forgets any cut that has not fallen. */
  resume(): void;
  /** Resolves when the next cut has fallen. */
  cut(): Promise<void>;
  /** The server came back at another port: new connections go there. */
  turnTo(targetPort: number): void;
  close(): Promise<void>;
}

type BytesPlan = { readonly kind: 'bytes'; left: number };
type TextPlan = { readonly kind: 'text'; readonly pattern: RegExp; readonly moment: CutMoment };

/** Bytes of a literal that may still pass, and what happens then. */
interface LiteralUnderWay {
  left: number;
  readonly end: 'cut' | 'swallow' | 'hold';
}

/** How much of the client's latest words a pattern is tried on. */
const WINDOW_BYTES = 4096;

/** A TCP relay on 127.0.0.1 to a clear-text port, which can break the wire at a chosen place. */
export async function openCuttingProxy(options: { readonly targetPort: number }): Promise<CuttingProxy> {
  let { targetPort } = options;
  const pairs = new Set<Pair>();
  const waiting: (() => void)[] = [];
  const state = { plan: null as BytesPlan | TextPlan | null, silent: false, connections: 0 };

  const silence = () => {
    state.silent = true;
    for (const pair of pairs) pair.hold(true);
  };

  const server = net.createServer({ noDelay: true }, (client) => {
    state.connections++;
    const fallen = (held: boolean) => {
      if (held) silence();
      for (const tell of waiting.splice(0)) tell();
    };
    const pair = new Pair(client, net.connect({ port: targetPort, host: '127.0.0.1', noDelay: true }), state, fallen);
    pairs.add(pair);
    client.on('close', () => pairs.delete(pair));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as net.AddressInfo).port,
    get connections() {
      return state.connections;
    },
    cutAfterBytes(count) {
      state.plan = { kind: 'bytes', left: count };
    },
    cutOnClientText(pattern, moment) {
      state.plan = { kind: 'text', pattern, moment };
    },
    silence,
    resume() {
      state.silent = false;
      state.plan = null;
      for (const pair of pairs) pair.hold(false);
    },
    cut: () => new Promise((tell) => waiting.push(tell)),
    turnTo(port) {
      targetPort = port;
    },
    async close() {
      for (const pair of pairs) pair.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface Shared {
  plan: BytesPlan | TextPlan | null;
  silent: boolean;
}

/** One connection: the client's socket, the server's, and what is known of the literal on its way. */
class Pair {
  readonly #client: net.Socket;
  readonly #server: net.Socket;
  readonly #shared: Shared;
  readonly #cutDone: (held: boolean) => void;
  #recent = '';
  #literal: LiteralUnderWay | null = null;
  #swallowing: 'cut' | 'hold' | null = null;

  constructor(client: net.Socket, server: net.Socket, shared: Shared, cutDone: (held: boolean) => void) {
    this.#client = client;
    this.#server = server;
    this.#shared = shared;
    this.#cutDone = cutDone;
    client.on('data', (bytes) => this.#fromClient(bytes));
    server.on('data', (bytes) => this.#fromServer(bytes));
    client.on('end', () => server.end());
    server.on('end', () => client.end());
    for (const socket of [client, server]) socket.on('error', () => this.destroy()).on('close', () => this.destroy());
    if (shared.silent) this.hold(true);
  }

  hold(held: boolean): void {
    for (const socket of [this.#client, this.#server]) held ? socket.pause() : socket.resume();
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #cut(lastBytes: Buffer): void {
    this.#shared.plan = null;
    this.#literal = null;
    // The server must see all that was passed on before it sees the end.
    this.#server.end(lastBytes, () => {
      this.#client.resetAndDestroy();
      this.#cutDone(false);
    });
    this.#client.pause();
  }

  #fromClient(bytes: Buffer): void {
    const { plan } = this.#shared;
    if (this.#literal !== null) this.#literalBytes(bytes, this.#literal);
    else if (plan?.kind === 'bytes') this.#countedBytes(bytes, plan);
    else if (plan?.kind === 'text') this.#textBytes(bytes, plan);
    else this.#server.write(bytes);
  }

  #countedBytes(bytes: Buffer, plan: BytesPlan): void {
    if (bytes.length >= plan.left) this.#cut(bytes.subarray(0, plan.left));
    else {
      plan.left -= bytes.length;
      this.#server.write(bytes);
    }
  }

  #textBytes(bytes: Buffer, { pattern, moment }: TextPlan): void {
    const before = this.#recent;
    const text = before + bytes.toString('latin1');
    const inChunk = (position: number) => Math.max(0, position - before.length);
    const match = pattern.exec(text);
    if (match !== null && moment === 'before') {
      this.#cut(bytes.subarray(0, inChunk(match.index)));
      return;
    }
    // A literal's length stands at the end of the line: wait for all of the line.
    const lineEnd = match === null ? -1 : text.indexOf('\r\n', match.index);
    if (match === null || lineEnd < 0) {
      this.#recent = text.slice(-WINDOW_BYTES);
      this.#server.write(bytes);
      return;
    }
    this.#recent = '';
    this.#shared.plan = null;
    const announced = /\{(\d+)\+?\}$/.exec(text.slice(0, lineEnd));
    if (announced === null && moment === 'in') {
      this.#cut(bytes.subarray(0, inChunk(match.index + (match[0].length >> 1))));
      return;
    }
    const head = inChunk(lineEnd + 2);
    this.#server.write(bytes.subarray(0, head));
    // After the literal comes the line end that closes the command.
    const literalBytes = announced === null ? 0 : Number(announced[1]) + 2;
    const end = moment === 'unanswered' ? 'hold' : 'swallow';
    this.#literal = moment === 'in' ? { left: literalBytes >> 1, end: 'cut' } : { left: literalBytes, end };
    this.#literalBytes(bytes.subarray(head), this.#literal);
  }

  #literalBytes(bytes: Buffer, literal: LiteralUnderWay): void {
    const passed = bytes.subarray(0, literal.left);
    literal.left -= passed.length;
    if (literal.left === 0 && literal.end === 'cut') {
      this.#cut(passed);
      return;
    }
    if (literal.left === 0) this.#swallowing = literal.end === 'hold' ? 'hold' : 'cut';
    if (passed.length > 0) this.#server.write(passed);
  }

  #fromServer(bytes: Buffer): void {
    if (this.#swallowing === 'cut') this.#cut(Buffer.alloc(0));
    else if (this.#swallowing === 'hold') {
      this.#swallowing = null;
      this.#literal = null;
      // Held first: what is put back into a socket that flows is handed out at once.
      this.#cutDone(true);
      this.#server.unshift(bytes);
    } else this.#client.write(bytes);
  }
}
