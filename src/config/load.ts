import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { MailroomError } from '#base/errors.ts';
import { DOCUMENT_CLASSES } from '#base/words.ts';
import { type Config, ConfigSchema } from './schema.ts';

const LARGEST_BYTES = 256 * 1024;
const validator = Compile(ConfigSchema);

/** A value of the configuration that names a file or folder; made absolute on loading. */
const PATHS: readonly (readonly string[])[] = [
  ['station', 'state'],
  ['directory', 'file'],
  ['operator', 'pin_file'],
  ['operator', 'badge_file'],
  ['bridge', 'socket'],
  ['bridge', 'spool'],
  ['filing', 'imap', 'password_file'],
  ['filing', 'imap', 'ca_file'],
  ['filing', 'maildir', 'folder'],
  ['notices', 'password_file'],
  ['notices', 'ca_file'],
];

function makeAbsolute(config: Record<string, unknown>, folder: string): void {
  for (const keys of PATHS) {
    let at: unknown = config;
    for (const key of keys.slice(0, -1)) at = (at as Record<string, unknown> | undefined)?.[key];
    const last = keys.at(-1)!;
    const holder = at as Record<string, unknown> | undefined;
    if (typeof holder?.[last] === 'string') holder[last] = resolve(folder, holder[last]);
  }
}

/** One sentence per mistake: the key, what is wrong with it, and what belongs there. */
function sentences(value: unknown): string[] {
  return [...validator.Errors(value)].slice(0, 40).map((error) => {
    const key = error.instancePath.slice(1).replaceAll('/', '.') || '(whole file)';
    const description = error.schemaPath ? describe(error.instancePath) : '';
    return `${key}: ${error.message}${description ? ` (${description})` : ''}`;
  });
}

/** What the schema says a key is for. */
function describe(instancePath: string): string {
  let at = ConfigSchema as unknown as { properties?: Record<string, never>; items?: never; description?: string } | undefined;
  for (const key of instancePath.split('/').slice(1)) at = (at?.properties?.[key] ?? at?.items) as typeof at;
  return at?.description ?? '';
}

/** What goes together, which a schema cannot say. */
function contradictions(config: Config): string[] {
  const found: string[] = [];
  if (config.filing.target === 'imap' && !config.filing.imap)
    found.push('filing.imap: missing, although filing.target is "imap". Add a [filing.imap] section.');
  if (config.filing.target === 'maildir' && !config.filing.maildir)
    found.push('filing.maildir: missing, although filing.target is "maildir". Add a [filing.maildir] section.');
  const ids = config.device.map((device) => device.id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    found.push(`device: two devices are called "${id}". Give each its own id.`);
  const classes: string[] = [...DOCUMENT_CLASSES, ...config.classes.map(({ id }) => id)];
  for (const id of new Set(classes.filter((one, index) => classes.indexOf(one) !== index)))
    found.push(`classes: "${id}" is there already. Give each class its own id.`);
  const { notices } = config;
  if (notices && (notices.user === undefined) !== (notices.password_file === undefined))
    found.push('notices: user and password_file belong together. Give both or none.');
  return found;
}

/**
 * Reads, fills in defaults, checks and freezes a configuration.
 * @throws CONFIG_MISSING, or CONFIG_INVALID with every mistake at once.
 */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    if (statSync(file).size > LARGEST_BYTES)
      throw new MailroomError('CONFIG_INVALID', { file, problems: ['(whole file): larger than 256 kB; this is no configuration'] });
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof MailroomError) throw cause;
    throw new MailroomError('CONFIG_MISSING', { file }, { cause });
  }
  return parseConfig(text, file);
}

/** The same for text already in hand; `file` gives the folder relative paths count from, and the name in messages. */
export function parseConfig(text: string, file: string): Config {
  let raw: Record<string, unknown>;
  try {
    raw = parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new MailroomError('CONFIG_INVALID', { file, problems: [(cause as Error).message.split('\n')[0]!] }, { cause });
  }
  for (const section of ['kiosk', 'scan', 'workshop']) raw[section] ??= {};
  const value = Value.Default(ConfigSchema, raw);
  const problems = sentences(value);
  if (problems.length === 0) problems.push(...contradictions(value as Config));
  if (problems.length > 0) throw new MailroomError('CONFIG_INVALID', { file, problems });
  const config = structuredClone(value) as Config;
  makeAbsolute(config as never, dirname(resolve(file)));
  return deepFreeze(config);
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

/**
 * A secret from its file, without the line end. Never logged, never part of the configuration value.
 * @throws SECRET_UNREADABLE
 */
export function readSecret(key: string, file: string): string {
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (text.length === 0 || text.length > 4096) throw new Error(`holds ${text.length} characters`);
    return text;
  } catch (cause) {
    throw new MailroomError('SECRET_UNREADABLE', { key, file }, { cause });
  }
}
