import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { publishedSchema } from '#config/schema.ts';

test('publishes the schema the loader checks with, every key of it described', async () => {
  const published = await readFile(new URL('../../docs/config.schema.json', import.meta.url), 'utf8');
  assert.equal(published.trim(), publishedSchema(), 'print it anew: bin/vaguemestre.mjs check --schema > docs/config.schema.json');
  const bare: string[] = [];
  const walk = (at: { properties?: Record<string, never>; items?: never; description?: string; type?: string }, key: string) => {
    if (!at.properties && !at.items && !at.description) bare.push(key);
    for (const [name, child] of Object.entries(at.properties ?? {})) walk(child, `${key}.${name}`);
    if (at.items && at.type === 'array' && !at.description) walk(at.items, `${key}[]`);
  };
  walk(JSON.parse(published), 'config');
  assert.deepEqual(bare, []);
});
