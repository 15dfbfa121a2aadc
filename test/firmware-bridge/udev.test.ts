import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { discoverDrivers } from '#bridge/supervisor/discovery.ts';
import { udevRules } from '#bridge/udev.ts';

test('the rules file is what the drivers say; "npm run udev > udev/60-vaguemestre.rules" brings it up to date', async () => {
  const file = join(import.meta.dirname, '..', '..', 'udev', '60-vaguemestre.rules');
  assert.equal(await readFile(file, 'utf8'), await udevRules());
});

test('each rule is well formed, matches a kind of device and either gives access or a name', async () => {
  const rules = (await udevRules()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  // udev(7): a key, perhaps with a name in braces, an operator, a value in quotes.
  const token = /^(SUBSYSTEM|SUBSYSTEMS|KERNEL|ENV\{\w+\}|ATTRS?\{\w+\}|IMPORT\{builtin\}|GROUP|MODE|TAG|SYMLINK)(==|!=|\+=|=)"[^"\\]+"$/;
  for (const rule of rules) {
    assert.deepEqual(
      rule.split(', ').filter((part) => !token.test(part)),
      [],
      rule,
    );
    assert.match(rule, /^SUBSYSTEM=="/);
    assert.equal(
      /GROUP="(lp|dialout|mailroom)", MODE="0660"|GROUP="scanner", MODE="0664"/.test(rule),
      !rule.includes('SYMLINK+="mailroom/'),
      rule,
    );
  }
});

test('whatever a driver is for has a rule, and what types is hidden from desktops', async () => {
  const rules = await udevRules();
  for (const { name, transport, match } of (await discoverDrivers()).values())
    for (const { vendorId, maker } of match)
      if (transport.some((one) => ['usb', 'hid', 'keys', 'sane'].includes(one))) {
        assert.ok(rules.includes(`# ${name}: ${maker}\n`), name);
        assert.match(rules, new RegExp(`ATTRS?\\{idVendor\\}=="${vendorId.toString(16).padStart(4, '0')}"`));
      }
  const typing = rules.split('\n').filter((line) => line.includes('SUBSYSTEM=="input"') && line.includes('GROUP='));
  assert.ok(typing.length > 0 && typing.every((line) => line.includes('ENV{LIBINPUT_IGNORE_DEVICE}="1"')));
});
