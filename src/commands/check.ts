import { parseArgs } from 'node:util';
import { loadConfig, readSecret } from '#config/load.ts';
import { publishedSchema } from '#config/schema.ts';
import { type Command, DONE, print } from './command.ts';
import { directoryFrom } from './directory-from.ts';

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
    const directory = await directoryFrom(config.directory.file);
    const { pin_file } = config.operator;
    const pin = readSecret('operator.pin_file', pin_file);
    if (!/^\d{4,12}$/.test(pin)) print('operator.pin_file: holds no PIN of four to twelve digits; nobody can sign in.');
    if (config.filing.imap) readSecret('filing.imap.password_file', config.filing.imap.password_file);
    if (config.notices?.password_file) readSecret('notices.password_file', config.notices.password_file);
    print(
      `${values.config} is sound: station ${config.station.prefix} (${config.station.name}), ${config.device.length} device(s), ` +
        `${directory.departments.length} department(s), ${directory.people.length} people, filing to ${config.filing.target}.`,
    );
    return DONE;
  },
};
