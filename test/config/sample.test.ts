import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '#config/load.ts';

test('the file IT is shown to begin with is a configuration', (t) => {
  const page = readFileSync(new URL('../../docs/it.md', import.meta.url), 'utf8');
  const sample = /```toml\n(.*?)```/s.exec(page)?.[1];
  assert.ok(sample);
  const folder = mkdtempSync(join(tmpdir(), 'vaguemestre-sample-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'vaguemestre.toml');
  writeFileSync(file, sample);
  const config = loadConfig(file);
  assert.deepEqual(
    [config.device.map(({ driver }) => driver), config.filing.imap?.security, config.notices?.security, config.scan.start_on_paper],
    [['escl', 'zpl'], 'tls', 'starttls', true],
  );
});
