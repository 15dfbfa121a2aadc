import { MailroomError } from '#base/errors.ts';
import type { Notifier, Outgoing } from '#ports/notifier.ts';

/** What the next message meets. `lost-after`: the server has it and its reply is lost. */
export type NoticeFault = 'away' | 'lost-before' | 'lost-after' | 'deferred' | 'refused' | 'denied';

/** A submission server in memory. */
export class FakeNotifier implements Notifier {
  readonly id = 'fake';
  /** What the server has taken, also where its reply was lost. */
  readonly taken: Outgoing[] = [];
  #faults: NoticeFault[] = [];

  /** Queues faults, one for each send to come. */
  fail(...faults: NoticeFault[]): void {
    this.#faults.push(...faults);
  }

  async send(message: Outgoing): Promise<{ response: string }> {
    const target = this.id;
    const { from, to } = message.envelope;
    if (!/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(to) || /[^\x21-\x7e]/.test(from))
      throw new MailroomError('NOTICE_REFUSED', { target, code: 553 });
    switch (this.#faults.shift()) {
      case 'away':
      case 'lost-before':
        throw new MailroomError('NOTICE_AWAY', { target, detail: 'scripted' });
      case 'deferred':
        throw new MailroomError('NOTICE_DEFERRED', { target, code: 451 });
      case 'refused':
        throw new MailroomError('NOTICE_REFUSED', { target, code: 550 });
      case 'denied':
        throw new MailroomError('NOTICE_DENIED', { target });
      case 'lost-after':
        this.taken.push(message);
        throw new MailroomError('NOTICE_AMBIGUOUS', { target });
      default:
        this.taken.push(message);
        return { response: '250 2.0.0 taken' };
    }
  }

  async close(): Promise<void> {}
}
