import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigSchema } from '#config/schema.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Section and key of everything that can be set; a section of a list is called as the list is. */
const keysOf = ({ properties = {} }: Schema, section: string): [section: string, key: string][] =>
  Object.entries(properties).flatMap(([key, inner]) => {
    const below = inner.items?.properties ? inner.items : inner;
    return below.properties ? keysOf(below, key) : [[section, key] as [string, string]];
  });

test('every key of the configuration is read by somebody', () => {
  const files = globSync('src/**/*.ts', { cwd: ROOT, exclude: ['src/config/schema.ts', 'src/contract/**'] });
  const text = files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
  const keys = keysOf(ConfigSchema as Schema, '');
  const isRead = ([section, key]: [string, string]) =>
    new RegExp(`\\b(?:${section}|config|rules)[?!]?\\.${key}\\b|${section}\\.map\\(\\(\\{[^}]*\\b${key}\\b`).test(text);
  assert.ok(keys.length > 40 && !isRead(['scan', 'colour']));
  assert.deepEqual(
    keys.filter((key) => !isRead(key)),
    [],
  );
});
