import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { requirePeer, withoutPeer } from '#lab/peers/peers.ts';

const FOLDER = resolve(import.meta.dirname, '../../systemd');
const UNITS = globSync('*.service', { cwd: FOLDER }).map((name) => join(FOLDER, name));
/** Of ten: what systemd calls "OK" goes to five. */
const MOST_EXPOSED = 2;

const skip = withoutPeer('systemd-analyze');
const scratch = mkdtempSync(join(tmpdir(), 'vaguemestre-units-'));
after(() => rmSync(scratch, { recursive: true }));

function analyze(...args: string[]): string {
  const { path, env } = requirePeer('systemd-analyze');
  const { stdout, stderr } = spawnSync(path, [...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env, LC_ALL: 'C', SYSTEMD_PAGER: '' },
  });
  return `${stdout}${stderr}`;
}

test('the units say nothing that systemd does not understand', { skip }, () => {
  for (const unit of UNITS) copyFileSync(unit, join(scratch, basename(unit)));
  for (const unit of UNITS) {
    const copy = join(scratch, basename(unit));
    // Where the command is not installed that would be all there is to say.
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('/usr/bin/vaguemestre', process.execPath));
    const said = analyze('verify', '--man=no', copy);
    assert.equal(
      said
        .split('\n')
        .filter((line) => line.includes(basename(unit)))
        .join('\n'),
      '',
    );
  }
});

test('a mistake in a unit would be told', { skip }, () => {
  const wrong = join(scratch, 'wrong.service');
  writeFileSync(wrong, `[Service]\nExecStart=${process.execPath}\nStartLimitIntervalSec=0\nProtectSytem=strict\n`);
  assert.match(analyze('verify', '--man=no', wrong), /wrong\.service:3: .*StartLimitIntervalSec|wrong\.service:4: .*ProtectSytem/);
});

test('little of the machine is within reach of a service: at most 2.0 of 10', { skip }, () => {
  assert.ok(UNITS.length >= 2);
  for (const unit of UNITS) {
    const said = analyze('security', '--offline=true', '--no-pager', unit);
    const score = /Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1];
    assert.ok(Number(score) <= MOST_EXPOSED, `${basename(unit)}: ${score ?? said}`);
  }
});
