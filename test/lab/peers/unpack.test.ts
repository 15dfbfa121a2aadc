import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { halfUnpacked, missingPeers } from './unpack.mjs';
import peersWanted from './wanted.json' with { type: 'json' };

/** Says what apt says, keeps what it was asked, and fails when the folder says so. */
const APT = `#!/bin/sh
here=$(dirname "$0")
echo "apt-get $*" >> "$here/asked"
case "$*" in
  *update*) rm -f "$here/no-lists" ;;
  *download*) if [ -e "$here/gone" ]; then echo "E: Failed to fetch qpdf 404" >&2; exit 100; fi; touch qpdf.deb ;;
  *install*) if [ -e "$here/no-lists" ]; then echo "E: Unable to locate package qpdf" >&2; exit 100; fi
    echo "Inst libc6 [2.36] (2.41 Debian:13 [amd64])"; echo "Inst libqpdf29 (11.3 Debian:12 [amd64])"; echo "Inst qpdf (11.3 Debian:12 [amd64])" ;;
esac
`;
/** Unpacks a program, a file it links to by an absolute path, and a link that leads out. */
const DPKG = `#!/bin/sh
mkdir -p "$3/usr/bin" "$3/etc/alternatives"
echo program > "$3/usr/bin/qpdf-11"
ln -sf /usr/bin/qpdf-11 "$3/usr/bin/qpdf"
ln -sf /nowhere/else "$3/usr/bin/other"
`;

describe('unpacking Debian packages', () => {
  let folder = '';
  const tools = () => path.join(folder, 'tools');
  const asked = () => readFileSync(path.join(tools(), 'asked'), 'utf8').trim().split('\n');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vaguemestre-unpack-'));
    mkdirSync(tools());
    writeFileSync(path.join(tools(), 'apt-get'), APT, { mode: 0o755 });
    writeFileSync(path.join(tools(), 'dpkg-deb'), DPKG, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** In a process of its own, since it finds its tools by PATH. */
  async function unpack(architecture?: string): Promise<string> {
    const url = JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'unpack.mjs')));
    const code = `import { unpackPackages } from ${url};
      try { unpackPackages(${JSON.stringify(path.join(folder, 'peers'))}, ['qpdf'], ${JSON.stringify(architecture)}); } catch (error) { console.log(error.message); }`;
    const env = { ...process.env, PATH: `${tools()}:${process.env.PATH}` };
    return (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env })).stdout.trim();
  }

  test('asks apt for all that is needed but never for another C library', async () => {
    assert.equal(await unpack(), '');
    assert.match(asked()[1] ?? '', / download libqpdf29=11\.3 qpdf=11\.3$/);
    assert.equal(asked().length, 2);
  });

  test('asks for another kind of machine with its C library, as if nothing of it were installed', async () => {
    assert.equal(await unpack('arm64'), '');
    assert.match(asked()[0] ?? '', /APT::Architecture=arm64 .*Dir::State::status=.*peers\/apt\/status/);
    assert.match(asked()[1] ?? '', / download libc6=2\.41 libqpdf29=11\.3 qpdf=11\.3$/);
  });

  test('keeps absolute links inside the folder they were unpacked into', async () => {
    await unpack();
    const bin = path.join(folder, 'peers/root/usr/bin');
    assert.equal(readlinkSync(path.join(bin, 'qpdf')), 'qpdf-11');
    assert.equal(readlinkSync(path.join(bin, 'other')), '/nowhere/else');
  });

  test('brings package lists of its own where the machine has none', async () => {
    writeFileSync(path.join(tools(), 'no-lists'), '');
    assert.equal(await unpack(), '');
    assert.match(asked()[1] ?? '', /Dir::State::Lists=.*peers\/apt\/lists.* update$/);
    assert.ok(existsSync(path.join(folder, 'peers/root/usr/bin/qpdf')));
  });

  test('takes nothing of an unpacking that was broken off for complete', async () => {
    const peers = path.join(folder, 'peers');
    mkdirSync(path.join(peers, 'debs'), { recursive: true });
    mkdirSync(path.join(peers, 'root/usr/bin'), { recursive: true });
    writeFileSync(path.join(peers, 'root/usr/bin/half'), 'half a progr', { mode: 0o755 });
    assert.ok(halfUnpacked(peers));
    assert.equal(await unpack(), '');
    assert.ok(!halfUnpacked(peers));
    assert.ok(!existsSync(path.join(peers, 'root/usr/bin/half')));
    assert.ok(existsSync(path.join(peers, 'root/usr/bin/qpdf')));
  });

  test('a found program counts as missing while what it was unpacked into is half', () => {
    const peers = path.join(folder, 'peers');
    mkdirSync(peers);
    writeFileSync(path.join(folder, 'qpdf'), '', { mode: 0o755 });
    const found = (root: string | null) => {
      // The way the set-up writes it, for a program that is there.
      const wanted = createHash('sha256').update(JSON.stringify(peersWanted.qpdf)).digest('hex').slice(0, 16);
      writeFileSync(path.join(peers, 'found.json'), JSON.stringify({ qpdf: { path: path.join(folder, 'qpdf'), root, wanted } }));
      return missingPeers(peers, ['qpdf']);
    };
    assert.deepEqual(found(peers), []);
    mkdirSync(path.join(peers, 'debs'));
    assert.deepEqual([found(peers), found(null)], [['qpdf'], []]);
  });

  test('tries a failing download twice and then says what failed', async () => {
    writeFileSync(path.join(tools(), 'gone'), '');
    assert.equal(await unpack(), 'apt-get download failed (Failed to fetch qpdf 404).');
    assert.equal(asked().filter((line) => line.includes(' download ')).length, 2);
  });
});
