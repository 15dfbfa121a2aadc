import { MailroomError } from '#base/errors.ts';
import type { FiledBytes, FilingTarget, Locator, Watermark, Withdrawal } from '#ports/filing-target.ts';

interface Stored {
  uid: number;
  message: FiledBytes;
  read: boolean;
}
interface Box {
  uidValidity: number;
  uidNext: number;
  stored: Stored[];
  readOnly: boolean;
}

/** What the next `deliver` meets. `before`: nothing is stored; `after`: it is stored and the answer is lost. */
export type FilingFault = 'away' | 'lost-before' | 'lost-after' | 'over-quota' | 'too-large' | 'denied' | 'refused';

/** A mail server in memory: mailboxes with UIDs, faults on demand. */
export class FakeFilingTarget implements FilingTarget {
  readonly id: string;
  readonly boxes = new Map<string, Box>();
  /** Every deliver that was begun, in order. */
  readonly deliveries: { mailbox: string; messageId: string }[] = [];
  #faults: FilingFault[] = [];

  constructor(mailboxes: readonly string[], id = 'fake') {
    this.id = id;
    for (const mailbox of mailboxes) this.boxes.set(mailbox, { uidValidity: 1, uidNext: 1, stored: [], readOnly: false });
  }

  /** Queues faults, one for each deliver to come. */
  fail(...faults: FilingFault[]): void {
    this.#faults.push(...faults);
  }

  stored(mailbox: string): FiledBytes[] {
    return this.#box(mailbox).stored.map((s) => s.message);
  }

  /** As a server does that was restored from a backup: all UIDs are others from now on. */
  renumber(mailbox: string): void {
    const box = this.#box(mailbox);
    box.uidValidity++;
    box.uidNext = 1;
    for (const stored of box.stored) stored.uid = box.uidNext++;
  }

  markRead(mailbox: string, messageId: string): void {
    for (const stored of this.#box(mailbox).stored) if (stored.message.messageId === messageId) stored.read = true;
  }

  remove(mailbox: string, messageId: string): void {
    const box = this.#box(mailbox);
    box.stored = box.stored.filter((stored) => stored.message.messageId !== messageId);
  }

  #box(mailbox: string): Box {
    const box = this.boxes.get(mailbox);
    if (!box) throw new MailroomError('FILING_NO_MAILBOX', { mailbox });
    return box;
  }

  async watermark(mailbox: string): Promise<Watermark> {
    const { uidValidity, uidNext } = this.#box(mailbox);
    return { uidValidity, uidNext };
  }

  async deliver(mailbox: string, message: FiledBytes): Promise<Locator> {
    const box = this.#box(mailbox);
    const fault = this.#faults.shift();
    if (fault === 'away') throw new MailroomError('FILING_AWAY', { target: this.id, detail: 'scripted' });
    if (fault === 'denied') throw new MailroomError('FILING_DENIED', { target: this.id });
    this.deliveries.push({ mailbox, messageId: message.messageId });
    if (fault === 'over-quota') throw new MailroomError('FILING_OVER_QUOTA', { mailbox });
    if (fault === 'too-large') throw new MailroomError('FILING_TOO_LARGE', { mailbox, sizeBytes: message.bytes.length });
    if (fault === 'refused') throw new MailroomError('FILING_REFUSED', { mailbox, detail: 'scripted' });
    if (fault === 'lost-before') throw new MailroomError('FILING_LOST_ANSWER', { target: this.id, mailbox });
    const uid = box.uidNext++;
    box.stored.push({ uid, message, read: false });
    if (fault === 'lost-after') throw new MailroomError('FILING_LOST_ANSWER', { target: this.id, mailbox });
    return this.#locator(mailbox, box, uid, message.messageId);
  }

  async find(mailbox: string, messageId: string, watermark: Watermark | null): Promise<Locator | null> {
    const box = this.#box(mailbox);
    const from = watermark?.uidValidity === box.uidValidity ? Number(watermark.uidNext) : 1;
    const hit = box.stored.find((s) => s.uid >= from && s.message.messageId === messageId);
    return hit ? this.#locator(mailbox, box, hit.uid, messageId) : null;
  }

  async state(mailbox: string, locator: Locator): Promise<'unread' | 'read' | 'gone'> {
    const hit = this.#at(mailbox, locator);
    return hit === undefined ? 'gone' : hit.read ? 'read' : 'unread';
  }

  async withdraw(mailbox: string, locator: Locator, messageId: string, beforeDeleting: () => Promise<void>): Promise<Withdrawal> {
    const hit = this.#at(mailbox, locator);
    if (hit === undefined || hit.message.messageId !== messageId) return 'gone';
    if (hit.read) return 'read';
    if (this.#box(mailbox).readOnly) return 'not-permitted';
    await beforeDeleting();
    if ((await this.state(mailbox, locator)) === 'read') return 'read';
    this.remove(mailbox, messageId);
    return 'withdrawn';
  }

  async close(): Promise<void> {}

  #locator(mailbox: string, box: Box, uid: number, messageId: string): Locator {
    return JSON.stringify({ mailbox, uid, uidValidity: box.uidValidity, messageId });
  }

  #at(mailbox: string, locator: Locator): Stored | undefined {
    const box = this.#box(mailbox);
    const place = JSON.parse(locator) as { uid: number; uidValidity: number; messageId: string };
    return box.stored.find((s) => (place.uidValidity === box.uidValidity ? s.uid === place.uid : s.message.messageId === place.messageId));
  }
}
