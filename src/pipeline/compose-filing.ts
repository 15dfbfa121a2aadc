import type { ProjectionRows } from '#domain/rows.ts';
import { buildFiledMessage } from '#messages/filed-message.ts';
import type { Orientation } from '#workshop/page-look.ts';
import { contentPages, keptLook, pageBytes, readingOf } from './pages.ts';
import type { Room } from './room.ts';

export interface ComposedFiling {
  bytes: Buffer;
  receivedMs: number;
  flags: string[];
}

/**
 * Makes the message of a filing: PDF/A with the scan's own images and the words on them, and the facts of mail.md §10.
 * The same filing gives the same bytes however often it is made.
 */
export async function composeFiling(room: Room, filing: ProjectionRows['filing'], signal: AbortSignal): Promise<ComposedFiling> {
  const { read } = room.store;
  const document = read.get('document', { id: filing.document_id })!;
  const item = read.get('item', { id: filing.item_id })!;
  const reading = document.full_reading === null ? null : await readingOf(room, document.full_reading);
  const pages = await Promise.all(
    contentPages(room, document.id).map(async (page) => {
      // A person decided on a page the box could not look at: its image is the mail all the same.
      const plain = { dpi: page.resolution_dpi, orientation: (page.orientation ?? 0) as Orientation };
      const [look, bytes] = await Promise.all([page.look === null ? plain : keptLook(room, page), pageBytes(room, page)]);
      const words = reading?.pages.find((one) => one.pageId === page.id)?.words ?? [];
      return { bytes, format: page.format as 'jpeg' | 'png', look, words };
    }),
  );
  const { number } = item;
  const u = reading?.understanding;
  const title = u?.subject ?? '';
  const pdf = await room.workshop.run(
    'make-pdf',
    { pages, title, number, createdMs: item.registered_ms, language: room.station.language, flavour: '2b' },
    { signal },
  );
  const department = room.directory.departments.find((one) => one.id === filing.department_id);
  const earlier = read
    .all('filing', { document_id: document.id }, 'revision')
    .filter((one) => one.revision < filing.revision && one.state !== 'cancelled')
    .map((one) => one.message_id);
  const message = buildFiledMessage({
    messageId: filing.message_id,
    earlierMessageIds: earlier,
    revision: filing.revision,
    number,
    language: room.station.language,
    boxAddress: `mailroom@${room.policy.domain}`,
    to: { name: department?.name ?? filing.department_id, address: department?.mailbox ?? null },
    scannedMs: item.registered_ms,
    title,
    sender: u?.sender.name ?? null,
    documentClass: document.class,
    ownClasses: room.classes,
    registered: document.registered_mail === 1,
    documentDate: u?.date ?? null,
    reference: u?.references[0]?.value ?? null,
    dueDate: u?.dueDate ?? null,
    link: null,
    ocrText: reading?.pages.map((page) => page.text).join('\n\f\n') ?? '',
    pdf,
  });
  const flags = [document.class, document.registered_mail === 1 ? 'registered' : null].filter((flag) => flag !== null);
  if (u?.dueDate) flags.push('\\Flagged');
  return { bytes: message.bytes, receivedMs: item.registered_ms, flags };
}
