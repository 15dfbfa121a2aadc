import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { FOLDERS, reversedArrows } from './architecture/arrows.ts';
import { readImportGraph } from './architecture/import-graph.ts';

test('every arrow between the rooms of the house points down', () => {
  const found = reversedArrows(readImportGraph(path.resolve(import.meta.dirname, '..'), FOLDERS));
  assert.ok(found.length === 0, `\n${found.join('\n')}`);
});

describe('a made-up house', () => {
  const subpaths = {
    imports: {
      '#base/*': './src/base/*',
      '#store/*': './src/store/*',
      '#adapters/*': './src/adapters/*',
      '#bridge/*': './firmware-bridge/*',
      '#test/*': './test/*',
    },
  };

  function arrowsOf(files: Record<string, string>): string[] {
    const root = mkdtempSync(path.join(tmpdir(), 'vaguemestre-house-'));
    try {
      for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(subpaths), ...files })) {
        mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        writeFileSync(path.join(root, file), text);
      }
      return reversedArrows(readImportGraph(root, FOLDERS));
    } finally {
      rmSync(root, { recursive: true });
    }
  }

  test('stands when everybody imports downwards', () => {
    const found = arrowsOf({
      'src/base/ids.ts': `import { randomBytes } from 'node:crypto';`,
      'src/domain/item.ts': `import type { Id } from '#base/ids.ts';`,
      'src/ports/filing-target.ts': `import '../domain/item.ts'; import '#base/ids.ts';`,
      'firmware-bridge/protocol/frames.ts': `import '../../src/base/ids.ts';`,
      'firmware-bridge/main.ts': `import './protocol/frames.ts';`,
      'src/adapters/bridge-printer.ts': `import '#bridge/protocol/frames.ts'; import '../ports/filing-target.ts';`,
      'src/contract/feed.ts': `import '#base/ids.ts';`,
      'src/compose.ts': `import './adapters/bridge-printer.ts';`,
      'src/adapters/bridge-process.ts': `spawn(process.execPath, [new URL('../../firmware-bridge/main.ts', import.meta.url).pathname]);`,
      'src/main.ts': `const { serve } = await import('./compose.ts');`,
      'kiosk-ui/screens/Arriving.svelte': `<script lang="ts">import type { Feed } from '../../src/contract/feed.ts';</script><p>import '#base/ids.ts'</p>`,
    });
    assert.deepEqual(found, []);
  });

  test('shows the whole chain of a reversed arrow three files away', () => {
    const found = arrowsOf({
      'src/domain/item.ts': `import './number.ts';`,
      'src/domain/number.ts': `import '#base/words.ts';`,
      'src/base/words.ts': `export * from './log.ts';`,
      'src/base/log.ts': `import type { Row } from '#store/rows.ts';`,
      'src/store/rows.ts': '',
    });
    assert.deepEqual(found, [
      'base must not reach store: src/base/log.ts → src/store/rows.ts',
      'domain must not reach store: src/domain/number.ts → src/base/words.ts → src/base/log.ts → src/store/rows.ts',
    ]);
  });

  const wrong: readonly [promise: string, file: string, text: string, said: RegExp][] = [
    ['a dynamic import upwards', 'src/store/jobs.ts', `await import('../pipeline/engine.ts')`, /store must not reach pipeline/],
    ['an adapter named by anybody but compose', 'src/api/app.ts', `import '../adapters/smtp.ts'`, /api must not reach adapters/],
    [
      'an adapter named by a command',
      'src/commands/check.ts',
      `import '#adapters/smtp.ts'`,
      /adapters may be named only by .*: src\/commands/,
    ],
    ['a driver behind an adapter', 'src/adapters/printer.ts', `import '#bridge/drivers/zpl.ts'`, /adapters must not reach bridge: /],
    ['the daemon known to the bridge', 'firmware-bridge/main.ts', `import '../src/domain/item.ts'`, /bridge must not reach domain/],
    ['a test helper in the product', 'src/views/list.ts', `import '#test/fakes/clock.ts'`, /views must not reach test/],
    [
      'a worker started on a file above',
      'src/store/a.ts',
      `new Worker(new URL('../views/w.ts', import.meta.url))`,
      /store must not reach views/,
    ],
    [
      'the kiosk looking below the contract',
      'kiosk-ui/client/a.ts',
      `import '#base/ids.ts'`,
      /kiosk may name only contract: .* → src\/base/,
    ],
    ['a file system in the domain', 'src/domain/item.ts', `import fs from 'fs/promises'`, /domain computes only: .* → node:fs\/promises/],
    ['a database in the understanding', 'src/understanding/people.ts', `import 'better-sqlite3'`, /understanding computes only/],
    ['a room nobody planned', 'src/helpers/x.ts', '', /src\/helpers is no room/],
  ];
  for (const [promise, file, text, said] of wrong) {
    test(`falls for ${promise}`, () => assert.match(arrowsOf({ [file]: text }).join('\n'), said));
  }
});
