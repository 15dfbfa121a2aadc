/**
 * `npm start`: the laboratory mailroom. A virtual scanner loaded with letters, a virtual label printer, a private Dovecot and an SMTP sink,
 * and the real daemon, bridge and kiosk between them. `--once` runs one batch and prints a JSON summary last.
 */
import { join, resolve } from 'node:path';
import { systemClock } from '#base/clock.ts';
import { isFailure } from '#base/errors.ts';
import { openLog } from '#base/log.ts';
import { loadConfig } from '#config/load.ts';
import { DONE, FAILED, print, say, USAGE } from '../../src/commands/command.ts';
import { type Daemon, openDaemon } from '../../src/compose.ts';
import { runBatch, type Stack } from './batch.ts';
import { type LaboratoryCall, laboratoryCall, USAGE_LINE } from './call.ts';
import { listenToTerminal, serveHands } from './hands.ts';
import { type Mailroom, openMailroom } from './mailroom.ts';
import { lastingPlace, passingPlace } from './place.ts';
import { leftOutOf, lettersFrom, sampleBatch } from './sample-letters.ts';
import type { Summary } from './summary.ts';
import { wrongCall } from './wrong-call.ts';

const CACHE = resolve(import.meta.dirname, '../../.cache');

async function main(call: LaboratoryCall): Promise<number> {
  const startedMs = performance.now();
  const { stack, directoryFile } = await letters(call);
  if (stack.sheets.length === 0) {
    say(`There is no page image in ${call.own!.letters}.`);
    return FAILED;
  }
  const ending = Promise.withResolvers<null>();
  const bug = Promise.withResolvers<never>();
  bug.promise.catch(() => {});
  const ends: (() => Promise<void>)[] = [];
  // From here on something is left behind unless the way out leads through `finally`.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.resolve(null));
  try {
    const place = call.once ? await passingPlace(CACHE) : await lastingPlace(CACHE);
    ends.push(place.leave);
    const choices = {
      ...{ kioskPort: call.kioskPort, graceSeconds: call.once ? 0 : 20, duplex: call.own === null, counter: !call.once },
      ...{ printer: call.printer, byIpp: call.byIpp },
    };
    const mailroom = await openMailroom(place.folder, directoryFile, choices, call.maildir ? false : undefined);
    ends.push(mailroom.close);
    // The bridge is started by the daemon, and the daemon is this process.
    Object.assign(process.env, mailroom.environment);
    if (mailroom.dovecot === null) print('No Dovecot here: a Maildir stands in for the mail server.');
    const daemon = await openDaemon(loadConfig(mailroom.configFile), {
      clock: systemClock(),
      log: openLog('daemon'),
      onBug: bug.reject,
    });
    ends.push(daemon.close);
    const stopTelling = tellWhatHappens(daemon);
    const summary = await Promise.race([runBatch(daemon, mailroom, stack, startedMs, print), bug.promise, ending.promise]);
    if (call.once) {
      stopTelling();
      if (summary === null) say('Stopped before the batch had ended.');
      else ends.unshift(async () => print(JSON.stringify(summary)));
      return summary === null || summary.details.some(({ outcome }) => outcome === 'failed') ? FAILED : DONE;
    }
    if (summary !== null) {
      tellWhereToLook(daemon, mailroom, summary);
      const feeder = join(place.folder, 'feeder');
      await mailroom.scanner.control.watchFeeder(feeder);
      print(`  feeder   drop page images into ${feeder} and they are scanned`);
      if (mailroom.reach) {
        const hands = await serveHands(mailroom.reach);
        const stopListening = listenToTerminal(mailroom.reach, process.stdin, print);
        ends.push(hands.close, async () => stopListening());
        print(`  hands    type "badge 4711", "weigh 250", "paper-out" …, or "help"; for a shell ${hands.url} (docs/developer.md)`);
      }
      await Promise.race([ending.promise, bug.promise]);
    }
    return DONE;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

async function letters({ own }: LaboratoryCall): Promise<{ stack: Stack; directoryFile: string }> {
  if (own === null) {
    const { sheets, directoryFile } = await sampleBatch();
    return { stack: { sheets, labelled: sheets.filter(({ expect }) => expect.ownNumber !== undefined).length }, directoryFile };
  }
  const leftOut = await leftOutOf(own.letters);
  if (leftOut.length > 0) print(`Left out, since a scanner is fed page images: ${leftOut.join(', ')}`);
  return { stack: { sheets: await lettersFrom(own.letters), labelled: 0 }, directoryFile: own.directory };
}

/** A line per document as it is decided and filed. */
function tellWhatHappens({ room: { store, directory } }: Daemon): () => void {
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
        print(`  ${number}  ${event.body.class ?? ''} ${what}`);
      } else if (event.type === 'mail.filed@1')
        print(`  ${store.read.get('item', { id: event.itemId! })?.number ?? ''}  filed in ${event.body.mailbox}`);
    }
  });
}

function tellWhereToLook(daemon: Daemon, mailroom: Mailroom, summary: Summary): void {
  print('');
  print(
    `${summary.items} items, ${summary.documents} documents: ${summary.filed} filed, ${summary.review} for a person, ${summary.closed} closed. ${summary.labels} labels, ${summary.notices} notices.`,
  );
  print(`  kiosk    http://127.0.0.1:${daemon.kioskPort}   (name Nadia B., code 1234)`);
  if (mailroom.dovecot) print(`  mail     imap://mailroom@127.0.0.1:${mailroom.dovecot.imapPort}   (password laboratory)`);
  else print(`  mail     ${join(mailroom.folder, 'mail')}`);
  print(`  notices  ${join(mailroom.folder, 'notices')}`);
  print(`  labels   ${join(mailroom.folder, 'labels')}`);
  print(`  faults   ${mailroom.scanner.url.replace(/\/eSCL$/, '/control')} (docs/developer.md)`);
}

// Of the daemon and, below it, of the bridge and the workshop.
process.env.VAGUEMESTRE_LOG ??= 'warn';
try {
  process.exitCode = await main(laboratoryCall(process.argv.slice(2)));
} catch (error) {
  const wrong = wrongCall(error);
  if (wrong === null && !isFailure(error)) throw error;
  say(wrong === null ? (error as Error).message : `${wrong.replace(/\.?$/, '.')} Usage: ${USAGE_LINE}`);
  process.exitCode = wrong === null ? FAILED : USAGE;
}
