import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openCable } from './cable.ts';
import { openCounter } from './counter.ts';
import { type Dovecot, openDovecot } from './dovecot.ts';
import { type EsclScanner, openEsclScanner } from './escl-scanner.ts';
import type { Reach } from './hands.ts';
import type { LabelPrinter } from './label-printer.ts';
import { peerCommand } from './peers/peers.ts';
import { openChosenPrinter, type PrinterLanguage } from './printer-choice.ts';
import { openSmtpSink, type SmtpSink } from './smtp-sink.ts';
import { type StationChoices, writeStation } from './station.ts';

export const MAILBOX_USER = { name: 'mailroom', password: 'laboratory' } as const;

/** Everything a station hangs on, on loopback: scanner, label printer, mail server, submission server; and the station's own configuration. */
export interface Mailroom {
  folder: string;
  configFile: string;
  scanner: EsclScanner;
  printer: LabelPrinter;
  smtp: SmtpSink;
  /** What hands can do; null where the station was to have no counter, and no cables that can be pulled. */
  reach: Reach | null;
  /** For whoever starts the bridge. */
  environment: Record<string, string>;
  /** Null where no Dovecot can be had: a Maildir stands in. */
  dovecot: Dovecot | null;
  close(): Promise<void>;
}

/** Opens a laboratory mailroom under `folder`, wholly or not at all. */
export async function openMailroom(
  folder: string,
  directoryFile: string,
  choices: StationChoices & { printer?: PrinterLanguage; byIpp?: boolean },
  withImap = peerCommand('dovecot') !== null,
): Promise<Mailroom> {
  await mkdir(folder, { recursive: true });
  // Started by root, the mail server runs as another user and must be able to pass through to its own folder.
  await chmod(folder, 0o711);
  const ends: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(ends.splice(0).map((end) => end())));
  const opened = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const part = await opening;
    ends.push(() => part.close());
    return part;
  };
  try {
    const scanner = await opened(openEsclScanner());
    const labels = await opened(openChosenPrinter(join(folder, 'labels'), choices.printer, choices.byIpp));
    const { printer } = labels;
    const smtp = await opened(openSmtpSink({ folder: join(folder, 'notices') }));
    const counter = choices.counter ? await opened(openCounter(folder)) : null;
    const cable = counter && (await opened(openCable(labels.port)));
    const pulled = { plug: () => scanner.control.plugIn(), unplug: () => scanner.control.unplug() };
    const cables = counter && cable && { scanner: pulled, labels: cable, ...counter.cables };
    const reach = counter && cables && { scanner, labels, counter, cables };
    const dovecot = withImap ? await opened(openDovecot({ folder: join(folder, 'dovecot'), users: [MAILBOX_USER] })) : null;
    const imap =
      dovecot === null
        ? {}
        : { imap: { port: dovecot.imapsPort, user: MAILBOX_USER.name, password: MAILBOX_USER.password, caPem: dovecot.caPem } };
    const configFile = await writeStation(
      folder,
      {
        ...{ scannerUrl: scanner.url, printerPort: printer.port, smtpPort: smtp.port, directoryFile, ...imap },
        ...{ printer: labels.device(cable?.port ?? labels.port), devices: counter?.devices ?? [] },
      },
      choices,
    );
    const environment: Record<string, string> = counter ? { VAGUEMESTRE_SYSFS: counter.pedal.sysfs } : {};
    return { folder, configFile, scanner, printer, smtp, reach, environment, dovecot, close };
  } catch (error) {
    // What listens keeps the process from ending.
    await close();
    throw error;
  }
}
