import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { withoutPeer } from '#lab/peers/peers.ts';
import { saneConfigFolder, saneEnvironment, TEST_BACKEND } from '#lab/sane.ts';

/** What `sane-script.ts` answers when it has done `task` in a process of its own, as everything that loads libsane is. */
async function inChild(
  t: TestContext,
  task: string,
  argument = '',
  environment: Record<string, string> = saneEnvironment(),
): Promise<unknown> {
  const { folder, remove } = await saneConfigFolder('test', TEST_BACKEND);
  t.after(remove);
  const script = join(import.meta.dirname, 'sane-script.ts');
  const env = { ...process.env, ...environment, SANE_CONFIG_DIR: folder };
  const child = spawn(process.execPath, [script, task, argument], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `"${task}" ended with ${code}`);
  return JSON.parse(said);
}
const skip = withoutPeer('sane');

test('without a libsane the addon loads all the same and says what is missing', async (t) => {
  const said = await inChild(t, 'missing', '', {});
  assert.match(String(said), /libsane-of-nowhere\.so\.1: cannot open shared object file/);
});

test('every option of every type is described, set and read back', { skip }, async (t) => {
  const set = {
    'bool-soft-select-soft-detect': true,
    int: -12_345,
    'int-constraint-range': 162,
    'int-constraint-word-list': -42,
    'int-constraint-array': [1, -2, 3, 4, 5, 6],
    fixed: -1.5,
    'fixed-constraint-range': 1.83,
    string: 'Côté & 42',
    'string-constraint-string-list': 'Second entry',
    'int-inexact': 7,
  };
  const { answers, button, sensor } = (await inChild(t, 'options', JSON.stringify(set))) as Record<string, unknown>;
  const fixed = (value: number) => Math.round(value * 65_536) / 65_536;
  assert.deepEqual(answers, {
    'bool-soft-select-soft-detect': ['bool', 'none', null, true, 0],
    int: ['int', 'none', null, -12_345, 0],
    'int-constraint-range': ['int', 'pixel', { min: 4, max: 192, quant: 2 }, 162, 0],
    'int-constraint-word-list': ['int', 'bit', [-42, -8, 0, 17, 42, 256, 65_536, 16_777_216, 1_073_741_824], -42, 0],
    'int-constraint-array': ['int', 'mm', null, [1, -2, 3, 4, 5, 6], 0],
    fixed: ['fixed', 'none', null, -1.5, 0],
    'fixed-constraint-range': ['fixed', 'microsecond', { min: -42.16999816894531, max: 32_767.999893188477, quant: 2 }, fixed(1.83), 0],
    string: ['string', 'none', null, 'Côté & 42', 0],
    'string-constraint-string-list': [
      'string',
      'none',
      ['First entry', 'Second entry', 'This is the very long third entry. Maybe the frontend has an idea how to display it'],
      'Second entry',
      0,
    ],
    'int-inexact': ['int', 'none', null, 8, 1],
  });
  assert.deepEqual(button, ['button', null]);
  assert.deepEqual(sensor, [0, false]);
});

test('what libsane or the addon refuses is refused in words, with call and status number', { skip }, async (t) => {
  assert.deepEqual(await inChild(t, 'refusals'), [
    'sane_control_option 4 sane_control_option: Invalid argument',
    'option mode: a text is wanted',
    'option mode: the text does not fit',
    'option resolution: the number is out of range',
    'option gamma-table: a list of 4096 numbers is wanted',
    'there is no such option',
    'read() wants a buffer',
    'sane_control_option while another call is under way',
  ]);
});

test('a jam after two pages leaves the two pages, and a closed scanner says so', { skip }, async (t) => {
  assert.deepEqual(await inChild(t, 'jam'), [true, true, 'sane_read 6 sane_read: Document feeder jammed', 'the scanner is closed']);
});

test('cancelling ends a read that waits, and the same handle scans on', { skip }, async (t) => {
  assert.deepEqual(await inChild(t, 'cancel'), ['broken off', 'whole']);
});
