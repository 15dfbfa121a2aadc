import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { headersOf } from '#test/messages/mail-eyes.ts';
import { keptPages } from './kept-pages.ts';
import { labelKey } from './label-eyes.ts';
import { messagesOn } from './mail-server-eyes.ts';
import type { Scene } from './scene.ts';
import { MAIN } from './station-process.ts';

/*
 * What must be true when everything has come to rest, whatever was killed or cut on the way. Each looks at both ends: at what the
 * register says, and at what really lies in the scanner's tray, on the mail server, in the printer's tray.
 */

/** Every sheet that was scanned is in the register once, byte for byte. @param sheets simplex, in any order */
export async function eachPageOnce(scene: Scene, sheets: readonly Buffer[]): Promise<void> {
  const kept = (await keptPages(scene.stateFolder)).map(({ bytes }) => bytes.toString('base64')).sort();
  const scanned = sheets.map((bytes) => bytes.toString('base64')).sort();
  assert.equal(kept.length, scanned.length, 'as many pages as sheets');
  assert.ok(
    kept.every((bytes, n) => bytes === scanned[n]),
    'the pages are the sheets, byte for byte',
  );
  assert.deepEqual(await scene.spooled(), [], 'the spool is empty');
}

/** What the register calls filed lies on the server once, and nothing else does. Returns how many there are. */
export async function eachFilingOnce(scene: Scene, imapPort = scene.dovecot!.imapPort): Promise<number> {
  const seen = (await messagesOn(imapPort)).map(({ mailbox, uid, messageId }) => `${mailbox} ${uid} ${messageId}`).sort();
  const filed = scene
    .ask<{ line: string }>(`SELECT mailbox || ' ' || uid || ' ' || message_id AS line FROM filing WHERE state IN ('filed', 'stale')`)
    .map(({ line }) => line)
    .sort();
  assert.deepEqual(seen, filed, 'the server holds what the register says was filed');
  assert.equal(new Set(seen.map((line) => line.split(' ').at(-1))).size, seen.length, 'no Message-ID twice');
  return filed.length;
}

/** Every notice came at least once, and always as the same message. */
export function eachNoticeSent(scene: Scene): void {
  const notices = scene.ask<{ message_id: string; state: string }>('SELECT message_id, state FROM notice');
  const copies = Map.groupBy(scene.smtp.messages, ({ raw }) => headersOf(raw).get('message-id')!);
  for (const { message_id, state } of notices) {
    assert.equal(state, 'sent', `notice ${message_id}`);
    const sent = copies.get(message_id) ?? [];
    assert.ok(sent.length >= 1, `notice ${message_id} came`);
    assert.ok(
      sent.every(({ raw }) => raw.equals(sent[0]!.raw)),
      `notice ${message_id} is always the same`,
    );
  }
  assert.deepEqual([...copies.keys()].sort(), notices.map(({ message_id }) => message_id).sort(), 'no notice that nobody planned');
}

/** No copy of a label lies in the tray twice, and what the register calls printed lies there. */
export async function eachLabelOnce(scene: Scene): Promise<void> {
  const inTray = (await Promise.all(scene.printer.labels.map(({ png }) => labelKey(png)))).map(({ number, copy }) => `${number};${copy}`);
  assert.equal(new Set(inTray).size, inTray.length, `no label twice: ${inTray.sort().join(' ')}`);
  const labels = scene.ask<{ key: string; outcome: string }>(`SELECT number || ';' || copy AS key, outcome FROM label`);
  for (const { key, outcome } of labels) {
    if (outcome !== 'unknown') assert.equal(inTray.includes(key), outcome === 'printed', `${key} is ${outcome}`);
  }
  for (const key of inTray)
    assert.ok(
      labels.some((label) => label.key === key),
      `the register knows of ${key}`,
    );
}

/** A copied register verifies in a process of its own: chain, tree, and that the projection is what the ledger adds up to. */
export async function registerVerifies(scene: Pick<Scene, 'stateFolder'>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-copy-'));
  try {
    const copy = join(folder, 'register.db');
    const { stateFolder } = scene;
    // After a crash there is a log beside it, which is part of the register.
    for (const name of readdirSync(stateFolder).filter((one) => /^register\.db(-wal)?$/.test(one)))
      await copyFile(join(stateFolder, name), join(folder, name));
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'register', 'verify', copy]);
    assert.equal((JSON.parse(stdout) as { ok: boolean }).ok, true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing waits for a person that no person was asked about. */
export function nothingIsParked(scene: Scene): void {
  assert.deepEqual(scene.ask('SELECT name, subject, reason FROM job'), []);
}
