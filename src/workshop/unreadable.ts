import { MailroomError } from '#base/errors.ts';

const MEMORY_ERRORS = /allocat|out of memory|insufficient memory|WebAssembly\.Memory|OOM|enlarge memory|ENOMEM/i;

/** Whether Node, V8, libvips or a WASM module says that memory ran out. */
export const isMemoryError = (error: unknown): boolean => error instanceof Error && MEMORY_ERRORS.test(error.message);

/** What sharp threw, in one line without paths or addresses. */
const sharpSays = ({ message }: Error): string =>
  // libpng tells its reasons to nobody.
  message === 'Unknown error'
    ? 'it is cut off or damaged'
    : message
        .split('\n')[0]!
        .replace(/\s+/g, ' ')
        .slice(0, 120)
        .replace(/[\s:.]+$/, '');

/**
 * For `.catch` behind a decoder: what it cannot decode is IMAGE_UNREADABLE. Running out of memory says nothing about the
 * file and goes on as it is, so that the child reports it as such.
 */
export function unreadable(error: unknown): never {
  if (!(error instanceof Error) || isMemoryError(error)) throw error;
  throw new MailroomError('IMAGE_UNREADABLE', { what: sharpSays(error) }, { cause: error });
}
