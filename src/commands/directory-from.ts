import { readFile, stat } from 'node:fs/promises';
import { MailroomError } from '#base/errors.ts';
import { type Directory, parseDirectory } from '#domain/directory.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;

/** Whom mail can be for, where nobody says. */
export const NOBODY: Directory = { organisation: '', organisationAliases: [], addresses: [], departments: [], people: [] };

/** A directory for a command that needs no daemon. @throws DIRECTORY_INVALID */
export async function directoryFrom(file: string): Promise<Directory> {
  const invalid = (what: string) => (cause: unknown) => {
    throw new MailroomError('DIRECTORY_INVALID', { file, what }, { cause });
  };
  const { size } = await stat(file).catch(invalid('it cannot be read'));
  if (size > LARGEST_BYTES) throw new MailroomError('DIRECTORY_INVALID', { file, what: 'it is larger than 64 MB' });
  const text = await readFile(file, 'utf8').catch(invalid('it cannot be read'));
  const parse = (): unknown => JSON.parse(text);
  return parseDirectory(await Promise.resolve().then(parse).catch(invalid('it is no JSON')), file);
}
