import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { laboratoryCall } from './call.ts';
import { wrongCall } from './wrong-call.ts';

const LETTERS = join(import.meta.dirname, 'letters');
const DIRECTORY = join(LETTERS, 'directory.json');

test('what cannot be meant is said in one line', () => {
  const calls: [RegExp, string[]][] = [
    [/--letters .*nope is no folder that can be read \(ENOENT\)\.$/, ['--letters', join(LETTERS, 'nope'), '--directory', DIRECTORY]],
    [/--letters .*directory\.json is no folder that can be read/, ['--letters', DIRECTORY, '--directory', DIRECTORY]],
    [/--directory .*letters is no file that can be read\.$/, ['--letters', LETTERS, '--directory', LETTERS]],
    [/belong together/, ['--once', '--letters', LETTERS]],
    [/--port x is no port/, ['--port', 'x']],
    [/--port 70000 is no port/, ['--port', '70000']],
    [/--printer pcl is none of zpl, epl2, tspl, brother-ql, escpos, dymo\.$/, ['--printer', 'pcl']],
    [/Unknown option '--onec'/, ['--onec']],
    [/Unexpected argument 'letters'/, ['letters']],
  ];
  for (const [why, args] of calls) {
    assert.throws(
      () => laboratoryCall(args),
      (error) => {
        const said = wrongCall(error) ?? '';
        return why.test(said) && !said.includes('\n');
      },
      args.join(' '),
    );
  }
  assert.equal(wrongCall(new Error('a bug')), null);
});

test('a batch that ends by itself takes a free port; without a word the kiosk has its own', () => {
  const usual = { maildir: false, printer: 'zpl', byIpp: false };
  assert.deepEqual(laboratoryCall([]), { once: false, own: null, kioskPort: 8480, ...usual });
  const own = { letters: LETTERS, directory: DIRECTORY };
  assert.deepEqual(laboratoryCall(['--once', '--letters', LETTERS, '--directory', DIRECTORY]), {
    ...{ once: true, own, kioskPort: 0, ...usual },
  });
  assert.deepEqual(laboratoryCall(['--printer', 'brother-ql', '--ipp']), {
    ...{ once: false, own: null, kioskPort: 8480, maildir: false, printer: 'brother-ql', byIpp: true },
  });
});
