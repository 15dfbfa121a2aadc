import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { publish } from '../../kiosk-ui/build.ts';

const BUILD = path.resolve(import.meta.dirname, '../../kiosk-ui/build.ts');

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-build-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As Vite leaves one: a page that names a script by its content. */
function madeOf(folder: string, content: string): string {
  const made = path.join(folder, content);
  for (const part of ['assets', '.vite']) mkdirSync(path.join(made, part), { recursive: true });
  writeFileSync(path.join(made, 'index.html'), `<script src="./assets/index-${content}.js"></script>${' '.repeat(100_000)}</html>`);
  writeFileSync(path.join(made, `assets/index-${content}.js`), content.repeat(50_000));
  writeFileSync(path.join(made, '.vite/manifest.json'), JSON.stringify({ 'index.html': { file: `assets/index-${content}.js` } }));
  return made;
}

test('whoever reads the kiosk while two processes build it anew finds a whole page and all that it names', () =>
  inFolder(async (folder) => {
    const served = path.join(folder, 'served');
    const made = ['one', 'two'].map((content) => madeOf(folder, content));
    publish(made[0]!, served);
    const again = `import { publish } from ${JSON.stringify(BUILD)};
      const [served, ...made] = process.argv.slice(1);
      for (let i = 0; i < 150; i++) publish(made[i % 2], served);`;
    const builders = [made, made.toReversed()].map((order) =>
      spawn(process.execPath, ['--input-type=module', '--eval', again, served, ...order], { stdio: ['ignore', 'ignore', 'inherit'] }),
    );
    const ended = Promise.all(builders.map((builder) => once(builder, 'exit')));
    const seen = new Set<string>();
    while (builders.some((builder) => builder.exitCode === null && builder.signalCode === null)) {
      const [, content] =
        /^<script src=".\/assets\/index-(\w+)\.js">.*<\/html>$/.exec(readFileSync(path.join(served, 'index.html'), 'utf8')) ?? [];
      assert.ok(content, 'half a page');
      assert.equal(readFileSync(path.join(served, `assets/index-${content}.js`), 'utf8').length, 150_000);
      seen.add(content);
      await setImmediate();
    }
    assert.deepEqual(
      (await ended).map(([code]) => code),
      [0, 0],
    );
    assert.equal(seen.size, 2);
  }));

test('what an open page names outlives one more build, and not two', () =>
  inFolder((folder) => {
    const served = path.join(folder, 'served');
    const scripts = () => readdirSync(path.join(served, 'assets'));
    const old = new Date(0);
    for (const [content, left] of [
      ['one', ['index-one.js']],
      ['two', ['index-one.js', 'index-two.js']],
      ['three', ['index-three.js', 'index-two.js']],
    ] as const) {
      publish(madeOf(folder, content), served);
      assert.deepEqual(scripts().sort(), left);
      for (const name of scripts()) utimesSync(path.join(served, 'assets', name), old, old);
    }
    // What a process that died left behind half copied goes as well.
    writeFileSync(path.join(served, 'index.html.1'), '');
    utimesSync(path.join(served, 'index.html.1'), old, old);
    publish(madeOf(folder, 'three'), served);
    assert.equal(existsSync(path.join(served, 'index.html.1')), false);
  }));
