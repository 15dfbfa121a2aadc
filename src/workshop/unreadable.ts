import { MailroomError } from '#base/errors.ts';

/** What sharp threw, in one line without paths or addresses. */
const sharpSays = (error: Error): string => error.message.split('\n')[0]!.replace(/\s+/g, ' ').slice(0, 120);

/**
 * For `.catch` behind a decoder: what it cannot decode is IMAGE_UNREADABLE. Running out of memory says nothing about the
 * file and goes on as it is, so that the child reports it as such.
 */
export function unreadable(error: unknown): never {
  if (!(error instanceof Error) || /alloc|out of memory|insufficient memory/i.test(error.message)) throw error;
  throw new MailroomError('IMAGE_UNREADABLE', { what: sharpSays(error) }, { cause: error });
}
