/** HTTP statuses of failures, mapped here and nowhere lower; and what a refused request answers. */
import type { FastifyError } from 'fastify';
import { type FailureCode, isFailure, MailroomError } from '#base/errors.ts';
import type { Failure } from '#contract/failure.ts';

/** 502 to 504 are not in here: the kiosk takes them for an absent daemon. */
const STATUSES: Partial<Record<FailureCode, number>> = {
  REQUEST_INVALID: 400,
  NOT_SIGNED_IN: 401,
  NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  ITEM_UNKNOWN: 404,
  DOCUMENT_UNKNOWN: 404,
  DEVICE_UNKNOWN: 404,
  BLOB_MISSING: 404,
  ITEM_MOVED_ON: 409,
  SCALE_UNSTABLE: 409,
  BLOB_ERASED: 410,
  ACT_REFUSED: 422,
  NUMBERS_EXHAUSTED: 422,
  TASK_CANCELLED: 429,
  STORAGE_FULL: 507,
};
const FORESEEN = 500;

export interface Refusal {
  status: number;
  body: Failure;
  /** True where nobody foresaw this: the daemon must not live on. */
  bug: boolean;
}

export function refusalOf(error: unknown): Refusal {
  if (isFailure(error)) {
    const { code, context, message, retry } = error;
    return { status: STATUSES[code] ?? FORESEEN, body: { code, context: { ...context }, message, retry }, bug: false };
  }
  const { statusCode = 500, message = '' } = (error ?? {}) as Partial<FastifyError>;
  // Fastify's own refusals: a body that is too large or no JSON, an unknown media type. Words of its own, none of the sender's.
  if (statusCode >= 400 && statusCode < 500) {
    const { body } = refusalOf(new MailroomError('REQUEST_INVALID', { what: message.slice(0, 200) }));
    return { status: statusCode, body, bug: false };
  }
  const body: Failure = { code: 'BUG', context: {}, message: 'Something went wrong inside; the daemon starts again.', retry: 'later' };
  return { status: 500, body, bug: true };
}
