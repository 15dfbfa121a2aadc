import { type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Clock } from '../../src/base/clock.ts';

export interface HttpOrder {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  body?: string;
  /** An answer longer than this is cut off; `complete` is then false. */
  maxBytes: number;
  /** Nothing at all for this long ends the request. */
  silenceMs: number;
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
 * One request on a connection of its own. Never follows a redirect: a device has no business sending us elsewhere.
 * @throws the network's error when no answer began, or the reason of `signal`.
 */
export function http(clock: Clock, order: HttpOrder): Promise<HttpAnswer> {
  const { method, url, body, maxBytes, silenceMs, signal } = order;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const headers = body === undefined ? {} : { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, { method, headers, agent: false });

    let cancelSilence = () => {};
    const heard = () => {
      cancelSilence();
      cancelSilence = clock.after(silenceMs, () => request.destroy(new Error(`no byte for ${silenceMs} ms`)));
    };
    const aborted = () => request.destroy(signal!.reason as Error);
    const finish = () => {
      cancelSilence();
      signal?.removeEventListener('abort', aborted);
    };
    signal?.addEventListener('abort', aborted);
    heard();

    let breakOff: (() => void) | null = null;
    request.on('error', (error) => {
      if (breakOff) return breakOff();
      finish();
      reject(error);
    });
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      let length = 0;
      const end = (complete: boolean) => {
        finish();
        if (signal?.aborted) return reject(signal.reason as Error);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces), complete });
      };
      breakOff = () => end(false);
      response.on('data', (piece: Buffer) => {
        heard();
        length += piece.length;
        if (length > maxBytes) {
          request.destroy();
          return end(false);
        }
        pieces.push(piece);
      });
      response.on('end', () => end(response.complete));
      response.on('error', breakOff);
    });
    request.end(body);
  });
}
