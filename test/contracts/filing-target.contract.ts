import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sha256Hex } from '#base/bytes.ts';
import { isFailure } from '#base/errors.ts';
import { describeLocator, type FiledBytes, type FilingTarget } from '#ports/filing-target.ts';

/** Where the line is cut while a message is being handed over. */
export type Cut = 'before' | 'in' | 'after';

/** A target and the other side of it, seen with eyes that are not the adapter's. */
export interface FilingBench {
  readonly target: FilingTarget;
  /** An existing, writable mailbox; empty at the start. */
  readonly mailbox: string;
  /** Another one. */
  readonly otherMailbox: string;
  readonly missingMailbox: string;
  /** Every message in the mailbox, byte for byte. */
  stored(mailbox: string): Promise<Buffer[]>;
  markRead(mailbox: string, messageId: string): Promise<void>;
  remove(mailbox: string, messageId: string): Promise<void>;
  /** Makes UIDs mean nothing any more; only targets with the trait `uids`. */
  renumber?(mailbox: string): Promise<void>;
  /** Cuts the line during the next deliver; only targets with the trait `line`. */
  cut?(where: Cut): void;
  close(): Promise<void>;
}

let serial = 0;
export function sampleMessage(sizeBytes = 2_000, flags: string[] = []): FiledBytes {
  const messageId = `<contract.${process.pid}.${++serial}@mailroom.example.test>`;
  const filler = `${'x'.repeat(74)}\r\n`.repeat(Math.ceil(sizeBytes / 76));
  const bytes = Buffer.from(
    `Message-ID: ${messageId}\r\nFrom: a@example.test\r\nSubject: =?UTF-8?B?w6k=?=\r\nDate: Sun, 22 Nov 2026 09:30:05 +0000\r\n\r\nélève\r\n${filler}`,
  );
  return { bytes, messageId, digest: sha256Hex(bytes), internalDateMs: Date.UTC(2024, 10, 22, 8), flags };
}

/**
 * The suite that every filing target passes; the in-memory fake passes it first.
 *
 * @param traits which further promises apply: `uids` = numbers that a server may change, `line` = a connection that can be cut
 */
export function filingTargetContract(name: string, traits: readonly ('uids' | 'line')[], open: () => Promise<FilingBench>): void {
  describe(`filing target contract: ${name}`, () => {
    let bench: FilingBench;
    before(async () => {
      bench = await open();
    });
    after(() => bench.close());

    const copies = async (mailbox: string, messageId: string): Promise<Buffer[]> =>
      (await bench.stored(mailbox)).filter((bytes) => bytes.includes(`Message-ID: ${messageId}\r\n`));

    test('stores a message byte for byte, as unread, and says where', async () => {
      const message = sampleMessage(200_000);
      const locator = await bench.target.deliver(bench.mailbox, message, await bench.target.watermark(bench.mailbox));
      const [found, ...more] = await copies(bench.mailbox, message.messageId);
      assert.ok(found?.equals(message.bytes));
      assert.equal(more.length, 0);
      assert.equal(describeLocator(locator).mailbox, bench.mailbox);
      assert.equal(await bench.target.state(bench.mailbox, locator), 'unread');
    });

    test('gives a watermark that survives JSON and finds what was delivered after it, at the same place', async () => {
      const message = sampleMessage();
      const watermark = JSON.parse(JSON.stringify(await bench.target.watermark(bench.mailbox)));
      const locator = await bench.target.deliver(bench.mailbox, message, watermark);
      const found = await bench.target.find(bench.mailbox, message.messageId, watermark);
      assert.deepEqual(describeLocator(found!), describeLocator(locator));
      assert.deepEqual(describeLocator((await bench.target.find(bench.mailbox, message.messageId, null))!), describeLocator(locator));
    });

    test('matches a Message-ID exactly, not as a part of another', async () => {
      const message = sampleMessage();
      const watermark = await bench.target.watermark(bench.mailbox);
      await bench.target.deliver(bench.mailbox, message, watermark);
      assert.equal(await bench.target.find(bench.mailbox, message.messageId.slice(1, -1), watermark), null);
      assert.equal(await bench.target.find(bench.mailbox, message.messageId.replace('<contract.', '<'), watermark), null);
      assert.equal(await bench.target.find(bench.mailbox, '<never.sent@mailroom.example.test>', null), null);
    });

    test('files into several mailboxes in turn and at once, each message once and in its own', async () => {
      const jobs = Array.from({ length: 12 }, (_, i) => ({
        mailbox: i % 2 ? bench.mailbox : bench.otherMailbox,
        message: sampleMessage(),
      }));
      await Promise.all(
        jobs.map(async ({ mailbox, message }) => bench.target.deliver(mailbox, message, await bench.target.watermark(mailbox))),
      );
      for (const { mailbox, message } of jobs) {
        assert.equal((await copies(mailbox, message.messageId)).length, 1);
        assert.equal((await copies(mailbox === bench.mailbox ? bench.otherMailbox : bench.mailbox, message.messageId)).length, 0);
      }
    });

    test('tells read, unread and gone apart', async () => {
      const message = sampleMessage();
      const locator = await bench.target.deliver(bench.mailbox, message, await bench.target.watermark(bench.mailbox));
      await bench.markRead(bench.mailbox, message.messageId);
      assert.equal(await bench.target.state(bench.mailbox, locator), 'read');
      await bench.remove(bench.mailbox, message.messageId);
      assert.equal(await bench.target.state(bench.mailbox, locator), 'gone');
    });

    test('takes an unread copy back and leaves a read one alone', async () => {
      const unread = sampleMessage();
      const read = sampleMessage();
      const watermark = await bench.target.watermark(bench.mailbox);
      const places = [
        await bench.target.deliver(bench.mailbox, unread, watermark),
        await bench.target.deliver(bench.mailbox, read, watermark),
      ];
      await bench.markRead(bench.mailbox, read.messageId);
      const told: Buffer[][] = [];
      const before = async () => void told.push(await copies(bench.mailbox, unread.messageId));
      assert.equal(await bench.target.withdraw(bench.mailbox, places[1]!, read.messageId, before), 'read');
      assert.equal(told.length, 0);
      assert.equal(await bench.target.withdraw(bench.mailbox, places[0]!, unread.messageId, before), 'withdrawn');
      assert.deepEqual(
        told.map((still) => still.length),
        [1],
        'told while it was still there',
      );
      assert.equal((await copies(bench.mailbox, unread.messageId)).length, 0);
      assert.equal((await copies(bench.mailbox, read.messageId)).length, 1);
      assert.equal(await bench.target.withdraw(bench.mailbox, places[0]!, unread.messageId, before), 'gone');
      assert.equal(told.length, 1);
    });

    test('says that a mailbox is missing and makes none of its own accord', async () => {
      const message = sampleMessage();
      await assert.rejects(bench.target.watermark(bench.missingMailbox), (error) => isFailure(error, 'FILING_NO_MAILBOX'));
      await assert.rejects(bench.target.deliver(bench.missingMailbox, message, {}), (error) => isFailure(error, 'FILING_NO_MAILBOX'));
      await bench.target.watermark(bench.mailbox);
    });

    test('works again after close', async () => {
      await bench.target.close();
      const message = sampleMessage();
      await bench.target.deliver(bench.mailbox, message, await bench.target.watermark(bench.mailbox));
      assert.equal((await copies(bench.mailbox, message.messageId)).length, 1);
    });

    if (traits.includes('uids'))
      test('finds a message, its state and takes it back after the mailbox was renumbered', async () => {
        const message = sampleMessage();
        const watermark = await bench.target.watermark(bench.mailbox);
        const locator = await bench.target.deliver(bench.mailbox, message, watermark);
        await bench.renumber!(bench.mailbox);
        const found = await bench.target.find(bench.mailbox, message.messageId, watermark);
        assert.ok(found);
        assert.equal(await bench.target.state(bench.mailbox, locator), 'unread');
        assert.equal(await bench.target.withdraw(bench.mailbox, locator, message.messageId, async () => {}), 'withdrawn');
      });

    if (traits.includes('uids'))
      test('a copy that is opened at the very moment it is to be taken back stays', async () => {
        const message = sampleMessage();
        const locator = await bench.target.deliver(bench.mailbox, message, await bench.target.watermark(bench.mailbox));
        const open = () => bench.markRead(bench.mailbox, message.messageId);
        assert.equal(await bench.target.withdraw(bench.mailbox, locator, message.messageId, open), 'read');
        assert.equal((await copies(bench.mailbox, message.messageId)).length, 1);
      });

    if (traits.includes('uids'))
      test('takes it back although the mailbox is made anew at that very moment', async () => {
        const message = sampleMessage();
        const locator = await bench.target.deliver(bench.mailbox, message, await bench.target.watermark(bench.mailbox));
        let renumbered = false;
        const before = async () => {
          if (!renumbered) await bench.renumber!(bench.mailbox);
          renumbered = true;
        };
        assert.equal(await bench.target.withdraw(bench.mailbox, locator, message.messageId, before), 'withdrawn');
        assert.equal((await copies(bench.mailbox, message.messageId)).length, 0);
      });

    for (const where of traits.includes('line') ? (['before', 'in', 'after'] as const) : []) {
      test(`a line cut ${where} the message leaves the outcome open; looking first makes it exactly one copy`, async () => {
        const message = sampleMessage(200_000);
        const watermark = await bench.target.watermark(bench.mailbox);
        bench.cut!(where);
        await assert.rejects(bench.target.deliver(bench.mailbox, message, watermark), (error) => isFailure(error, 'FILING_LOST_ANSWER'));
        const there = await bench.target.find(bench.mailbox, message.messageId, watermark);
        assert.equal(there !== null, where === 'after');
        if (there === null) await bench.target.deliver(bench.mailbox, message, watermark);
        const found = await copies(bench.mailbox, message.messageId);
        assert.equal(found.length, 1);
        assert.ok(found[0]!.equals(message.bytes));
      });
    }
  });
}
