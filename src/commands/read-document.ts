import { readFile, stat } from 'node:fs/promises';
import type { Clock } from '#base/clock.ts';
import { MailroomError } from '#base/errors.ts';
import type { Xml } from '#base/xml.ts';
import type { Directory } from '#domain/directory.ts';
import { decisionFrom } from '#pipeline/deciding.ts';
import { secondLook } from '#pipeline/second-look.ts';
import type { ClassModel } from '#understanding/class-model.ts';
import type { Candidate, Understanding } from '#understanding/evidence.ts';
import type { ReadPage } from '#understanding/page-words.ts';
import { sayWhy } from '#understanding/say-why.ts';
import { understand } from '#understanding/understand.ts';
import type { PageLook, PageText } from '#workshop/page-look.ts';
import type { Workshop } from '#workshop/pool.ts';
import type { SplitPage } from '#workshop/tasks/split-document.ts';
import { againstDeadline, type Deadline } from './read-deadline.ts';

const LARGEST_BYTES = 128 * 1024 * 1024;
/** So many pages of a long document are in memory at once. */
const PAGES_AT_ONCE = 8;

export interface ReadOptions {
  directory: Directory;
  model: ClassModel;
  /** Stops after the routing read. */
  routeOnly: boolean;
  /** The station's prefix on our own labels. */
  prefix: string;
  clock: Clock;
  /** How many times longer than on an idle machine a file may take. */
  slowness(): number;
  /** Told of each page that was read, in order, by who makes something of it: a searchable PDF, for instance. */
  onPage?(page: PageRead): void;
}

export interface PageRead {
  page: SplitPage;
  look: PageLook;
  text: PageText;
}

interface SeenPage {
  page: SplitPage;
  key: string;
  look: PageLook;
}

const NOTHING: PageText = { words: [], text: '', language: null };

/**
 * Prepare, route, full read and decide on one file, without a daemon. Other programs rely on the shape of what comes back (DESIGN.md,
 * Command line): a field more or less is a change of interface.
 *
 * @throws the failures of the workshop; FORMAT_UNKNOWN where there is no such file; TASK_TIMED_OUT
 */
export const readDocument = (workshop: Workshop, file: string, options: ReadOptions) =>
  againstDeadline(options.clock, options.slowness(), (deadline) => readPages(workshop, file, options, deadline));

async function readPages(workshop: Workshop, file: string, options: ReadOptions, { signal, pagesAre }: Deadline) {
  const startedMs = performance.now();
  const passedMs = (): number => Math.round(performance.now() - startedMs);
  const { directory, model, routeOnly, prefix } = options;
  const bytes = await bytesOf(file);

  let invoice: Xml | undefined;
  const understandPages = (pages: readonly ReadPage[], depth: 'routing' | 'full') =>
    understand({ pages: [...pages], directory, model, depth, ownPrefix: prefix, ...(invoice === undefined ? {} : { invoice }) });
  const look = async (page: SplitPage, key: string): Promise<SeenPage> => ({
    page,
    key,
    look: await workshop.run('look', { pageKey: key, bytes: page.bytes }, { affinity: key, signal }),
  });
  const readAs = ({ page, key, look }: SeenPage, task: 'routing-read' | 'full-read'): Promise<PageText> | PageText =>
    look.blank
      ? NOTHING
      : workshop.run(
          task,
          { pageKey: key, bytes: page.bytes, look, ...(page.textWords ? { textWords: page.textWords } : {}) },
          { affinity: key, signal },
        );

  const read: Omit<PageRead, 'page'>[] = [];
  const keep = ({ page, look }: SeenPage, text: PageText): void => {
    read.push({ look, text });
    options.onPage?.({ page, look, text });
  };
  let routing: Understanding | null = null;
  let routeMs: number | null = null;
  /** The first written page carries address and marks. True where nothing further is to be read. */
  async function route(page: SplitPage, key: string): Promise<boolean> {
    const seen = await look(page, key);
    const head = await readAs(seen, 'routing-read');
    if (seen.look.blank) {
      keep(seen, head);
      return false;
    }
    routing = understandPages([pageOf(seen.look, head)], 'routing');
    routeMs = passedMs();
    // Closed mail stays closed: nothing is read behind the secrecy gate.
    const done = routeOnly || routing.secrecy !== null;
    keep(seen, done ? head : await readAs(seen, 'full-read'));
    return done;
  }
  let done = false;
  for (let from = 0, pageCount = 1; from < pageCount && !done; from += PAGES_AT_ONCE) {
    const pageKey = `${file}#0`;
    const split = await workshop.run('split-document', { bytes, from, count: PAGES_AT_ONCE, pageKey }, { affinity: pageKey, signal });
    pageCount = split.pageCount;
    invoice ??= split.invoice;
    pagesAre(pageCount);
    const rest = split.pages.map((page, index) => ({ page, key: `${file}#${from + index}` }));
    while (routing === null && rest.length > 0 && !done) {
      const { page, key } = rest.shift()!;
      done = await route(page, key);
    }
    if (done) break;
    const further = rest.map(async ({ page, key }) => {
      const seen = await look(page, key);
      return { seen, text: await readAs(seen, 'full-read') };
    });
    for (const { seen, text } of await Promise.all(further)) keep(seen, text);
  }
  const written = read.filter(({ look: seen }) => !seen.blank).map(({ look: seen, text }) => pageOf(seen, text));
  const u = done && routing !== null ? (routing as Understanding) : afterSecondLook(routing, understandPages(written, 'full'));
  return {
    file,
    pages: read.map(({ look: seen, text }) => ({
      text: text.text,
      widthPx: seen.upright.widthPx,
      heightPx: seen.upright.heightPx,
      dpi: seen.upright.dpi,
      orientation: seen.orientation,
      skewDeg: seen.skewDeg,
      blank: seen.blank,
      language: text.language,
      words: text.words.map(({ text: word, box, confidence }) => ({ text: word, box, confidence })),
      codes: seen.codes.map(({ format, text: content, box }) => ({ format, text: content, box })),
    })),
    ...fieldsOf(u),
    timings: { routeMs: routeMs ?? passedMs(), totalMs: passedMs() },
  };
}

export type DocumentRead = Awaited<ReturnType<typeof readDocument>>;

/** As the box would in the end: filed only where the full read does not contradict the routing read. */
function afterSecondLook(routing: Understanding | null, full: Understanding): Understanding {
  const ofNobody = { department_id: null, person_id: null };
  const first = routing && decisionFrom(routing, ofNobody);
  const then = first && secondLook(first, decisionFrom(full, ofNobody));
  return then === null || then.outcome === 'file' || !full.routed ? full : { ...full, routed: false, reason: then.reason };
}

async function bytesOf(file: string): Promise<Buffer> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new MailroomError('FORMAT_UNKNOWN', { what: cause.code === 'ENOENT' ? 'there is no such file' : `${cause.code}` }, { cause });
  });
  if (!found.isFile()) throw new MailroomError('FORMAT_UNKNOWN', { what: 'it is no ordinary file' });
  if (found.size > LARGEST_BYTES)
    throw new MailroomError('IMAGE_TOO_LARGE', { what: `${found.size} bytes`, limit: `${LARGEST_BYTES} bytes` });
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new MailroomError('FORMAT_UNKNOWN', { what: `${cause.code}` }, { cause });
  });
}

const pageOf = ({ upright: { widthPx, heightPx, dpi }, codes }: PageLook, { words }: PageText): ReadPage => ({
  ...{ widthPx, heightPx, dpi, words, codes },
});

const candidateOf = ({ departmentId, personId, confidence, why }: Candidate) => ({
  ...{ departmentId, personId: personId ?? null, confidence, why: sayWhy(why) },
});

/** What was understood, in the words of the interface; evidence and codes of the inside stay inside. */
function fieldsOf(u: Understanding) {
  const { recipient } = u;
  return {
    class: { id: u.class.id, confidence: u.class.confidence, why: sayWhy(u.class.why) },
    recipient: recipient && {
      name: recipient.name,
      personId: recipient.personId,
      department: recipient.department,
      confidence: recipient.confidence,
    },
    department: u.department && { id: u.department.id, name: u.department.name, confidence: u.department.confidence },
    organisation: u.organisation,
    sender: { name: u.sender.name, ids: u.sender.ids },
    date: u.date,
    dueDate: u.dueDate,
    subject: u.subject,
    references: u.references,
    amounts: u.amounts,
    tracking: u.tracking,
    ownNumber: u.ownNumber,
    registered: u.registered,
    secrecy: u.secrecy,
    routed: u.routed,
    candidates: u.candidates.slice(0, 3).map(candidateOf),
    reason: u.reason,
  };
}
