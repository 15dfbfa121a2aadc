import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FailureCode } from '#base/errors.ts';
import { isFailure } from '#base/errors.ts';
import type { Notifier, Outgoing } from '#ports/notifier.ts';

/** What the other side does with the next message. */
export type Reception =
  | 'nobody-there'
  | 'refuse-login'
  | 'defer-recipient'
  | 'refuse-recipient'
  | 'defer-message'
  | 'refuse-message'
  | 'drop-before'
  | 'drop-after';

export interface NotifierBench {
  readonly notifier: Notifier;
  next(reception: Reception): void;
  /** What arrived whole, oldest first. */
  readonly arrived: { from: string; to: string[]; raw: Buffer }[];
  close(): Promise<void>;
}

let serial = 0;
export function sampleNotice(to = 'e.bertholet@example.test'): Outgoing {
  const messageId = `<notice.${++serial}@mailroom.example.test>`;
  const raw = Buffer.from(
    `Message-ID: ${messageId}\r\nSubject: x\r\n\r\nline\r\n.a dot first\r\n..two\r\n.\r\n${'y'.repeat(70)}\r\n`.concat(
      `${'z'.repeat(76)}\r\n`.repeat(900),
    ),
  );
  return { envelope: { from: 'bounce+n1@example.test', to }, raw, messageId };
}

const OUTCOMES: [Reception, FailureCode, arrives: number][] = [
  ['nobody-there', 'NOTICE_AWAY', 0],
  ['refuse-login', 'NOTICE_DENIED', 0],
  ['defer-recipient', 'NOTICE_DEFERRED', 0],
  ['refuse-recipient', 'NOTICE_REFUSED', 0],
  ['defer-message', 'NOTICE_DEFERRED', 0],
  ['refuse-message', 'NOTICE_REFUSED', 0],
  ['drop-before', 'NOTICE_AWAY', 0],
  ['drop-after', 'NOTICE_AMBIGUOUS', 1],
];

/** The suite that every notifier passes; the in-memory fake passes it first. */
export function notifierContract(name: string, open: () => Promise<NotifierBench>): void {
  describe(`notifier contract: ${name}`, () => {
    let bench: NotifierBench;
    before(async () => {
      bench = await open();
    });
    after(() => bench.close());

    test('hands over the message byte for byte, to one recipient, and returns the reply', async () => {
      const notice = sampleNotice();
      const { response } = await bench.notifier.send(notice);
      assert.match(response, /^250/);
      const got = bench.arrived.at(-1)!;
      assert.equal(got.from, notice.envelope.from);
      assert.deepEqual(got.to, [notice.envelope.to]);
      assert.ok(got.raw.equals(notice.raw));
    });

    test('sends from the null reverse-path', async () => {
      const notice = sampleNotice();
      await bench.notifier.send({ ...notice, envelope: { from: '', to: notice.envelope.to } });
      assert.equal(bench.arrived.at(-1)!.from, '');
    });

    test('an address that could carry a command is refused and never said', async () => {
      const before = bench.arrived.length;
      for (const to of ['', 'nobody', 'a@b>\r\nRCPT TO:<c@d', 'a b@c', 'é@example.test']) {
        await assert.rejects(bench.notifier.send(sampleNotice(to)), (error) => isFailure(error, 'NOTICE_REFUSED'));
      }
      assert.equal(bench.arrived.length, before);
    });

    for (const [reception, code, arrives] of OUTCOMES) {
      test(`${reception} is ${code}, and the next message goes out`, async () => {
        const before = bench.arrived.length;
        bench.next(reception);
        const notice = sampleNotice();
        await assert.rejects(bench.notifier.send(notice), (error) => isFailure(error, code));
        assert.equal(bench.arrived.length, before + arrives);
        await bench.notifier.send(notice);
        assert.equal(bench.arrived.length, before + arrives + 1);
      });
    }

    test('several at once arrive each by itself', async () => {
      const notices = Array.from({ length: 5 }, () => sampleNotice());
      await Promise.all(notices.map((notice) => bench.notifier.send(notice)));
      for (const notice of notices) assert.equal(bench.arrived.filter((got) => got.raw.equals(notice.raw)).length, 1);
    });
  });
}
