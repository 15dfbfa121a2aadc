import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { writeStation } from '#lab/station.ts';
import { LETTERS, vaguemestre } from './run-command.ts';

async function station(t: TestContext): Promise<{ folder: string; file: string; change(from: string, to: string): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vaguemestre-check-'));
  t.after(() => rm(folder, { recursive: true }));
  const peers = {
    scannerUrl: 'http://127.0.0.1:8081/eSCL',
    printerPort: 9100,
    smtpPort: 2525,
    directoryFile: join(LETTERS, 'directory.json'),
  };
  const file = await writeStation(folder, peers, { kioskPort: 8480, graceSeconds: 120, duplex: true });
  let text = await readFile(file, 'utf8');
  return {
    folder,
    file,
    async change(from, to) {
      assert.ok(text.includes(from), from);
      text = text.replace(from, to);
      await writeFile(file, text);
    },
  };
}

test('says in one line that a configuration is sound', async (t) => {
  const { file } = await station(t);
  const { code, out, said } = await vaguemestre('check', '--config', file);
  assert.deepEqual(said, []);
  assert.equal(code, 0);
  assert.equal(out.length, 1);
  assert.match(out[0]!, /is sound: station VM \(Laboratoire\), 2 device\(s\), 8 department\(s\), \d+ people, filing to maildir\.$/);
});

test('names departments whose mail would lie in one folder, and says where it goes instead', async (t) => {
  const { folder, file, change } = await station(t);
  const departments = [
    { id: 'd1', name: 'RH siège', mailbox: 'rh@siege.example' },
    { id: 'd2', name: 'RH usine', mailbox: 'rh@usine.example' },
  ];
  await writeFile(join(folder, 'people.json'), JSON.stringify({ organisation: 'Ardoise', departments }));
  await change(JSON.stringify(join(LETTERS, 'directory.json')), '"people.json"');
  const { code, said } = await vaguemestre('check', '--config', file);
  assert.equal(code, 0);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^directory\.file: .*RH siège and RH usine .* rh-d1 and rh-d2\./);
});

test('names classes that a department takes and no document gets, and classes that no department takes', async (t) => {
  const { folder, file, change } = await station(t);
  const accounts = { id: 'd1', name: 'Comptabilité', mailbox: 'c@ville.example', classes: ['invoice', 'minutes', 'fax', 'faktura'] };
  await writeFile(join(folder, 'people.json'), JSON.stringify({ organisation: 'Ville', departments: [accounts] }));
  await change(JSON.stringify(join(LETTERS, 'directory.json')), '"people.json"');
  const own = ['minutes', 'press_review', 'fax'].map((id) => `[[classes]]\nid = "${id}"\nfr = "F"\nen = "E"\nretired = ${id === 'fax'}\n`);
  await writeFile(file, `${await readFile(file, 'utf8')}\n${own.join('')}`);
  const { code, said } = await vaguemestre('check', '--config', file);
  assert.equal(code, 0);
  assert.equal(said.length, 3, said.join('\n'));
  assert.match(said[0]!, /^directory\.file: Comptabilité takes a class .*"fax" is retired/);
  assert.match(said[1]!, /^directory\.file: Comptabilité takes a class .*there is no class "faktura".* envelope, minutes, press_review\.$/);
  assert.match(said[2]!, /^classes: no department takes "press_review"/);
});

test('names every mistake of the file at once, with its key', async (t) => {
  const { file, change } = await station(t);
  await change('prefix = "VM"', 'prefix = "v"');
  await change('children = 2', 'childs = 2');
  await change('grace_seconds = 120', 'grace_seconds = -1');
  const { code, out, said } = await vaguemestre('check', '--config', file);
  assert.equal(code, 1);
  assert.deepEqual(out, []);
  const all = said.join('\n');
  for (const key of [/station\.prefix: /, /workshop/, /filing\.grace_seconds: /]) assert.match(all, key);
});

test('names every mistake around the file at once: directory, secrets, devices', async (t) => {
  const { folder, file, change } = await station(t);
  await writeFile(join(folder, 'secrets', 'pin'), 'open sesame');
  await writeFile(join(folder, 'people.json'), '{"departments": [');
  await change(JSON.stringify(join(LETTERS, 'directory.json')), '"people.json"');
  await change('driver = "zpl"', 'driver = "zpk"');
  await change('http://127.0.0.1:8081/eSCL', 'tcp://127.0.0.1:8081');
  await change(
    'lost_answer_seconds = 30',
    'lost_answer_seconds = 30\nuser = "box"\npassword_file = "secrets/smtp"\nca_file = "secrets/pin"',
  );
  const { code, said } = await vaguemestre('check', '--config', file);
  assert.equal(code, 1);
  const all = said.join('\n');
  for (const line of [
    /^.* has 6 mistake\(s\):$/m,
    /directory\.file: .*it is no JSON/,
    /operator\.pin_file: .*four to twelve digits/,
    /notices\.password_file: .*could not be read/,
    /notices\.ca_file: .*no certificate/,
    /device\.labels: there is no driver "zpk" \(there are escl, .*\bzpl\b.*\)/,
    /device\.scanner: driver "escl" cannot reach/,
  ])
    assert.match(all, line);
  assert.doesNotMatch(all, /open sesame/);
});

test('says which file is missing, and what it is called with', async (t) => {
  const { folder } = await station(t);
  const missing = await vaguemestre('check', '--config', join(folder, 'nothing.toml'));
  assert.equal(missing.code, 1);
  assert.match(missing.said.join(), /no configuration file .*nothing\.toml/);
  const wrong = await vaguemestre('check', '--konfig', 'x');
  assert.equal(wrong.code, 2);
  assert.match(wrong.said.at(-1)!, /^usage: vaguemestre check /);
});

test('prints the JSON Schema that the file follows', async () => {
  const { code, out } = await vaguemestre('check', '--schema');
  assert.equal(code, 0);
  assert.equal((JSON.parse(out.join('\n')) as { title: string }).title, 'vaguemestre.toml');
});
