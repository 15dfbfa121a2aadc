import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { isBadgeHash } from '#api/badge-door.ts';
import { isFailure, MailroomError } from '#base/errors.ts';
import { DOCUMENT_CLASSES } from '#base/words.ts';
import { checkDevices } from '#bridge/config.ts';
import { discoverDrivers } from '#bridge/supervisor/discovery.ts';
import { loadConfig, readSecret } from '#config/load.ts';
import { type Config, publishedSchema } from '#config/schema.ts';
import type { Directory } from '#domain/directory.ts';
import { departmentsOfOneName, folderNames } from '#pipeline/filing-policy.ts';
import { type Command, DONE, print, say } from './command.ts';
import { directoryFrom, NOBODY } from './directory-from.ts';

/** `vaguemestre check [--config FILE | --schema]`: says every mistake of the configuration with key and cure, without starting anything; or prints its JSON Schema. */
export const check: Command = {
  usage: 'check [--config FILE | --schema]',
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { config: { type: 'string', default: 'vaguemestre.toml' }, schema: { type: 'boolean', default: false } },
    });
    if (values.schema) {
      print(publishedSchema());
      return DONE;
    }
    const config = loadConfig(values.config);
    const { directory, problems } = await lookAround(config);
    if (problems.length > 0) throw new MailroomError('CONFIG_INVALID', { file: values.config, problems });
    for (const warning of [...sharedFolders(config.filing.folder, directory), ...strayClasses(config, directory)]) say(warning);
    print(
      `${values.config} is sound: station ${config.station.prefix} (${config.station.name}), ${config.device.length} device(s), ` +
        `${directory.departments.length} department(s), ${directory.people.length} people, filing to ${config.filing.target}.`,
    );
    return DONE;
  },
};

/** What the file alone cannot say: whether what it names is there and of use. */
async function lookAround({ station, directory: { file }, operator, bridge, device, filing, notices }: Config) {
  const problems: string[] = [];
  /** Keeps what goes wrong, with the key it goes wrong under, and goes on. */
  const under = async <T>(key: string, otherwise: T, look: () => T | Promise<T>): Promise<T> => {
    try {
      return await look();
    } catch (error) {
      if (!isFailure(error)) throw error;
      problems.push(
        ...(isFailure(error, 'CONFIG_INVALID') ? error.context.problems.map((one) => `${key}.${one}`) : [`${key}: ${error.message}`]),
      );
      return otherwise;
    }
  };
  const directory = await under<Directory>('directory.file', NOBODY, () => directoryFrom(file));
  const pin = await under('operator.pin_file', null, () => readSecret('operator.pin_file', operator.pin_file));
  if (pin !== null && !/^\d{4,12}$/.test(pin))
    problems.push('operator.pin_file: the file holds no PIN, and nobody could sign in. Write four to twelve digits into it.');
  const badge = operator.badge_file;
  const hash = badge === undefined ? null : await under('operator.badge_file', null, () => readSecret('operator.badge_file', badge));
  if (hash !== null && !isBadgeHash(hash))
    problems.push('operator.badge_file: this is not what "vaguemestre badge" prints, and no badge would sign in.');
  for (const [key, secret] of [
    ['filing.imap.password_file', filing.imap?.password_file],
    ['notices.password_file', notices?.password_file],
  ] as const)
    if (secret !== undefined) await under(key, '', () => readSecret(key, secret));
  for (const [key, ca] of [
    ['filing.imap.ca_file', filing.imap?.ca_file],
    ['notices.ca_file', notices?.ca_file],
  ] as const)
    if (ca !== undefined && !holdsCertificate(ca))
      problems.push(`${key}: ${ca} holds no certificate (PEM). Ask whoever runs the mail server for it.`);
  await under('device', undefined, async () => checkDevices(device, await discoverDrivers()));
  const state = nearest(station.state);
  const spool = nearest(bridge.spool);
  if (!writable(state)) problems.push(`station.state: ${station.state} cannot be written by this user. Give the folder to it.`);
  if (statSync(state).dev !== statSync(spool).dev)
    problems.push(
      `bridge.spool: ${bridge.spool} lies on another file system than station.state. Put both on one: pages move between them.`,
    );
  return { directory, problems };
}

/** Where departments' mail would lie, or would have lain, in one folder: whoever reads one department's mail reads the other's. */
function sharedFolders(rule: string, { departments }: Directory): string[] {
  if (departments.length < 2) return [];
  if (!rule.includes('{department}'))
    return [
      'filing.folder: the mail of every department lies in one folder. Write {department} into it where they must not read each other’s.',
    ];
  const folders = folderNames(departments);
  return departmentsOfOneName(departments).map((alike) => {
    const [names, chosen] = [alike.map(({ name }) => name), alike.map(({ id }) => folders.get(id))];
    return `directory.file: the mailboxes of ${names.join(' and ')} give the same folder name; their mail is filed into ${chosen.join(' and ')}. Give them different names before the @.`;
  });
}

/** Classes that something is to be done with and that no document can have, and classes that nothing is done with. */
function strayClasses({ classes, filing }: Config, { departments }: Directory): string[] {
  const offered: string[] = [...DOCUMENT_CLASSES, ...classes.filter(({ retired }) => !retired).map(({ id }) => id)];
  const why = (id: string): string => (classes.some((one) => one.id === id) ? `"${id}" is retired` : `there is no class "${id}"`);
  const taken = new Set([...departments.flatMap((one) => one.classes), ...filing.urgent_classes]);
  return [
    ...departments.flatMap(({ name, classes: takes }) =>
      takes
        .filter((id) => !offered.includes(id))
        .map((id) => `directory.file: ${name} takes a class that no document gets: ${why(id)}. The classes are ${offered.join(', ')}.`),
    ),
    ...filing.urgent_classes.filter((id) => !offered.includes(id)).map((id) => `filing.urgent_classes: ${why(id)}.`),
    ...classes
      .filter(({ id, retired }) => !retired && !taken.has(id))
      .map(
        ({ id }) =>
          `classes: no department takes "${id}". Add it to its classes in the directory, if its documents shall go there by themselves.`,
      ),
  ];
}

/** The folder itself, or the nearest one above it that is there already. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function holdsCertificate(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes('-----BEGIN CERTIFICATE-----');
  } catch {
    return false;
  }
}
