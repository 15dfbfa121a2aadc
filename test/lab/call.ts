import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../../src/commands/command.ts';
import { PRINTER_LANGUAGES, type PrinterLanguage } from './printer-choice.ts';

const KIOSK_PORT = 8480;

/** How `npm start` was called. */
export interface LaboratoryCall {
  /** One batch, then the end. */
  once: boolean;
  /** A folder of page images and the directory that goes with them; null: the letters that ship with the laboratory. */
  own: { letters: string; directory: string } | null;
  kioskPort: number;
  /** A Maildir though there may be a Dovecot. */
  maildir: boolean;
  /** What the label printer speaks, and whether it stands behind an IPP queue. */
  printer: PrinterLanguage;
  byIpp: boolean;
}

export const USAGE_LINE = 'npm start -- [--once] [--letters DIR --directory FILE] [--port N] [--maildir] [--printer LANGUAGE] [--ipp]';

/** @throws UsageError, or what `parseArgs` throws, where the call cannot be meant */
export function laboratoryCall(args: string[]): LaboratoryCall {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      letters: { type: 'string' },
      directory: { type: 'string' },
      port: { type: 'string', default: String(KIOSK_PORT) },
      maildir: { type: 'boolean', default: false },
      printer: { type: 'string', default: 'zpl' },
      ipp: { type: 'boolean', default: false },
    },
  });
  const { once, letters, directory, port, maildir, ipp } = values;
  const printer = PRINTER_LANGUAGES.find((one) => one === values.printer);
  if (!printer) throw new UsageError(`--printer ${values.printer} is none of ${PRINTER_LANGUAGES.join(', ')}.`);
  if ((letters === undefined) !== (directory === undefined))
    throw new UsageError('--letters and --directory belong together: give both or none.');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError(`--port ${port} is no port.`);
  return {
    once,
    own: letters === undefined ? null : { letters: readable('--letters', letters), directory: readable('--directory', directory!) },
    // A batch that ends by itself leaves nobody time to look, and may run beside a laboratory that stays up.
    kioskPort: once ? 0 : Number(port),
    maildir,
    printer,
    byIpp: ipp,
  };
}

function readable(option: '--letters' | '--directory', path: string): string {
  const folder = option === '--letters';
  const wanted = `${option} ${path} is no ${folder ? 'folder' : 'file'} that can be read`;
  try {
    accessSync(path, folder ? constants.R_OK | constants.X_OK : constants.R_OK);
    if (statSync(path).isDirectory() === folder) return resolve(path);
  } catch (error) {
    throw new UsageError(`${wanted} (${(error as NodeJS.ErrnoException).code}).`);
  }
  throw new UsageError(`${wanted}.`);
}
