import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openMaildirTarget } from '#adapters/maildir-target.ts';
import { isFailure } from '#base/errors.ts';
import { filingTargetContract, sampleMessage } from '#test/contracts/filing-target.contract.ts';

async function maildir(root: string, name: string): Promise<void> {
  for (const box of ['tmp', 'new', 'cur']) await mkdir(join(root, name, box), { recursive: true });
}

/** Every message file of a folder with its bytes, as a mail program would list it. */
async function listing(folder: string): Promise<{ path: string; name: string; bytes: Buffer }[]> {
  const files = await Promise.all(
    ['new', 'cur'].map(async (box) => (await readdir(join(folder, box))).map((name) => ({ path: join(folder, box, name), name }))),
  );
  return Promise.all(files.flat().map(async (file) => ({ ...file, bytes: await readFile(file.path) })));
}

filingTargetContract('Maildir', [], async () => {
  const root = await mkdtemp(join(tmpdir(), 'maildir-'));
  await maildir(root, '.Post.2026');
  await maildir(root, '.Legal');
  const folder = (mailbox: string): string => join(root, mailbox === 'Legal' ? '.Legal' : '.Post.2026');
  const the = async (mailbox: string, messageId: string) =>
    (await listing(folder(mailbox))).find((file) => file.bytes.includes(messageId))!;
  return {
    target: openMaildirTarget({ id: 'maildir', root, createUnder: null }),
    mailbox: 'Post/2026',
    otherMailbox: 'Legal',
    missingMailbox: 'Nowhere',
    stored: async (mailbox) => (await listing(folder(mailbox))).map((file) => file.bytes),
    async markRead(mailbox, messageId) {
      const file = await the(mailbox, messageId);
      await rename(file.path, join(folder(mailbox), 'cur', `${file.name.split(':')[0]}:2,S`));
    },
    remove: async (mailbox, messageId) => unlink((await the(mailbox, messageId)).path),
    close: () => rm(root, { recursive: true }),
  };
});

test('makes mailboxes only below its own root, and no name leads out of the folder', async () => {
  const root = await mkdtemp(join(tmpdir(), 'maildir-'));
  try {
    const target = openMaildirTarget({ id: 'maildir', root, createUnder: 'Post' });
    for (const mailbox of ['Post', 'Post/2026', 'Post/../../x.y']) await target.watermark(mailbox);
    assert.deepEqual((await readdir(root)).sort(), ['.Post', '.Post.%2E%2E.%2E%2E.x%2Ey', '.Post.2026']);
    for (const mailbox of ['Other', 'Postscript', 'Post//x', 'Post/\0', '']) {
      await assert.rejects(target.watermark(mailbox), (error) => isFailure(error, 'FILING_NO_MAILBOX'));
    }
  } finally {
    await rm(root, { recursive: true });
  }
});

test('delivering twice makes one file, also when a reader has moved the first', async () => {
  const root = await mkdtemp(join(tmpdir(), 'maildir-'));
  try {
    const target = openMaildirTarget({ id: 'maildir', root, createUnder: 'Post' });
    const message = sampleMessage(500, ['\\Flagged']);
    const one = await target.deliver('Post', message, {});
    assert.equal(await target.deliver('Post', message, {}), one);
    const files = await listing(join(root, '.Post'));
    assert.equal(files.length, 1);
    assert.match(files[0]!.name, /:2,F$/);
    assert.deepEqual(await readdir(join(root, '.Post', 'tmp')), []);
  } finally {
    await rm(root, { recursive: true });
  }
});
