import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildKiosk } from '../../kiosk-ui/build.ts';

interface Part {
  file: string;
  imports?: string[];
  css?: string[];
  assets?: string[];
}

test('the first screen weighs at most 120 kB gzip with its font and its language', async (t) => {
  const dist = await buildKiosk();
  const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Part>;
  const files = new Set(['index.html']);
  const walk = (key: string) => {
    const part = manifest[key];
    assert.ok(part, key);
    if (files.has(part.file)) return;
    for (const file of [part.file, ...(part.css ?? []), ...(part.assets ?? [])]) files.add(file);
    for (const other of part.imports ?? []) walk(other);
  };
  walk('index.html');
  walk('i18n/fr.ts');
  const weights = [...files].map((file) => [file, gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length] as const);
  const bytes = weights.reduce((sum, [, weight]) => sum + weight, 0);
  t.diagnostic(`${bytes} bytes in ${weights.length} files`);
  assert.ok(
    weights.some(([file]) => file.endsWith('.woff2')),
    'the font counts',
  );
  assert.ok(bytes <= 120_000, `${bytes} bytes: ${weights.map(([f, w]) => `${f} ${w}`).join(', ')}`);
});

test('the page carries no inline script, no inline style and no address of elsewhere', async () => {
  const html = readFileSync(path.join(await buildKiosk(), 'index.html'), 'utf8');
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|https?:/);
});
