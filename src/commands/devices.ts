import { systemClock } from '#base/clock.ts';
import { type Candidate, firstToSpeak, listCandidates, type Spoken } from '#bridge/candidates.ts';
import { findScanners, configuredAs as scannerLines } from '#bridge/drivers/scanner/escl/discovery.ts';
import { listUsbPrinters, type UsbPrinter } from '#bridge/printing/usb-printers.ts';
import { type Command, DONE, FAILED, print, say, UsageError } from './command.ts';

const LEARN_MS = 60_000;

/**
 * `vaguemestre devices`: what is plugged in that prints, reads, weighs or is stepped on, with its drivers; `learn` gives the lines of the configuration for
 * what was just used.
 * `vaguemestre devices network`: scanners that offer eSCL in the network, with theirs.
 */
export const devices: Command = {
  usage: 'devices [learn | network]',
  async run([what, ...rest]) {
    if (rest.length > 0 || (what !== undefined && what !== 'learn' && what !== 'network'))
      throw new UsageError('say nothing, "learn" or "network"');
    if (what === 'network') return network();
    const candidates = await listCandidates();
    if (what === undefined) {
      for (const line of [...printers(await listUsbPrinters()), ...listed(candidates)]) print(line);
      return DONE;
    }
    return learn(candidates);
  },
};

async function network(): Promise<number> {
  const found = await findScanners(systemClock());
  for (const line of found.flatMap(scannerLines)) print(line);
  if (found.length === 0)
    say('No scanner offers eSCL by multicast DNS here. One that is reached all the same is configured by its address.');
  return found.length === 0 ? FAILED : DONE;
}

/** One line each. */
export const listed = (candidates: readonly Candidate[]): string[] =>
  candidates.map(({ address, name, drivers }) => `${address}\t${name}\t${drivers.join(', ') || 'use it while "devices learn" listens'}`);

const printers = (found: readonly UsbPrinter[]): string[] =>
  found.map(({ address, name, drivers }) => `${address}\t${name}\t${drivers.join(', ') || 'it does not say which driver is for it'}`);

async function learn(candidates: readonly Candidate[]): Promise<number> {
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  const minute = setTimeout(() => ending.abort(), LEARN_MS);
  say(`Scan something, show the badge or step on the pedal now (${candidates.length} devices are listened to, for one minute).`);
  const deaf = ({ name }: Candidate, why: string) => say(`Not listened to: ${name}. ${why}`);
  const spoken = await firstToSpeak(candidates, { clock: systemClock(), signal: ending.signal, deaf });
  clearTimeout(minute);
  if (!spoken) {
    say('Nothing was heard. Is it plugged in, and may you read it? The bridge must not run meanwhile: it has its devices for itself.');
    return FAILED;
  }
  for (const line of configuredAs(spoken)) print(line);
  return DONE;
}

/** Lines to be added to vaguemestre.toml. What was read is not among them: it may be somebody's badge. */
export function configuredAs({ candidate, drivers, options }: Spoken): string[] {
  const [driver = '', ...others] = drivers;
  const given = Object.entries(options).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [
    '[[device]]',
    `id = "${driver}"`,
    `driver = "${driver}"${others.length > 0 ? `  # or ${others.map((one) => `"${one}"`).join(', ')}` : ''}`,
    `address = ${JSON.stringify(candidate.address)}`,
    `name = ${JSON.stringify(candidate.name)}`,
    ...(given.length > 0 ? [`options = { ${given.join(', ')} }`] : []),
  ];
}
