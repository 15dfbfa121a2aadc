/** One browser for all screen tests, and a kiosk in it over fixtures. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { Page } from 'playwright-core';
import { withoutPeer } from '#lab/peers/peers.ts';
import { buildKiosk } from '../../kiosk-ui/build.ts';
import { openBrowser } from './browser.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';

export const TIMEOUT_MS = 60_000;
export const skip = withoutPeer('chromium');

let built: Promise<string> | undefined;
let opened: ReturnType<typeof openBrowser> | undefined;
after(async () => (await opened)?.close());

export interface Scene {
  page: Page;
  server: FixtureServer;
}
export interface Look {
  language?: string;
  width?: number;
  height?: number;
  rows?: number;
  signedIn?: boolean;
}

/** Plays a scene on one screen; afterwards nothing may have broken the contract or the content security policy. */
export async function onScreen(hash: string, look: Look, play: (scene: Scene) => Promise<void>): Promise<void> {
  const { language = 'fr', width = 1280, height = 800, rows = 10, signedIn = true } = look;
  built ??= buildKiosk();
  opened ??= openBrowser();
  const [dist, browser] = await Promise.all([built, opened]);
  const server = await startFixtureServer(dist, { rows, signedIn });
  const context = await browser.newContext({ viewport: { width, height }, locale: language });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => /Content Security Policy|Uncaught/.test(message.text()) && complaints.push(message.text()));
  try {
    const feed = signedIn && page.waitForResponse((answer) => answer.url().includes('/api/feed'));
    await page.goto(`${server.url}/#/${hash}`);
    await page.locator('h1', { hasNotText: '…' }).waitFor();
    await feed;
    await play({ page, server });
    assert.deepEqual([server.breaches, complaints], [[], []]);
  } finally {
    await context.close();
    await server.close();
  }
}

/** Names of the acts that were asked, in order. */
export const posted = (server: FixtureServer) => server.acts.map((act) => act.name);
