import { UsageError } from '../../src/commands/command.ts';

/** What is wrong with the call, where that is what this error says; otherwise null. */
export function wrongCall(error: unknown): string | null {
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') ? message : null;
}
