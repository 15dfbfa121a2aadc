import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base/errors.ts';
import { parseConfig } from '#config/load.ts';

const SOUND = `
[station]
prefix = "VM"
name = "Charlieu"
state = "state"
[directory]
file = "directory.json"
[operator]
name = "Nadia B."
pin_file = "pin"
[bridge]
socket = "run/bridge.sock"
spool = "spool"
[filing]
target = "maildir"
domain = "example.test"
[filing.maildir]
folder = "mail"
`;

const problemsOf = (text: string): string => {
  try {
    parseConfig(text, '/etc/box/vaguemestre.toml');
  } catch (error) {
    assert.ok(isFailure(error, 'CONFIG_INVALID'), String(error));
    return error.context.problems.join('\n');
  }
  return '';
};

test('fills in what is left out and makes paths count from the file', () => {
  const config = parseConfig(SOUND, '/etc/box/vaguemestre.toml');
  assert.equal(config.kiosk.port, 8480);
  assert.equal(config.filing.grace_seconds, 120);
  assert.equal(config.station.state, '/etc/box/state');
  assert.equal(config.filing.maildir?.folder, '/etc/box/mail');
  assert.ok(Object.isFrozen(config.filing));
});

test('names every mistake with its key and what belongs there', () => {
  const said = problemsOf(SOUND.replace('prefix = "VM"', 'prefix = "vm"').replace('domain = "example.test"', 'grace_seconds = -1'));
  assert.match(said, /station\.prefix: .*Two to four capitals/);
  assert.match(said, /filing/);
});

test('refuses a key it does not know instead of ignoring a typing mistake', () => {
  assert.match(problemsOf(`${SOUND}\n[workshop]\nchilds = 3`), /workshop/);
});

test('says what is missing where two keys belong together', () => {
  assert.match(problemsOf(SOUND.replace('"maildir"', '"imap"')), /filing\.imap: missing/);
});

test('says the line of a syntax mistake', () => {
  assert.match(problemsOf('[station\nprefix'), /./);
});

test('a class of the customer has an id of its own, and a name in both languages', () => {
  const own = (id: string) => `\n[[classes]]\nid = "${id}"\nfr = "Revue de presse"\nen = "Press review"\n`;
  assert.deepEqual(parseConfig(SOUND, '/etc/box/vaguemestre.toml').classes, []);
  const { classes } = parseConfig(SOUND + own('press_review'), '/etc/box/vaguemestre.toml');
  assert.deepEqual(classes, [{ id: 'press_review', fr: 'Revue de presse', en: 'Press review', retired: false }]);
  assert.match(problemsOf(SOUND + own('invoice')), /classes: "invoice" is there already/);
  assert.match(problemsOf(SOUND + own('press_review') + own('press_review')), /"press_review" is there already/);
  assert.match(problemsOf(SOUND + own('Revue de presse')), /classes\.0\.id/);
  assert.match(problemsOf(`${SOUND}\n[[classes]]\nid = "press_review"\nfr = "Revue de presse"\n`), /classes\.0.*en/);
});
