import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CuttingProxy, openCuttingProxy } from '#lab/cutting-proxy.ts';
import { freePorts } from '#lab/free-ports.ts';
import { MAILBOX_USER, type Mailroom, openMailroom } from '#lab/mailroom.ts';
import { type StationChoices, writeStation } from '#lab/station.ts';
import { type Desk, openDesk } from './desk.ts';
import { cutSheets, type Sheets } from './sheets.ts';
import { ask, type StationProcess, startStation, until } from './station-process.ts';

const DIRECTORY = join(import.meta.dirname, '../lab/letters/directory.json');

/** A laboratory mailroom in this process and its station in processes of its own, in a folder that goes away. */
export interface Scene extends Mailroom {
  stateFolder: string;
  spoolFolder: string;
  desk: Desk;
  sheets: Sheets;
  /** Starts the daemon; resolves when it answers, or has died on the way. */
  start(env?: Record<string, string>): Promise<StationProcess>;
  /** Puts a relay that can break the line between the station, before it starts, and the mail server. */
  throughProxy(): Promise<CuttingProxy>;
  /** Rows of the register, asked from outside. */
  ask<Row>(sql: string, ...parameters: unknown[]): Row[];
  /** Images and records of pages in the spool; the label ledger lies there too and does not count. */
  spooled(): Promise<string[]>;
}

/** What may register tests' hooks: a test, or a suite's `after`. */
export interface Ending {
  after(end: () => Promise<void>): void;
}

export async function openScene(t: Ending, choices: Partial<StationChoices> = {}): Promise<Scene> {
  const everyChoice = {
    kioskPort: (await freePorts(1))[0]!,
    graceSeconds: 0,
    duplex: false,
    lostAnswerSeconds: 1,
    children: 2,
    ...choices,
  };
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-scene-'));
  const running = new Set<StationProcess>();
  const mailroom = await openMailroom(folder, DIRECTORY, everyChoice);
  const { kioskPort } = everyChoice;
  t.after(async () => {
    await Promise.all([...running].map((station) => station.kill()));
    await mailroom.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const stateFolder = join(folder, 'state');
  const spoolFolder = join(folder, 'spool');
  return {
    ...mailroom,
    ...{ stateFolder, spoolFolder },
    desk: openDesk(kioskPort),
    sheets: await cutSheets(),
    async start(env) {
      const station = startStation(mailroom.configFile, env);
      running.add(station);
      void station.ended.then(() => running.delete(station));
      await until('the daemon answers', async () => !running.has(station) || (await answers(kioskPort)), 60_000);
      return station;
    },
    async throughProxy() {
      const proxy = await openCuttingProxy({ targetPort: mailroom.dovecot!.imapPort });
      t.after(() => proxy.close());
      const { scanner, printer, smtp } = mailroom;
      const imap = { port: proxy.port, user: MAILBOX_USER.name, password: MAILBOX_USER.password, caPem: null };
      const peers = { scannerUrl: scanner.url, printerPort: printer.port, smtpPort: smtp.port, directoryFile: DIRECTORY, imap };
      await writeStation(folder, peers, everyChoice);
      return proxy;
    },
    ask: (sql, ...parameters) => ask(stateFolder, sql, ...parameters),
    async spooled() {
      if (!existsSync(spoolFolder)) return [];
      return (await readdir(spoolFolder)).filter((name) => name !== 'labels.jsonl');
    },
  };
}

const answers = async (port: number): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/api/session`)).ok;
