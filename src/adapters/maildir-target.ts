import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex, syncFolder } from '#base/bytes.ts';
import { MailroomError } from '#base/errors.ts';
import type { FiledBytes, FiledState, FilingTarget, Locator, Watermark, Withdrawal } from '#ports/filing-target.ts';

export interface MaildirOptions {
  id: string;
  /** Maildir++ root: it is INBOX itself, `Post/2026` is the folder `.Post.2026` in it. */
  root: string;
  /** Mailboxes at and below this one are made when they are missing; null = none are. */
  createUnder: string | null;
}

interface Place {
  mailbox: string;
  uid: string;
  messageId: string;
}

const BOXES = ['new', 'cur'] as const;

/** Files into a folder tree that any mail program on this machine can read: the laboratory's last fall-back for IMAP. */
export function openMaildirTarget({ id, root, createUnder }: MaildirOptions): FilingTarget {
  const ours = (mailbox: string): boolean => createUnder !== null && (mailbox === createUnder || mailbox.startsWith(`${createUnder}/`));

  function folderOf(mailbox: string): string {
    const steps = mailbox.split('/');
    if (steps.some((step) => step === '' || /[\x00-\x1f\x7f\\]/.test(step))) throw new MailroomError('FILING_NO_MAILBOX', { mailbox });
    if (mailbox.toUpperCase() === 'INBOX') return root;
    return join(root, steps.map((step) => `.${step.replace(/[.%]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`).join(''));
  }

  async function ready(mailbox: string): Promise<string> {
    const folder = folderOf(mailbox);
    const known = await stat(join(folder, 'new')).then(
      () => true,
      () => false,
    );
    if (known) return folder;
    if (!ours(mailbox)) throw new MailroomError('FILING_NO_MAILBOX', { mailbox });
    for (const box of ['tmp', ...BOXES]) await mkdir(join(folder, box), { recursive: true });
    await syncFolder(folder);
    await syncFolder(root);
    return folder;
  }

  /** The name is made from the Message-ID alone, so a second delivery cannot make a second file. */
  const nameOf = (messageId: string): string => `${sha256Hex(messageId).slice(0, 40)}.vaguemestre`;
  const locatorOf = (place: Place): Locator => JSON.stringify(place);

  async function lookFor(folder: string, messageId: string): Promise<{ path: string; flags: string } | null> {
    const name = nameOf(messageId);
    for (const box of BOXES) {
      const found = (await readdir(join(folder, box))).find((entry) => entry === name || entry.startsWith(`${name}:`));
      if (found) return { path: join(folder, box, found), flags: /:2,([A-Za-z]*)$/.exec(found)?.[1] ?? '' };
    }
    return null;
  }

  async function within<T>(mailbox: string, work: (folder: string) => Promise<T>): Promise<T> {
    try {
      return await work(await ready(mailbox));
    } catch (error) {
      if (error instanceof MailroomError) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new MailroomError('FILING_OVER_QUOTA', { mailbox }, { cause: error });
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new MailroomError('FILING_NO_MAILBOX', { mailbox }, { cause: error });
      if (code === 'ENOENT' || code === 'EIO') throw new MailroomError('FILING_AWAY', { target: id, detail: code }, { cause: error });
      throw error;
    }
  }

  async function write(folder: string, message: FiledBytes): Promise<void> {
    const name = nameOf(message.messageId);
    const temporary = join(folder, 'tmp', name);
    const file = await open(temporary, 'w', 0o640);
    try {
      await file.writeFile(message.bytes);
      await file.utimes(message.internalDateMs / 1000, message.internalDateMs / 1000);
      await file.sync();
    } finally {
      await file.close();
    }
    // A flag stands in the file name and only in cur/; everything else arrives as new.
    const flagged = message.flags.some((flag) => flag.toLowerCase() === '\\flagged');
    const box = flagged ? 'cur' : 'new';
    await rename(temporary, join(folder, box, flagged ? `${name}:2,F` : name));
    await syncFolder(join(folder, box));
  }

  return {
    id,
    watermark: (mailbox): Promise<Watermark> => within(mailbox, async () => ({})),
    deliver: (mailbox, message) =>
      within(mailbox, async (folder) => {
        if (!(await lookFor(folder, message.messageId))) await write(folder, message);
        return locatorOf({ mailbox, uid: nameOf(message.messageId), messageId: message.messageId });
      }),
    find: (mailbox, messageId) =>
      within(mailbox, async (folder) =>
        (await lookFor(folder, messageId)) ? locatorOf({ mailbox, uid: nameOf(messageId), messageId }) : null,
      ),
    state: (mailbox, locator): Promise<FiledState> =>
      within(mailbox, async (folder) => {
        const found = await lookFor(folder, (JSON.parse(locator) as Place).messageId);
        return found === null ? 'gone' : found.flags.includes('S') ? 'read' : 'unread';
      }),
    withdraw: (mailbox, _locator, messageId, beforeDeleting): Promise<Withdrawal> =>
      within(mailbox, async (folder) => {
        const found = await lookFor(folder, messageId);
        if (found === null) return 'gone';
        if (found.flags.includes('S')) return 'read';
        await beforeDeleting();
        await unlink(found.path);
        await syncFolder(join(found.path, '..'));
        return (await lookFor(folder, messageId)) === null ? 'withdrawn' : 'not-permitted';
      }),
    close: async () => {},
  };
}
