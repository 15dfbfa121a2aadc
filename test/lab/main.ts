/**
 * `npm start`: the laboratory mailroom. A virtual scanner loaded with letters, a virtual label printer, a private Dovecot and an SMTP sink,
 * and the real daemon, bridge and kiosk between them. `--once` runs one batch and prints a JSON summary last.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type DeskParts, perform } from '#acts/perform.ts';
import { printLabel } from '#acts/print-label.ts';
import { registerItem } from '#acts/register-item.ts';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import type { BatchId, ItemId } from '#base/ids.ts';
import { openLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { type Daemon, openDaemon } from '../../src/compose.ts';
import { type Mailroom, openMailroom } from './mailroom.ts';
import { lettersFrom, sampleBatch } from './sample-letters.ts';
import { type Summary, summarise } from './summary.ts';

const CACHE = resolve(import.meta.dirname, '../../.cache');
const KIOSK_PORT = 8480;

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      letters: { type: 'string' },
      directory: { type: 'string' },
      port: { type: 'string' },
      maildir: { type: 'boolean', default: false },
    },
  });
  if ((values.letters === undefined) !== (values.directory === undefined)) {
    process.stderr.write('--letters and --directory belong together: give both or none.\n');
    return 2;
  }
  const startedMs = performance.now();
  await mkdir(CACHE, { recursive: true });
  const folder = values.once ? await mkdtemp(join(CACHE, 'once-')) : join(CACHE, 'laboratory');
  if (!values.once) await rm(folder, { recursive: true, force: true });
  const own = values.letters === undefined ? await sampleBatch() : null;
  const sheets = own?.sheets ?? (await lettersFrom(resolve(values.letters!)));
  const directoryFile = own?.directoryFile ?? resolve(values.directory!);
  if (sheets.length === 0) {
    process.stderr.write(`There is no page image in ${values.letters}.\n`);
    return 1;
  }
  const duplex = own !== null;
  const kioskPort = values.once ? 0 : Number(values.port ?? KIOSK_PORT);
  const mailroom = await openMailroom(
    folder,
    directoryFile,
    { kioskPort, graceSeconds: values.once ? 0 : 20, duplex },
    values.maildir ? false : undefined,
  );
  if (mailroom.dovecot === null) tell('No Dovecot here: a Maildir stands in for the mail server.');
  const bug = Promise.withResolvers<never>();
  bug.promise.catch(() => {});
  const daemon = await openDaemon(loadConfig(mailroom.configFile), {
    clock: systemClock(),
    log: openLog('daemon', process.env.VAGUEMESTRE_LOG ?? 'warn'),
    onBug: bug.reject,
  });
  const close = async () => {
    await daemon.close();
    await mailroom.close();
    if (values.once) await rm(folder, { recursive: true, force: true });
  };
  try {
    const stopTelling = tellWhatHappens(daemon, mailroom);
    const summary = await Promise.race([runBatch(daemon, mailroom, sheets, own !== null, startedMs), bug.promise]);
    if (values.once) {
      stopTelling();
      await close();
      tell(JSON.stringify(summary));
      return summary.details.some((detail) => detail.outcome === 'failed') ? 1 : 0;
    }
    tellWhereToLook(daemon, mailroom, summary);
    const feeder = join(folder, 'feeder');
    await mailroom.scanner.control.watchFeeder(feeder);
    tell(`  feeder   drop page images into ${feeder} and they are scanned`);
    const ending = new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    });
    await Promise.race([ending, bug.promise]);
    await close();
    return 0;
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** One batch from the feeder to the mailboxes, with the labels a clerk would print. */
async function runBatch(
  daemon: Daemon,
  mailroom: Mailroom,
  sheets: { front: string; back?: string; name: string }[],
  isSample: boolean,
  startedMs: number,
): Promise<Summary> {
  const { store } = daemon.room;
  // Label first, scan later: the item whose label is on one of the sample pages is registered before its page is scanned.
  if (isSample)
    await act(daemon.desk, daemon, registerItem, {
      direction: 'in',
      kind: 'letter',
      departmentId: null,
      personId: null,
      tracking: null,
      print: true,
    });
  const refused = (await mailroom.scanner.control.load(sheets)).refused;
  for (const { name, why } of refused) tell(`  ${name}: not loaded, ${why}`);
  await batchesClosed(daemon, mailroom);
  await daemon.engine.idle();
  for (const item of store.read.all('item', { source: 'scan' }, 'registered_position')) {
    await act(daemon.desk, daemon, printLabel, { itemId: item.id as ItemId });
    await daemon.engine.idle();
  }
  const batches = store.read.all('batch', {}, 'position').map((batch) => batch.id as BatchId);
  const delivered = mailroom.scanner.control.delivered();
  const names = new Map(delivered.map(({ sheet, name }) => [sheet, name]));
  const summary = summarise(store.read, daemon.room.directory, batches, (_batch, sheet) => names.get(sheet) ?? `sheet ${sheet}`);
  const unreadable = refused.map(({ name }) => ({
    file: name,
    number: '',
    class: null,
    department: null,
    recipient: null,
    confidence: 0,
    outcome: 'failed' as const,
    mailbox: null,
    uid: null,
  }));
  return {
    ...summary,
    notices: store.read.all('notice', { state: 'sent' }).length,
    labels: store.read.all('label', { outcome: 'printed' }).length,
    elapsedMs: Math.round(performance.now() - startedMs),
    details: [...summary.details, ...unreadable],
  };
}

const act = <C extends object>(
  desk: DeskParts,
  daemon: Daemon,
  what: { name: string; decide(command: C, desk: never): never } | unknown,
  command: C,
) => perform(daemon.room.store, desk, what as never, command as never, 'operator:clerk', randomUUID());

/** Resolves once the feeder is empty and every batch has been closed. */
function batchesClosed(daemon: Daemon, mailroom: Mailroom): Promise<void> {
  const { store } = daemon.room;
  const closed = () => {
    const batches = store.read.all('batch', {});
    return batches.length > 0 && batches.every((batch) => batch.state === 'closed') && mailroom.scanner.control.loadedSheets() === 0;
  };
  return new Promise((done) => {
    if (closed()) return done();
    const stop = store.onCommit(() => {
      if (!closed()) return;
      stop();
      done();
    });
  });
}

/** A line per document as it is decided and filed. */
function tellWhatHappens(daemon: Daemon, mailroom: Mailroom): () => void {
  const { store, directory } = daemon.room;
  const department = (id: string | null) => directory.departments.find((one) => one.id === id)?.name ?? 'nobody';
  return store.onCommit((events) => {
    for (const event of events) {
      if (event.type === 'document.decided@1') {
        const number = store.read.get('item', { id: event.itemId! })?.number ?? '';
        const { outcome, departmentId, reason, secrecy } = event.body;
        const what =
          outcome === 'file'
            ? `→ ${department(departmentId)}`
            : outcome === 'close'
              ? `stays closed (${secrecy})`
              : `waits for a person (${reason})`;
        tell(`  ${number}  ${event.body.class ?? ''} ${what}`);
      } else if (event.type === 'mail.filed@1')
        tell(`  ${store.read.get('item', { id: event.itemId! })?.number ?? ''}  filed in ${event.body.mailbox}`);
    }
    void mailroom;
  });
}

function tellWhereToLook(daemon: Daemon, mailroom: Mailroom, summary: Summary): void {
  tell('');
  tell(
    `${summary.items} items, ${summary.documents} documents: ${summary.filed} filed, ${summary.review} for a person, ${summary.closed} closed. ${summary.labels} labels, ${summary.notices} notices.`,
  );
  tell(`  kiosk    http://127.0.0.1:${daemon.kioskPort}   (name Nadia B., code 1234)`);
  if (mailroom.dovecot) tell(`  mail     imap://mailroom@127.0.0.1:${mailroom.dovecot.imapPort}   (password laboratory)`);
  else tell(`  mail     ${join(mailroom.folder, 'mail')}`);
  tell(`  notices  ${join(mailroom.folder, 'notices')}`);
  tell(`  labels   ${join(mailroom.folder, 'labels')}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!isFailure(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
