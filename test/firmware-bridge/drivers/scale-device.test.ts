import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { systemClock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import { silentLog } from '#base/log.ts';
import continuous from '#bridge/drivers/scale/continuous.ts';
import mtSics from '#bridge/drivers/scale/mt-sics.ts';
import nci from '#bridge/drivers/scale/nci.ts';
import toledo8217 from '#bridge/drivers/scale/toledo-8217.ts';
import toledoContinuous from '#bridge/drivers/scale/toledo-continuous.ts';
import type { DeviceOptions, InputLink } from '#bridge/supervisor/driver.ts';
import { openPipe } from '#bridge/transports/pipe.ts';
import { until } from '../../contracts/device-events.ts';
import { openScale, type ScaleLanguageName } from '../../lab/scale.ts';

const clock = systemClock();
const LIMIT = { timeout: 30_000 };
const DRIVERS = { 'mt-sics': mtSics, 'toledo-8217': toledo8217, nci, 'toledo-continuous': toledoContinuous, headed: continuous };
const ASKED = ['mt-sics', 'toledo-8217', 'nci'] as const;
const ALL = [...ASKED, 'toledo-continuous', 'headed'] as const;

async function bench(t: TestContext, language: ScaleLanguageName, options: DeviceOptions = {}) {
  const device = await openScale(language);
  t.after(() => device.close());
  const own = { 'toledo-8217': { unit: 'kg' }, 'toledo-continuous': { checksum: true } }[language as string] ?? {};
  const address = `tcp://127.0.0.1:${device.port}`;
  const link: InputLink = {
    ...{ deviceId: 'scale-1' as DeviceId, address, clock, log: silentLog },
    options: { answerMs: 150, patienceMs: 8_000, ...own, ...options },
    openPipe: (settings) => openPipe(address, 'scale-1', clock, settings),
    openReports: () => Promise.reject(new Error('it has no reports')),
    openKeys: () => Promise.reject(new Error('it has no keys')),
  };
  const scale = await DRIVERS[language].open(link);
  t.after(() => scale.close());
  return { device, scale };
}

for (const language of ALL) {
  test(`${language}: a weight that settles while it is asked for is waited for`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language);
    device.load(750, 3);
    assert.equal(await scale.weigh(), 750);
  });

  test(`${language}: an answer that breaks off makes no weight`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language);
    device.load(12_345);
    for (const bytes of [6, 9]) {
      device.cutAfter(bytes);
      assert.equal(await scale.weigh(), 12_345);
    }
  });

  test(`${language}: noise around answers makes no other weight`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language, { patienceMs: 400 });
    device.load(12_345);
    device.noise(Buffer.from('\x00\xfe9.999kg\x00', 'latin1'));
    const weight = await scale.weigh().catch((error: { code: string }) => error.code);
    assert.ok(weight === 12_345 || weight === 'SCALE_UNSTABLE', String(weight));
  });

  test(`${language}: a scale that falls silent says so, and weighs again when it speaks`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language, { answerMs: 80, patienceMs: 300 });
    device.load(500);
    device.silent(1_000_000);
    await scale.status();
    assert.deepEqual(await scale.status(), { conditions: ['timed-out'] });
    await assert.rejects(scale.weigh(), { code: 'SCALE_UNSTABLE', message: /said nothing/ });
    device.silent(0);
    await until(async () => (await scale.status()).conditions.length === 0, 'it speaks');
    await until(async () => (await scale.weigh().catch(() => null)) === 500, 'it weighs');
  });

  test(`${language}: a scale that goes away in the middle is gone`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language, { answerMs: 2_000, patienceMs: 8_000 });
    device.silent(1_000_000);
    const weight = assert.rejects(scale.weigh(), { code: 'DEVICE_ABSENT' });
    device.hangUp();
    await weight;
    await assert.rejects(scale.status(), { code: 'DEVICE_ABSENT' });
  });
}

for (const language of ASKED)
  test(`${language}: a late answer is not taken for that of the next question`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language, { answerMs: 300 });
    device.load(100);
    assert.equal(await scale.weigh(), 100);
    // The answer to this question comes when the pan holds something else, and after it was given up.
    device.slow(450);
    assert.deepEqual(await scale.status(), { conditions: ['timed-out'] });
    device.slow(0);
    device.load(999);
    assert.equal(await scale.weigh(), 999);
  });

for (const language of ['toledo-8217', 'nci', 'toledo-continuous'] as const)
  test(`${language}: a scale that cannot weigh at all is a matter for a person, one whose pan moves is not`, LIMIT, async (t) => {
    const { device, scale } = await bench(t, language);
    // What it says by itself may be on the way still: the second look is of now.
    const looks = async () => [await scale.status(), await scale.status()].at(-1);
    device.state('broken');
    assert.deepEqual(await looks(), { conditions: ['other'] });
    for (const state of ['moving', 'over', 'under', 'still'] as const) {
      device.state(state);
      assert.deepEqual(await looks(), { conditions: [] }, state);
    }
  });

test('more than the scale is built for is no weight', LIMIT, async (t) => {
  const { device, scale } = await bench(t, 'mt-sics', { capacityGrams: 30_000, patienceMs: 1_000 });
  device.load(30_000);
  assert.equal(await scale.weigh(), 30_000);
  device.load(30_001);
  await assert.rejects(scale.weigh(), { code: 'SCALE_UNSTABLE', message: /more lies on it/ });
});

test('a scale of another language is not mistaken for one of this', LIMIT, async (t) => {
  const device = await openScale('nci');
  t.after(() => device.close());
  const address = `tcp://127.0.0.1:${device.port}`;
  const link = { deviceId: 'scale-1' as DeviceId, address, options: { answerMs: 80 }, clock, log: silentLog } as unknown as InputLink;
  link.openPipe = (settings) => openPipe(address, 'scale-1', clock, settings);
  await assert.rejects(mtSics.open(link), { code: 'DEVICE_ABSENT' });
});
