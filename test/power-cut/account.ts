import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { labelKey } from '#test/scenarios/label-eyes.ts';
import { messagesOn } from '#test/scenarios/mail-server-eyes.ts';
import { registerVerifies } from '#test/scenarios/reckoning.ts';
import type { Scene } from '#test/scenarios/scene.ts';
import type { Acknowledged } from './acknowledged.ts';

export interface Account {
  /** A sentence for each thing that is missing or double. */
  faults: string[];
  /** Sheets that were drawn and never safe: the operator puts them back. */
  lostSheets: number[];
  pages: number;
  spooled: number;
  position: number;
  filed: number;
}

/**
 * Holds what was found on the disk after a cut against what had been acknowledged, and against what lies outside.
 * @param scene its state and spool folders are those found on the disk
 * @param sheets all sheets there are, each of a length of its own
 */
export async function account(scene: Scene, told: Acknowledged, sheets: readonly Buffer[]): Promise<Account> {
  const faults: string[] = [];
  await registerVerifies(scene).catch((error: Error) => faults.push(`the register does not verify: ${error.message}`));

  const [{ position = 0 } = {}] = scene.ask<{ position: number }>('SELECT max(position) AS position FROM ledger');
  if (position < told.position()) faults.push(`position ${told.position()} was told, the register ends at ${position}`);
  for (const { itemId, number } of told.acts)
    if (scene.ask('SELECT 1 FROM item WHERE id = ? AND number = ?', itemId, number).length === 0) faults.push(`item ${number} is missing`);

  const pages = scene.ask<{ size: number; copies: number }>('SELECT size_bytes AS size, count(*) AS copies FROM page GROUP BY size_bytes');
  for (const { size, copies } of pages) if (copies > 1) faults.push(`sheet ${sheetOf(sheets, size)} is ${copies} pages`);
  const spooled = spooledSizes(scene.spoolFolder);
  const safe = new Set([...pages.map(({ size }) => size), ...spooled]);
  for (const sheet of told.sheets())
    if (!safe.has(sheets[sheet - 1]!.length)) faults.push(`sheet ${sheet} was acknowledged and is missing`);
  const drawn = sheets.length - scene.scanner.control.loadedSheets();
  const lostSheets = sheets.slice(0, drawn).flatMap((bytes, n) => (safe.has(bytes.length) ? [] : [n + 1]));

  const onServer = await messagesOn(scene.dovecot!.imapPort);
  for (const [messageId, copies] of Map.groupBy(onServer, (message) => message.messageId))
    if (copies.length > 1) faults.push(`${messageId} was filed ${copies.length} times`);
  const filed = scene.ask<{ messageId: string }>(`SELECT message_id AS messageId FROM filing WHERE state = 'filed'`);
  for (const { messageId } of filed)
    if (!onServer.some((message) => message.messageId === messageId)) faults.push(`${messageId} is filed and not on the server`);

  const labels = await Promise.all(scene.printer.labels.map(({ png }) => labelKey(png)));
  for (const [key, copies] of Map.groupBy(labels, ({ number, copy }) => `${number};${copy}`))
    if (copies.length > 1) faults.push(`label ${key} was printed ${copies.length} times`);
  return { faults, lostSheets, pages: pages.length, spooled: spooled.length, position, filed: filed.length };
}

const sheetOf = (sheets: readonly Buffer[], size: number): number => sheets.findIndex(({ length }) => length === size) + 1;

/** Sizes of the pages in the spool that count: the image and its word are there. */
function spooledSizes(folder: string): number[] {
  const names = new Set(readdirSync(folder));
  const images = [...names].filter((name) => name.endsWith('.jpg') && names.has(name.replace('.jpg', '.json')));
  return images.map((name) => statSync(join(folder, name)).size);
}
