/**
 * Filing beside bare APPEND (DESIGN.md, Measures): the same bytes, one TLS connection each, into a private Dovecot that syncs.
 *
 * Ours is the way of a finished message through engine and stage: claimed from the job table, its watermark durable before APPEND,
 * `mail.filed` committed after. A second line counts composing the message too, but for its PDF, which other processes make.
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
import { type Decision, event } from '#domain/events.ts';
import { openDovecot } from '#lab/dovecot.ts';
import { type ComposedFiling, composeFiling } from '#pipeline/compose-filing.ts';
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
    const spent = { bare: nothing(), ready: nothing(), composed: nothing() };
    const box = (root: string, n: number): string => `${root}/department-${n % mailboxes}`;
    const boxes = (root: string): string[] => Array.from({ length: ROUND }, (_, n) => box(root, n));
    for (let n = 0; n < mailboxes; n++) await bare.create(box('Bare', n));
    await bare.select(box('Bare', 0));
    // A box that has been up for a while: compiled, and every mailbox made.
    for (const root of ['Post/composed', 'Post/ready']) await (await mailroom.prepare(boxes(root)))();
    // Turn about in short rounds, so that what else the machine does falls on all alike.
    for (let done = 0, round = 0; done < messages; done += ROUND, round++) {
      const composed = await measured(spent.composed, await mailroom.prepare(boxes('Post/composed')));
      const fileReady = await mailroom.prepare(boxes('Post/ready'), composed);
      const appendBare = async () => {
        for (const [n, { bytes, flags, internalDateMs }] of composed.entries())
          await bare.append(box('Bare', n), bytes, flags, internalDateMs);
      };
      if (round % 2 === 0) await measured(spent.ready, fileReady);
      await measured(spent.bare, appendBare);
      if (round % 2 === 1) await measured(spent.ready, fileReady);
    }
    const rate = ({ ms, count }: Spent): number => (count * ROUND * 1000) / ms;
    const cpu = ({ cpuMs, count }: Spent): number => cpuMs / (count * ROUND);
    const beside = { who: 'bare APPEND', value: rate(spent.bare) };
    report(
      'filing',
      [
        { what: 'filed, watermark and receipt synced', unit: 'messages/s', ours: rate(spent.ready), beside, aim: { least: AIM } },
        { what: 'the same, composed meanwhile', unit: 'messages/s', ours: rate(spent.composed), beside },
        {
          ...{ what: 'CPU of our process, composed meanwhile', unit: 'ms/message', ours: cpu(spent.composed) },
          beside: { who: 'bare APPEND', value: cpu(spent.bare) },
        },
      ],
      { messages: spent.bare.count * ROUND, mailboxes, messageBytes: MESSAGE_BYTES, dovecot: dovecot.version },
    );
  } finally {
    await bare.close();
    await mailroom.close();
    await dovecot.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Spent {
  ms: number;
  cpuMs: number;
  count: number;
}
const nothing = (): Spent => ({ ms: 0, cpuMs: 0, count: 0 });

async function measured<T>(into: Spent, work: () => Promise<T>): Promise<T> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(startCpu);
  into.ms += performance.now() - startMs;
  into.cpuMs += (user + system) / 1000;
  into.count++;
  return result;
}

async function openFilingRoom(folder: string, port: number, ca: string) {
  const clock = systemClock();
  const store = await openStore({ folder, station: 'VM', clock, log: silentLog });
  const imap = openImapflowTarget(
    { id: 'imap', host: '127.0.0.1', port, security: 'tls', user: USER.name, password: () => USER.password, ca, createUnder: 'Post' },
    clock,
  );
  let filed: FiledBytes[] = [];
  let ready: ComposedFiling[] = [];
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
    intake: null as never,
    notifier: null,
    directory: { organisation: '', organisationAliases: [], addresses: [], departments: [], people: [] },
    classes: [],
    configured: new Set(),
    classModel: { current: trainFromSeed() },
    senders: new Map(),
    policy: null as never,
    separators: { key: new Uint8Array(32), plain: true, barcode: { mask: 'SEPARATOR*', format: null, page: 'separator' } },
    station: { prefix: 'VM', name: 'Bench', language: 'fr' },
    lostAnswerMs: 1_000,
    clock,
    log: silentLog,
  };
  room.policy = { target: 'imap', domain: 'bench.example', graceMs: 0, urgentClasses: [], mailboxOf: () => '' };
  const failed = Promise.withResolvers<never>();
  const engine = openEngine({
    store,
    stages: [fileStage(room, async (...of) => ready.shift() ?? composeFiling(...of))],
    lanes: { desk: 4, workshop: 3, mail: 4, notices: 1, printer: 1, school: 1 },
    clock,
    log: silentLog,
    onBug: failed.reject,
  });
  engine.start();

  /** Plans one filing into each of these mailboxes, of these messages or of new ones; what comes back files them all. */
  async function prepare(mailboxes: readonly string[], messages: readonly FiledBytes[] = []): Promise<() => Promise<FiledBytes[]>> {
    const planned = await planFilings(room, mailboxes);
    return async () => {
      filed = [];
      ready = messages.map(({ bytes, flags, internalDateMs }) => ({ bytes, flags: [...flags], receivedMs: internalDateMs }));
      await store.together((tx) => {
        for (const filingId of planned) tx.enqueue({ name: 'file', subject: filingId, unique: true });
      });
      await Promise.race([engine.idle(), failed.promise]);
      if (filed.length < planned.length) throw new Error(`${planned.length - filed.length} filings are not filed`);
      return filed;
    };
  }

  return {
    prepare,
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
      const decision: Decision = {
        ...{ outcome: 'file' as const, class: 'invoice', classConfidence: 0.9, departmentId, personId: null, confidence: 0.9 },
        ...{ secrecy: null, registered: false, reason: null, candidates: [] },
      };
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
        event('document.decided@1', itemId, { ...decision, documentId, reading: null, model: 'bench' }),
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
