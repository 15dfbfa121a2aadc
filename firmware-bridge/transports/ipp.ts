import type { Clock } from '../../src/base/clock.ts';
import { MailroomError } from '../../src/base/errors.ts';
import { http } from './http.ts';
import { decodeResponse, encodeRequest, type IppAttribute, type IppResponse, type IppValue } from './ipp/message.ts';

/** Operations, RFC 8011 §5.4.15. */
export const OPERATION = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

const MAX_ANSWER_BYTES = 256 * 1024;
const DEADLINE_MS = 60_000;
const DEFAULT_PORT = '631';

/** One printer or queue reached by IPP. */
export interface Ipp {
  /** @throws DEVICE_ABSENT (`neverSent` says whether it may have been read before), DEVICE_REFUSED, DEVICE_SPEECH */
  ask(operation: number, attributes: readonly IppAttribute[], document?: Uint8Array): Promise<IppResponse>;
}

/** Whether a request that failed certainly never reached the printer. */
export const neverSent = (error: MailroomError): boolean =>
  ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'].includes(
    (error.cause as NodeJS.ErrnoException | undefined)?.code ?? '',
  );

/**
 * IPP over HTTP (RFC 8010 §4): `ipp://host[:631]/path`, or `ipps` for TLS. Each request names character set, language and printer
 * first, as it must; a job's number comes right after them (RFC 8011 §4.1.4, §4.1.5), so `attributes` begin with it.
 */
export function openIpp(address: string, deviceId: string, clock: Clock, silenceMs: number): Ipp {
  const { protocol, hostname, port, pathname } = new URL(address);
  const url = new URL(`${protocol === 'ipps:' ? 'https' : 'http'}://${hostname}:${port || DEFAULT_PORT}${pathname || '/'}`);
  let requestId = 0;
  return {
    async ask(operation, attributes, document) {
      requestId = (requestId % 0x7fffffff) + 1;
      const body = encodeRequest(
        operation,
        requestId,
        [
          ['attributes-charset', 'charset', 'utf-8'],
          ['attributes-natural-language', 'naturalLanguage', 'en'],
          ['printer-uri', 'uri', address],
          ...attributes,
          ['requesting-user-name', 'name', 'vaguemestre'],
        ],
        document,
      );
      const order = {
        method: 'POST',
        url,
        body,
        contentType: 'application/ipp',
        maxBytes: MAX_ANSWER_BYTES,
        silenceMs,
        deadlineMs: DEADLINE_MS,
      } as const;
      const answer = await http(clock, order).catch((cause: Error) => {
        throw new MailroomError('DEVICE_ABSENT', { deviceId }, { cause });
      });
      if (answer.status !== 200) throw new MailroomError('DEVICE_REFUSED', { deviceId, status: answer.status, detail: 'IPP' });
      const response = answer.complete ? decodeResponse(answer.body) : null;
      if (response?.requestId !== requestId) throw new MailroomError('DEVICE_SPEECH', { deviceId, what: 'no answer to the IPP request' });
      return response;
    },
  };
}

export const valuesOf = (response: IppResponse, group: number, name: string): IppValue[] =>
  response.groups.filter(({ tag }) => tag === group).flatMap(({ attributes }) => attributes.get(name) ?? []);

/** RFC 8010 §3.4.3, status codes below 0x0100 are successful. */
export const succeeded = ({ status }: IppResponse): boolean => status < 0x0100;
