import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
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
  kioskPort: number;
  stateFolder: string;
  spoolFolder: string;
  /** The people and departments of this station, to be changed while it is stopped. */
  directoryFile: string;
  desk: Desk;
  sheets: Sheets;
  /** Starts the daemon; resolves when it answers, or has died on the way. */
  start(env?: Record<string, string>, tracer?: readonly string[]): Promise<StationProcess>;
  /** Writes the station's configuration anew, for its next start. @param imapPort clear text there instead of TLS to the server */
  configure(choices: Partial<StationChoices>, imapPort?: number): Promise<void>;
  /** Puts a relay that can break the line between the station, before it starts, and the mail server. */
  throughProxy(): Promise<CuttingProxy>;
  /** Rows of the register, asked from outside. */
  ask<Row>(sql: string, ...parameters: unknown[]): Row[];
  /** An item as a clerk who has just looked at it names it in an act. */
  seen(itemId: string): { itemId: string; expected: number };
  /** Images and records of pages in the spool; the label ledger lies there too and does not count. */
  spooled(): Promise<string[]>;
}

/** What may register tests' hooks: a test, or a suite's `after`. */
export interface Ending {
  after(end: () => Promise<void>): void;
}

export async function openScene(t: Ending, choices: Partial<StationChoices> = {}): Promise<Scene> {
  const first = { kioskPort: (await freePorts(1))[0]!, graceSeconds: 0, duplex: false, lostAnswerSeconds: 1, children: 2, ...choices };
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-scene-'));
  const running = new Set<StationProcess>();
  const directoryFile = join(folder, 'people.json');
  await copyFile(DIRECTORY, directoryFile);
  const mailroom = await openMailroom(folder, directoryFile, first);
  const { kioskPort } = first;
  t.after(async () => {
    await Promise.all([...running].map((station) => station.kill()));
    await mailroom.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const configure = async (changed: Partial<StationChoices>, imapPort?: number) => {
    const { scanner, printer, smtp, dovecot } = mailroom;
    const { name: user, password } = MAILBOX_USER;
    const server = imapPort === undefined ? { port: dovecot!.imapsPort, caPem: dovecot!.caPem } : { port: imapPort, caPem: null };
    const peers = { scannerUrl: scanner.url, printerPort: printer.port, smtpPort: smtp.port, directoryFile };
    await writeStation(folder, { ...peers, imap: { user, password, ...server } }, { ...first, ...changed });
  };
  const stateFolder = join(folder, 'state');
  const spoolFolder = join(folder, 'spool');
  return {
    ...mailroom,
    ...{ kioskPort, stateFolder, spoolFolder, directoryFile },
    desk: openDesk(kioskPort),
    sheets: await cutSheets(),
    async start(env, tracer) {
      const station = startStation(mailroom.configFile, env, tracer);
      running.add(station);
      void station.ended.then(() => running.delete(station));
      await until('the daemon answers', async () => !running.has(station) || (await answers(kioskPort)));
      return station;
    },
    configure,
    async throughProxy() {
      const proxy = await openCuttingProxy({ targetPort: mailroom.dovecot!.imapPort });
      t.after(() => proxy.close());
      await configure({}, proxy.port);
      return proxy;
    },
    ask: (sql, ...parameters) => ask(stateFolder, sql, ...parameters),
    seen(itemId) {
      const [item] = ask<{ expected: number }>(stateFolder, 'SELECT last_position AS expected FROM item WHERE id = ?', itemId);
      return { itemId, expected: item!.expected };
    },
    async spooled() {
      if (!existsSync(spoolFolder)) return [];
      return (await readdir(spoolFolder)).filter((name) => !name.endsWith('.jsonl'));
    },
  };
}

const answers = async (port: number): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/api/session`)).ok;
