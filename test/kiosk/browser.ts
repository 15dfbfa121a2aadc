/** Chromium, headless, quiet, without a network of its own. */
import { type Browser, chromium } from 'playwright-core';
import { requirePeer } from '#lab/peers/peers.ts';

export async function openBrowser(): Promise<Browser> {
  const peer = requirePeer('chromium');
  return chromium.launch({
    executablePath: peer.path,
    env: { ...process.env, ...peer.env } as Record<string, string>,
    args: [
      ...peer.args,
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
