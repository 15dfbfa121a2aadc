/**
 * `npm run test:powercut -- [--rounds 50] [--seed N]`: the station in a nested machine, whose power is cut in the middle of a batch, again and
 * again. Each time the disk is checked and opened, and held against what had been acknowledged: nothing of that is missing, nothing is double.
 *
 * To an emulated processor reading a page takes half a minute. So every few rounds the disk's content is taken over and this machine reads
 * what was scanned, with the mail server out of reach; the nested one then files it, and is cut in that.
 */
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CurrentBatch } from '#contract/batch.ts';
import { PATHS } from '#contract/paths.ts';
import { freePorts } from '#lab/free-ports.ts';
import { wrongCall } from '#lab/wrong-call.ts';
import { type MachineParts, machineParts } from '#test/machine/parts.ts';
import { Refused } from '#test/scenarios/desk.ts';
import { eachFilingOnce, eachLabelOnce, eachNoticeSent, eachPageOnce, registerVerifies } from '#test/scenarios/reckoning.ts';
import { openScene, type Scene } from '#test/scenarios/scene.ts';
import { atRest, type StationProcess, until } from '#test/scenarios/station-process.ts';
import { USAGE, UsageError } from '../../src/commands/command.ts';
import { account } from './account.ts';
import { type Acknowledged, openAcknowledged } from './acknowledged.ts';
import { checkDisk, makeDisk, readDisk } from './disk.ts';
import { unproved } from './evidence.ts';
import { MODULES, startMachine } from './machine.ts';

/** Rounds after which the host reads what the guest has scanned. */
const READ_EVERY = 5;
/** Sheets in the feeder at the start of a round; the cut comes before they have passed. */
const STACK = 12;
const MS_PER_SHEET = 1_500;
const LONGEST_MS = 16_000;
const BOOT_MS = 15 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface House {
  scene: Scene;
  parts: MachineParts;
  disk: string;
  told: Acknowledged;
  sheets: Buffer[];
  /** Of a registration that was not answered: it is asked again under the same key, and must not become two. */
  openKey: string | null;
  random(): number;
  inMidBatch: number;
  filings: number;
}

/** @throws UsageError */
function called(): { rounds: number; seed: number } {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string' } } });
  const whole = (name: 'rounds' | 'seed', text: string): number => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} ${text} is no whole number from 1 on`);
    return Number(text);
  };
  return {
    rounds: whole('rounds', values.rounds),
    seed: values.seed === undefined ? randomInt(1, 1_000_000_000) : whole('seed', values.seed),
  };
}

async function main(): Promise<number> {
  const { rounds, seed } = called();
  const ends: (() => Promise<void>)[] = [];
  const startedMs = performance.now();
  try {
    const parts = machineParts(MODULES, say);
    const scene = await openScene({ after: (end) => void ends.push(end) }, { children: 1 });
    const house: House = {
      ...{ scene, parts, disk: join(scene.folder, 'disk.img'), sheets: [], openKey: null, random: dice(seed), inMidBatch: 0, filings: 0 },
      told: openAcknowledged(scene.scanner),
    };
    for (const folder of ['disk', 'found/state', 'found/spool']) mkdirSync(join(scene.folder, folder), { recursive: true });
    makeDisk(house.disk, join(scene.folder, 'found'));
    say(`${rounds} rounds, seed ${seed}, console in ${join(scene.folder, 'console')}`);
    let faults = 0;
    for (let round = 1; round <= rounds; round++) {
      faults += await playRound(house, round);
      if (round % READ_EVERY === 0 && round < rounds) await readOnThisMachine(house);
    }
    const { told, inMidBatch, filings } = house;
    const evidence = { sheets: told.sheets().length, registrations: told.acts.length, positions: told.position(), filings };
    faults += await endWell(house);
    const minutes = Math.round((performance.now() - startedMs) / 60_000);
    say(
      `${rounds} cuts in ${minutes} min: ${evidence.sheets} sheets, ${evidence.registrations} registrations, ${evidence.positions} positions and ${filings} filings had been acknowledged; ${faults} missing or double.`,
    );
    const idle = unproved({ cuts: rounds, inMidBatch, ...evidence });
    for (const sentence of idle) say(`This proves too little: ${sentence}.`);
    return faults === 0 && idle.length === 0 ? 0 : 1;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Boots, lets it scan, register, print and file, cuts the power, and looks at what is left. Returns the number of faults. */
async function playRound(house: House, round: number): Promise<number> {
  const { scene, disk, told, sheets, random } = house;
  const { kioskPort, scanner, printer, smtp, dovecot, folder } = scene;
  const guestConfig = readFileSync(scene.configFile, 'utf8').replace('"state"', '"disk/state"').replace('"spool"', '"disk/spool"');
  writeFileSync(join(folder, 'guest.toml'), guestConfig);
  scanner.control.slow(MS_PER_SHEET);
  const more = Array.from({ length: Math.max(0, STACK - scanner.control.loadedSheets()) }, (_, n) =>
    scene.sheets.letter('.'.repeat(sheets.length + n + 1)),
  );
  sheets.push(...more);
  await scanner.control.load(more.map((front) => ({ front, name: 'sheet' })));

  const bootedMs = performance.now();
  const labPorts = [scanner.port, printer.port, smtp.port, dovecot!.imapsPort];
  const machine = startMachine(house.parts, { station: folder, disk, kioskPort, labPorts, consoleFile: join(folder, 'console') });
  const gone = new AbortController();
  void machine.ended.then(() => gone.abort());
  const before = scanner.control.delivered().length;
  await until('the kiosk answers', () => gone.signal.aborted || answers(kioskPort), BOOT_MS);
  const bootSeconds = Math.round((performance.now() - bootedMs) / 1_000);
  const clerks = Promise.all([told.follow(kioskPort, gone.signal), goOn(scene, gone.signal), register(house, gone.signal)]);
  clerks.catch(() => {});
  await until('sheets pass', () => gone.signal.aborted || scanner.control.delivered().length > before, BOOT_MS);
  if (gone.signal.aborted) throw new Error(`the machine ended by itself; see ${join(folder, 'console')}`);
  const cutMs = Math.round(random() * LONGEST_MS);
  await pause(cutMs);
  const passed = scanner.control.delivered().length - before;
  const left = scanner.control.loadedSheets();
  gone.abort();
  await machine.cut();
  await clerks;
  if (left > 0) house.inMidBatch++;

  const found = checkDisk(disk);
  takeOver(house);
  const seen = await account(scene, told, sheets);
  house.filings = Math.max(house.filings, seen.filed);
  scanner.control.putBack(seen.lostSheets);
  say(
    [
      `round ${String(round).padStart(2)}`,
      `up in ${bootSeconds} s, cut ${(cutMs / 1_000).toFixed(1)} s after a sheet, ${passed} passed and ${left} left`,
      found,
      `${seen.pages} pages + ${seen.spooled} in the spool, ${seen.lostSheets.length} to put back`,
      `position ${seen.position}, ${told.position()} told`,
      `${told.acts.length} acts, ${printer.labels.length} labels, ${seen.filed} filed`,
      seen.faults.length === 0 ? 'nothing missing, nothing double' : seen.faults.join('; ').toUpperCase(),
    ].join(' · '),
  );
  return seen.faults.length;
}

/** The state and spool of the disk become those of the scene. */
function takeOver({ scene, disk }: House): void {
  const found = join(scene.folder, 'found');
  readDisk(disk, found);
  for (const folder of ['state', 'spool']) {
    rmSync(join(scene.folder, folder), { recursive: true, force: true });
    cpSync(join(found, folder), join(scene.folder, folder), { recursive: true });
  }
}

/** The clerk goes on with a batch that the cut has stopped, again where the box gave up waiting for its bridge meanwhile. */
async function goOn({ desk }: Scene, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    try {
      const { batch } = await desk.get<CurrentBatch>(PATHS.batch, gone);
      if (batch?.state === 'stopped') await desk.act('start-scan', { resume: batch.batchId }, undefined, gone);
    } catch (error) {
      // A view may take too long for its deadline on an emulated processor: the screen asks again.
      if (!(error instanceof Refused) && !gone.aborted) throw error;
    }
    await pauseUnless(gone, 1_000);
  }
}

/** Another clerk registers parcels and has their labels printed. */
async function register(house: House, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    try {
      await registerOne(house, gone);
    } catch (error) {
      if (!(error instanceof Refused) && !gone.aborted) throw error;
    }
    await pauseUnless(gone, 500 + house.random() * 3_000);
  }
}

const pauseUnless = (gone: AbortSignal, ms: number): Promise<void> => pause(ms, undefined, { signal: gone }).catch(() => {});

async function registerOne(house: House, gone?: AbortSignal): Promise<void> {
  house.openKey ??= randomUUID();
  const parcel = { direction: 'in', kind: 'parcel', print: true } as const;
  house.told.answered(await house.scene.desk.act('register-item', parcel, house.openKey, gone));
  house.openKey = null;
}

/** With the mail server out of reach everything is read, and nothing is filed: that is for the next rounds. */
async function readOnThisMachine(house: House): Promise<void> {
  const { scene, disk } = house;
  const [nobody] = await freePorts(1);
  await scene.configure({ startOnPaper: false, children: 2 }, nobody);
  const station = await scene.start();
  const toRead = `SELECT count(*) AS n FROM job WHERE state <> 'parked' AND name NOT IN ('file', 'withdraw', 'notify')`;
  await whileUp(
    station,
    until('everything is read', () => scene.ask<{ n: number }>(toRead)[0]!.n === 0, BOOT_MS),
  );
  await station.stop();
  await scene.configure({});
  const found = join(scene.folder, 'found');
  rmSync(found, { recursive: true, force: true });
  mkdirSync(found);
  for (const folder of ['state', 'spool']) cpSync(join(scene.folder, folder), join(found, folder), { recursive: true });
  makeDisk(disk, found);
}

/** The power stays on: what is in the feeder is scanned, everything is filed, and both ends are compared. Returns the number of faults. */
async function endWell(house: House): Promise<number> {
  const { scene, sheets, told } = house;
  scene.scanner.control.clearFaults();
  await scene.configure({ children: 2 });
  const station = await scene.start();
  await registerOne(house);
  const gone = new AbortController();
  void station.ended.then(() => gone.abort());
  const clerk = goOn(scene, gone.signal).catch(() => {});
  const pages = () => scene.ask<{ n: number }>('SELECT count(*) AS n FROM page')[0]!.n;
  await whileUp(
    station,
    until('everything is at rest', () => pages() >= sheets.length && atRest(scene.stateFolder), BOOT_MS),
  );
  await station.stop();
  await clerk;
  const registered = scene.ask<{ n: number }>(`SELECT count(*) AS n FROM item WHERE source = 'desk'`)[0]!.n;
  const checks = [
    async () => assert.equal(registered, told.acts.length, 'each registration is one item'),
    () => eachPageOnce(scene, sheets),
    async () => void (await eachFilingOnce(scene)),
    async () => eachNoticeSent(scene),
    () => eachLabelOnce(scene),
    () => registerVerifies(scene),
  ];
  let faults = 0;
  for (const check of checks)
    await check().catch((error: Error) => {
      faults++;
      say(`at the end: ${error.message}`);
    });
  say(`at the end: ${pages()} pages of ${sheets.length} sheets, ${await filedOf(scene)} filed, ${scene.printer.labels.length} labels`);
  return faults;
}

/** What is waited for of a station on this machine; one that ended by itself is not waited for. */
const whileUp = (station: StationProcess, waiting: Promise<void>): Promise<void> =>
  Promise.race([
    waiting,
    station.ended.then(() => {
      throw new Error('the station on this machine ended by itself');
    }),
  ]);

const filedOf = async (scene: Scene): Promise<number> =>
  scene.ask<{ n: number }>(`SELECT count(*) AS n FROM filing WHERE state = 'filed'`)[0]!.n;

const answers = async (port: number): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}${PATHS.session}`, { signal: AbortSignal.timeout(5_000) })).ok;

/** The same seed gives the same numbers from 0 to 1. */
function dice(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  const wrong = wrongCall(error);
  if (wrong === null) throw error;
  process.stderr.write(`${wrong}\nusage: npm run test:powercut -- [--rounds N] [--seed N]\n`);
  process.exitCode = USAGE;
}
