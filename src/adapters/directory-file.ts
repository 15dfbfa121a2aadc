import { readFileSync, statSync } from 'node:fs';
import { MailroomError } from '#base/errors.ts';
import { type Directory, parseDirectory } from '#domain/directory.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;

/** People and departments from a JSON file. @throws DIRECTORY_INVALID with what is wrong and where. */
export function readDirectoryFile(file: string): Directory {
  let value: unknown;
  try {
    if (statSync(file).size > LARGEST_BYTES) throw new MailroomError('DIRECTORY_INVALID', { file, what: 'it is larger than 64 MB' });
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof MailroomError) throw cause;
    throw new MailroomError(
      'DIRECTORY_INVALID',
      { file, what: cause instanceof SyntaxError ? 'it is no JSON' : 'it cannot be read' },
      { cause },
    );
  }
  return parseDirectory(value, file);
}
