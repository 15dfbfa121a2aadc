/**
 * Filing beside bare APPEND (DESIGN.md, Measures): the same bytes, one TLS connection each, into a private Dovecot that syncs.
 *
 * Ours is the whole way of a filing that waits: claimed from the job table, composed, its watermark durable before APPEND, `mail.filed`
 * committed after. Only the PDF is made beforehand: making it is reading's measure, and it happens in other processes meanwhile.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openImapflowTarget } from '#adapters/imapflow-target.ts';
import { systemClock } from '#base/clock.ts';
import { type DepartmentId, type DeviceId, type FilingId, mintId, pageId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import { event } from '#domain/events.ts';
import { openDovecot } from '#lab/dovecot.ts';
import { openEngine } from '#pipeline/engine.ts';
import { MAIL, type Room } from '#pipeline/room.ts';
import fileStage from '#pipeline/stages/file.ts';
import type { FiledBytes } from '#ports/filing-target.ts';
import { openStore } from '#register/store.ts';
import { trainFromSeed } from '#understanding/class-model.ts';
import { openBareImap } from './bare-imap.ts';
import { report } from './beside.ts';

const AIM = 0.7;
const MESSAGE_BYTES = 200_000;
/** What base64 with its line ends makes of three bytes, and what stands around the PDF. */
const PDF_BYTES = Math.round((MESSAGE_BYTES - 6_000) / 1.369);
const ROUND = 50;
const USER = { name: 'mailroom', password: 'laboratory' };

const cpuMsSince = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { messages: { type: 'string', default: '500' }, mailboxes: { type: 'string', default: '1' } },
  });
  const [messages, mailboxes] = [Number(values.messages), Number(values.mailboxes)];
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-bench-'));
  const dovecot = await openDovecot({ folder: join(folder, 'dovecot'), users: [USER], mailFsync: 'always' });
  const mailroom = await openFilingRoom(join(folder, 'state'), dovecot.imapsPort, dovecot.caPem);
  const bare = await openBareImap({ port: dovecot.imapsPort, ca: dovecot.caPem, user: USER.name, password: USER.password });
  try {
    const spent = { bareMs: 0, oursMs: 0, oursCpuMs: 0, bareCpuMs: 0, bytes: 0 };
    const box = (root: string, n: number): string => `${root}/department-${n % mailboxes}`;
    for (let n = 0; n < mailboxes; n++) await bare.create(box('Bare', n));
    await bare.select(box('Bare', 0));
    await mailroom.file([box('Post', 0)]);
    // Turn about in short rounds, so that what else the machine does falls on both alike.
    for (let done = 0; done < messages; done += ROUND) {
      const boxes = Array.from({ length: Math.min(ROUND, messages - done) }, (_, n) => box('Post', n));
      const { ms, cpuMs, filed } = await mailroom.file(boxes);
      spent.oursMs += ms;
      spent.oursCpuMs += cpuMs;
      const startMs = performance.now();
      const startCpu = process.cpuUsage();
      for (const [n, { bytes, flags, internalDateMs }] of filed.entries()) await bare.append(box('Bare', n), bytes, flags, internalDateMs);
      spent.bareMs += performance.now() - startMs;
      spent.bareCpuMs += cpuMsSince(startCpu);
      spent.bytes += filed.reduce((sum, { bytes }) => sum + bytes.length, 0);
    }
    report(
      'filing',
      [
        {
          what: 'filed, watermark and receipt synced',
          unit: 'messages/s',
          ours: (messages * 1000) / spent.oursMs,
          beside: { who: 'bare APPEND', value: (messages * 1000) / spent.bareMs },
          aim: { least: AIM },
        },
        {
          what: 'CPU of the filing process',
          unit: 'ms/message',
          ours: spent.oursCpuMs / messages,
          beside: { who: 'bare APPEND', value: spent.bareCpuMs / messages },
        },
      ],
      { messages, mailboxes, meanBytes: Math.round(spent.bytes / messages), dovecot: dovecot.version },
    );
  } finally {
    await bare.close();
    await mailroom.close();
    await dovecot.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openFilingRoom(folder: string, port: number, ca: string) {
  const clock = systemClock();
  const store = await openStore({ folder, station: 'VM', clock, log: silentLog });
  const imap = openImapflowTarget(
    { id: 'imap', host: '127.0.0.1', port, security: 'tls', user: USER.name, password: () => USER.password, ca, createUnder: 'Post' },
    clock,
  );
  let filed: FiledBytes[] = [];
  const room: Room = {
    store,
    target: {
      ...{ id: imap.id, watermark: (mailbox) => imap.watermark(mailbox), find: (...of) => imap.find(...of) },
      ...{ state: (...of) => imap.state(...of), withdraw: (...of) => imap.withdraw(...of), close: () => imap.close() },
      deliver(mailbox, message, watermark) {
        filed.push(message);
        return imap.deliver(mailbox, message, watermark);
      },
    },
    workshop: { run: async () => randomBytes(PDF_BYTES) as never, stats: () => null as never, close: async () => {} },
    devices: null as never,
    notifier: null,
    directory: { organisation: '', organisationAliases: [], addresses: [], departments: [], people: [] },
    classModel: { current: trainFromSeed() },
    policy: null as never,
    station: { prefix: 'VM', name: 'Bench', language: 'fr' },
    lostAnswerMs: 1_000,
    clock,
    log: silentLog,
  };
  room.policy = { target: 'imap', domain: 'bench.example', graceMs: 0, urgentClasses: [], mailboxOf: () => '' };
  const failed = Promise.withResolvers<never>();
  const engine = openEngine({
    store,
    stages: [fileStage(room)],
    lanes: { desk: 4, workshop: 3, mail: 2, notices: 1, printer: 1 },
    clock,
    log: silentLog,
    onBug: failed.reject,
  });
  engine.start();

  return {
    /** Files one message into each of these mailboxes; what preparing them took is not counted. */
    async file(mailboxes: readonly string[]): Promise<{ ms: number; cpuMs: number; filed: FiledBytes[] }> {
      const planned = await planFilings(room, mailboxes);
      filed = [];
      const startMs = performance.now();
      const startCpu = process.cpuUsage();
      await store.together((tx) => {
        for (const filingId of planned) tx.enqueue({ name: 'file', subject: filingId, unique: true });
      });
      await Promise.race([engine.idle(), failed.promise]);
      const [ms, cpuMs] = [performance.now() - startMs, cpuMsSince(startCpu)];
      const state = store.read.all('filing', { state: 'planned' });
      if (state.length > 0) throw new Error(`${state.length} filings are not filed`);
      return { ms, cpuMs, filed };
    },
    async close() {
      await engine.stop();
      await imap.close();
      store.close();
    },
  };
}

/** A letter of one page each, read and decided, ready to be filed. */
async function planFilings({ store }: Room, mailboxes: readonly string[]): Promise<FilingId[]> {
  const batchId = mintId('batch');
  const words = Array.from({ length: 250 }, (_, n) => ({ text: `mot${n}`, box: [10, n, 90, n + 9], confidence: 0.9, line: n, block: 0 }));
  const pages = await Promise.all(
    mailboxes.map(async (mailbox, n) => {
      const id = pageId(batchId, n + 1, 'front', 1);
      const page = { pageId: id, widthPx: 1654, heightPx: 2339, dpi: 200, words, text: words.map(({ text }) => text).join(' ') };
      const understanding = { sender: { name: 'Papeterie' }, subject: 'Facture', references: [], date: '2026-11-22', dueDate: null };
      const put = (bytes: Buffer) => store.blobs.put(bytes, MAIL);
      return {
        ...{ id, mailbox, sheet: n + 1, scan: await put(randomBytes(PDF_BYTES)), look: await put(Buffer.from('{}')) },
        reading: await put(Buffer.from(JSON.stringify({ pages: [page], understanding }))),
      };
    }),
  );
  return store.write((tx) => {
    tx.append([
      event('batch.opened@1', null, {
        ...{ batchId, scanner: 'scanner' as DeviceId, source: 'adf', resolutionDpi: 200, separation: 'sheet', by: 'operator:bench' },
      }),
    ]);
    return pages.map(({ id, mailbox, sheet, scan, look, reading }) => {
      const [itemId, documentId, filingId] = [mintId('item'), mintId('document'), mintId('filing')];
      const departmentId = 'd1' as DepartmentId;
      const decision = {
        ...{ outcome: 'file', class: 'invoice', classConfidence: 0.9, departmentId, personId: null, confidence: 0.9 },
        ...{ secrecy: null, registered: false, reason: null, candidates: [] },
      } as const;
      tx.append([
        event('page.scanned@1', null, {
          ...{
            pageId: id,
            batchId,
            sheet,
            side: 'front',
            attempt: 1,
            blob: scan,
            format: 'jpeg',
            sizeBytes: PDF_BYTES,
            resolutionDpi: 200,
          },
        }),
        event('page.looked@1', null, {
          ...{ pageId: id, orientation: 0, blank: false, separator: null, ownNumber: null, look, widthPx: 1654, heightPx: 2339 },
        }),
        event('item.registered@1', itemId, {
          ...{ number: tx.allotNumber(), direction: 'in', kind: 'letter', parentId: null, departmentId: null, personId: null },
          ...{ source: 'scan', by: 'box' },
        }),
        event('document.divided@1', itemId, { documentId, batchId, seq: 1, pages: [id], blankPages: [], sheet }),
        event('document.decided@1', itemId, { ...decision, candidates: [], documentId, reading: null, model: 'bench' }),
        event('document.read@1', itemId, { documentId, reading, language: 'fr', words: words.length }),
        event('filing.planned@1', itemId, {
          ...{ filingId, documentId, target: 'imap', departmentId, mailbox, revision: 1, graceMs: 0 },
          messageId: `<${filingId}@bench.example>`,
        }),
      ]);
      return filingId;
    });
  });
}
