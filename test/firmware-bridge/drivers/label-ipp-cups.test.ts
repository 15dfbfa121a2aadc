import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import type { Link } from '#bridge/supervisor/driver.ts';
import { until } from '../../contracts/device-events.ts';
import { checkered } from '../../contracts/label-printer.contract.ts';
import { openIppPrinter } from '../../lab/ipp-printer.ts';
import { openIppevePrinter } from '../../lab/ippeve-printer.ts';
import { requirePeer, withoutPeer } from '../../lab/peers/peers.ts';
import { clock, dotsOf, dotsOfPicture, LANGUAGES } from './label-languages.ts';

const ZPL = LANGUAGES[0]!;
/** In the language of ipptool, which besides looks at the syntax of all that it is answered. */
const REQUESTS = (
  [
    ['Get-Printer-Attributes', '', ['printer-state OF-TYPE enum', 'printer-state-reasons OF-TYPE keyword WITH-VALUE media-low-warning']],
    ['Print-Job', 'FILE $filename', ['job-id OF-TYPE integer', 'job-state OF-TYPE enum', 'job-uri OF-TYPE uri']],
    ['Get-Job-Attributes', 'ATTR integer job-id $job-id', ['job-state OF-TYPE enum WITH-VALUE 3']],
    ['Get-Jobs', '', ['job-name OF-TYPE name|nameWithLanguage']],
    ['Cancel-Job', 'ATTR integer job-id $job-id', []],
  ] as const
)
  .map(
    ([operation, more, expected]) => `{
  OPERATION ${operation}
  VERSION 1.1
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ${more}
  STATUS successful-ok
  ${expected.map((one) => `EXPECT ${one}`).join('\n  ')}
}
`,
  )
  .join('');

const AT_HAND = { timeout: 60_000, skip: withoutPeer('ippeveprinter', 'dbus-daemon', 'ip', 'socat') };

test(
  "CUPS' own IPP printer takes a label to the last dot, and is understood when it says how it is and what became of a job",
  AT_HAND,
  async (t) => {
    const ippeve = await openIppevePrinter(['application/octet-stream', 'application/vnd.zebra-zpl']);
    t.after(() => ippeve.close());
    const link: Link = {
      ...{ deviceId: 'printer-1' as DeviceId, address: ippeve.address, clock, log: silentLog, options: ZPL.options },
      openPipe: () => assert.fail('IPP opens no pipe'),
    };
    const session = await ZPL.driver.open(link);
    const conditions = async () => (await session.status()).conditions;
    assert.deepEqual(await conditions(), []);

    const label = checkered(200, 100);
    const job = session.encode(label);
    assert.deepEqual(await session.print(job), { outcome: 'printed' });
    const [document] = await ippeve.printed();
    assert.ok(document?.equals(job), 'every byte');
    const folder = await mkdtemp(join(tmpdir(), 'ippeve-labels-'));
    t.after(() => rm(folder, { recursive: true }));
    const zebra = await ZPL.openLab({ folder });
    t.after(() => zebra.close());
    const socket = connect(zebra.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.end(document!);
    await until(() => zebra.labels.length > 0, 'it is drawn');
    const { dots } = await dotsOfPicture(zebra.labels[0]!.png, ZPL.leftDots, 200);
    assert.ok(dots.subarray(0, 200 * 100).equals(dotsOf(label)), 'every dot');

    await ippeve.next('STATE: +marker-supply-empty-error,cover-open-warning', 1);
    assert.equal((await session.print(job)).outcome, 'unknown', 'an aborted job may hang from the printer');
    assert.deepEqual(new Set(await conditions()), new Set(['marker-supply-empty', 'cover-open']));
    await ippeve.next('STATE: -marker-supply-empty-error,cover-open-warning');
    assert.deepEqual(await session.print(job), { outcome: 'printed' });
    assert.deepEqual(await conditions(), []);

    // It prints nothing more without media, but takes jobs.
    await ippeve.next('STATE: +media-empty-error');
    assert.deepEqual(await session.print(job), { outcome: 'printed' });
    assert.deepEqual(await conditions(), ['media-empty']);
    const hasty = await ZPL.driver.open({ ...link, options: { ...link.options, settleMs: 500 } });
    const before = (await ippeve.printed()).length;
    assert.equal((await hasty.print(job)).outcome, 'unknown');
    assert.ok((await hasty.status()).conditions.includes('media-empty'));
    assert.equal((await ippeve.printed()).length, before);
  },
);

test("the laboratory's IPP queue answers CUPS' ipptool by the rules", { timeout: 30_000, skip: withoutPeer('ipptool') }, async (t) => {
  const queue = await openIppPrinter({ formats: ['application/octet-stream'], print: () => assert.fail('it is held') });
  t.after(() => queue.close());
  queue.control.hold(true);
  queue.control.reasons('media-low-warning');
  const folder = await mkdtemp(join(tmpdir(), 'ipptool-'));
  t.after(() => rm(folder, { recursive: true }));
  const [requests, document] = [join(folder, 'requests.test'), join(folder, 'label.zpl')];
  await writeFile(requests, REQUESTS);
  await writeFile(document, '^XA^XZ');
  const { path, args, env } = requirePeer('ipptool');
  const order = [...args, '-t', '-T', '10', '-f', document, queue.address, requests];
  const run = promisify(execFile)(path, order, { env: { ...process.env, ...env }, timeout: 20_000, killSignal: 'SIGKILL' });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  assert.match(stdout, /Summary: 5 tests, 5 passed, 0 failed, 0 skipped/, stdout);
  assert.deepEqual(
    queue.jobs.map(({ state, document: sent }) => [state, sent.toString()]),
    [[7, '^XA^XZ']],
  );
});
