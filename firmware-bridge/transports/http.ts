import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Clock } from '../../src/base/clock.ts';

export interface HttpOrder {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  body?: string | Uint8Array;
  /** Of the body; XML where it is not said. */
  contentType?: string;
  /** An answer longer than this is cut off; `complete` is then false. */
  maxBytes: number;
  /** Nothing at all for this long ends the request. */
  silenceMs: number;
  /** Nor may the whole take longer than this, however busily it dribbles. */
  deadlineMs: number;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** False when fewer or more bytes came than announced, or the connection broke in the middle. */
  complete: boolean;
}

/**
 * One request on a connection of its own. Never follows a redirect: a device has no business sending us elsewhere. Always settles, whatever
 * the device does with the connection.
 * @throws the network's error when no answer began, or the reason of `signal`.
 */
export function http(clock: Clock, order: HttpOrder): Promise<HttpAnswer> {
  const { method, url, body, contentType = 'text/xml', maxBytes, silenceMs, deadlineMs, signal } = order;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const headers = body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, { method, headers, agent: false });
    let response: IncomingMessage | null = null;
    const pieces: Buffer[] = [];

    let ended = false;
    /** The first call decides; the ends that follow from destroying the connection say nothing new. */
    const end = (complete: boolean, why = new Error('the connection ended without an answer')) => {
      if (ended) return;
      ended = true;
      cancelSilence();
      cancelDeadline();
      signal?.removeEventListener('abort', aborted);
      if (signal?.aborted) reject(signal.reason as Error);
      else if (response) resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces), complete });
      else reject(why);
      request.destroy();
    };
    const broken = (error?: Error) => end(false, error);
    const aborted = () => broken();
    const cancelDeadline = clock.after(deadlineMs, () => broken(new Error(`no whole answer within ${deadlineMs} ms`)));
    let cancelSilence = () => {};
    const heard = () => {
      cancelSilence();
      cancelSilence = clock.after(silenceMs, () => broken(new Error(`no byte for ${silenceMs} ms`)));
    };
    signal?.addEventListener('abort', aborted);
    heard();

    request.on('error', broken);
    request.on('close', () => broken());
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      broken(new Error('it wants to speak another protocol'));
    });
    request.on('response', (begun) => {
      response = begun;
      let length = 0;
      begun.on('data', (piece: Buffer) => {
        if (ended) return;
        heard();
        length += piece.length;
        if (length > maxBytes) return broken();
        pieces.push(piece);
      });
      begun.on('end', () => end(begun.complete));
      begun.on('error', broken);
    });
    request.end(body);
  });
}
