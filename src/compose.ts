import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeskParts } from '#acts/perform.ts';
import { openBridgeDevices } from '#adapters/bridge-devices.ts';
import { driversOf } from '#adapters/bridge-drivers.ts';
import { type BridgeProcess, startBridgeProcess } from '#adapters/bridge-process.ts';
import { openDirectoryFile } from '#adapters/directory-file.ts';
import { openImapflowTarget } from '#adapters/imapflow-target.ts';
import { openMaildirTarget } from '#adapters/maildir-target.ts';
import { openNodemailerNotifier } from '#adapters/nodemailer-notifier.ts';
import { watchBridge } from '#api/bridge-watch.ts';
import { type KioskOptions, openKioskFace } from '#api/kiosk-face.ts';
import type { Account } from '#api/sign-in.ts';
import type { Clock } from '#base/clock.ts';
import type { DeviceId } from '#base/ids.ts';
import type { Log } from '#base/log.ts';
import { bridgeConfigOf } from '#config/bridge-config.ts';
import { readSecret } from '#config/load.ts';
import type { Config } from '#config/schema.ts';
import { RIGHTS } from '#contract/words.ts';
import { classCurves } from '#pipeline/class-curves.ts';
import { openClassModel } from '#pipeline/class-model-file.ts';
import { type Engine, openEngine } from '#pipeline/engine.ts';
import { openFeederWatch } from '#pipeline/feeder-watch.ts';
import { filingPolicy, ownRoot } from '#pipeline/filing-policy.ts';
import { openIntake } from '#pipeline/intake.ts';
import { loadStages } from '#pipeline/load-stages.ts';
import { openRetention } from '#pipeline/retention.ts';
import type { Room } from '#pipeline/room.ts';
import { barcodeRule, openSeparatorKey } from '#pipeline/separator-key.ts';
import { printedSeparator } from '#pipeline/separator-sheet.ts';
import { EVERYTHING } from '#pipeline/stages/learn.ts';
import { wakeWithDevices } from '#pipeline/waking.ts';
import { openStore, type Store } from '#register/store.ts';
import { openReaders } from '#views/readers.ts';
import { openWorkshop } from '#workshop/pool.ts';

/** A running daemon. */
export interface Daemon {
  room: Room;
  desk: DeskParts;
  engine: Engine;
  bridge: BridgeProcess | null;
  /** Port of the kiosk on loopback, as given or as found free. */
  kioskPort: number;
  close(): Promise<void>;
}

export interface DaemonParts {
  clock: Clock;
  log: Log;
  /** What to do about a bug: the command line ends the process. */
  onBug(bug: unknown): void;
}

/** Puts the house together: the only place that names a concrete adapter. Plain calls, in the order things depend on each other. */
export async function openDaemon(config: Config, { clock, log, onBug }: DaemonParts): Promise<Daemon> {
  const source = openDirectoryFile(config.directory.file, { clock, log, onBug });
  const { station, filing } = config;
  const store = await openStore({ folder: station.state, station: station.prefix, clock, log });
  const workshop = openWorkshop({ size: config.workshop.children, ceilingMb: config.workshop.ceiling_mb, log, clock });
  const bridge = config.bridge.start
    ? startBridgeProcess({ socket: config.bridge.socket, config: bridgeConfigOf(config) }, { clock, log })
    : null;
  const devices = openBridgeDevices({ socketPath: config.bridge.socket, spoolFolder: config.bridge.spool, clock, log });
  const bridgeWatch = watchBridge(devices);
  const { separation: kind, sheets_per_item: sheetsPerItem } = config.scan;
  const separation = () => ({ separation: kind, ...(kind === 'count' ? { sheetsPerItem } : {}) });
  const intake = openIntake({ store, devices, clock, log, separation }, onBug);
  const room: Room = {
    store,
    workshop,
    devices,
    configured: new Set<string>(config.device.map(({ id }) => id)),
    intake,
    target: openTarget(config, clock),
    notifier: openNotifier(config),
    directory: source.current,
    classes: config.classes,
    classModel: { current: await openClassModel(join(station.state, 'class-model.json')) },
    senders: new Map(),
    policy: filingPolicy(filing, source.current),
    separators: { key: await openSeparatorKey(station.state), plain: config.scan.plain_separators, barcode: barcodeRule(config.scan) },
    station: { prefix: station.prefix, name: station.name, language: station.language },
    lostAnswerMs: (config.notices?.lost_answer_seconds ?? 30) * 1000,
    clock,
    log,
  };
  const engine = openEngine({
    store,
    stages: await loadStages(room),
    // Mail: one message is on its way, the others are being composed.
    lanes: { desk: 4, workshop: config.workshop.children + 1, mail: 4, notices: 1, printer: 1, school: 1 },
    clock,
    log,
    onBug,
  });
  const drivenBy = (drivers: ReadonlySet<string>) =>
    config.device.filter(({ driver }) => drivers.has(driver)).map(({ id }) => id as DeviceId);
  const desk: DeskParts = {
    directory: room.directory,
    classes: room.classes,
    policy: room.policy,
    clock,
    scan: {
      separation: config.scan.separation,
      sheetsPerItem: config.scan.sheets_per_item,
      profile: config.scan.profile,
      duplex: config.scan.duplex,
      resolutionDpi: config.scan.resolution_dpi,
    },
    scanners: drivenBy(driversOf('scanner')),
    printers: drivenBy(driversOf('printer')),
    feeding: (batchId) => devices.status().some(({ detail }) => detail?.batchId === batchId),
  };
  const readers = openReaders({ databaseFile: store.databaseFile, searchFile: store.searchFile, directory: room.directory, clock, log });
  source.follow((directory) => {
    room.directory = desk.directory = directory;
    room.policy = desk.policy = filingPolicy(filing, directory);
    readers.useDirectory(directory);
  });
  const closeRooms = async (): Promise<void> => {
    source.close();
    bridgeWatch.close();
    await readers.close();
    await engine.stop();
    await devices.close();
    await bridge?.close();
    await workshop.close();
    await room.target.close();
    await room.notifier?.close();
    store.close();
  };
  const face = await openKioskFace({
    ...{ store, readers, devices, bridge: bridgeWatch, desk, directory: source, clock, log, onBug },
    accounts: [operatorAccount(config)],
    printSeparator: (order) => printedSeparator(room, order),
    classCurves: () => classCurves(store.read),
    station: stationFacts(config),
    port: config.kiosk.port,
    filesFolder: fileURLToPath(new URL('../dist/kiosk', import.meta.url)),
  }).catch(async (error: unknown) => {
    // Its port is taken, as a rule: the bridge must not stay behind, nor the lock on the state folder.
    await closeRooms();
    throw error;
  });
  refillSearch(store);
  for (const name of ['learn', 'remember']) store.write((tx) => tx.enqueue({ name, subject: EVERYTHING, priority: -10, unique: true }));
  engine.start();
  const stopWaking = wakeWithDevices(devices, engine);
  const closeFeederWatch = config.scan.start_on_paper ? openFeederWatch(room, desk, onBug, startingThemselves(config)) : () => {};
  const closeRetention = openRetention(room, { blank: config.scan.keep_blank_days, suspect: config.scan.keep_suspect_days }, onBug);
  // Last: a bridge that went on without us tells at once what it has scanned meanwhile.
  devices.connect();

  return {
    room,
    desk,
    engine,
    bridge,
    kioskPort: face.port,
    async close() {
      closeFeederWatch();
      closeRetention();
      stopWaking();
      await face.close();
      await intake.close();
      await closeRooms();
    },
  };
}

/** The search index is derived: where it was lost, or its form changed, every document that was read goes in again. */
function refillSearch(store: Store): void {
  if (!store.search.needsFilling) return;
  const read = store.read.query<{ id: string }>('SELECT id FROM document WHERE full_reading IS NOT NULL');
  store.write((tx) => {
    for (const { id } of read) tx.enqueue({ name: 'index', subject: id, priority: -10, unique: true });
  });
  store.search.filled();
}

/** The one local operator, who may do everything. */
const operatorAccount = ({ operator }: Config): Account => ({
  operatorId: operator.id,
  name: operator.name,
  rights: [...RIGHTS],
  secret: () => readSecret('operator.pin_file', operator.pin_file),
  ...(operator.badge_file === undefined ? {} : { badge: () => readSecret('operator.badge_file', operator.badge_file!) }),
});

const stationFacts = ({ station, ...config }: Config): KioskOptions['station'] => ({
  place: station.name,
  prefix: station.prefix,
  version: (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version,
  support: null,
  classes: config.classes.map(({ id, fr, en, retired }) => ({ id, fr, en, retired })),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Scanners the bridge lets begin by themselves: nobody else begins for them. */
const startingThemselves = ({ device }: Config): ReadonlySet<string> =>
  new Set(device.filter(({ options }) => options.start !== undefined).map(({ id }) => id));

function openTarget({ filing }: Config, clock: Clock) {
  const createUnder = ownRoot(filing.folder);
  if (filing.target === 'maildir') return openMaildirTarget({ id: 'maildir', root: filing.maildir!.folder, createUnder });
  const imap = filing.imap!;
  return openImapflowTarget(
    {
      id: 'imap',
      host: imap.host,
      port: imap.port,
      user: imap.user,
      security: imap.security,
      password: () => readSecret('filing.imap.password_file', imap.password_file),
      ...(imap.ca_file === undefined ? {} : { ca: readFileSync(imap.ca_file, 'utf8') }),
      createUnder: imap.create_folders ? createUnder : null,
    },
    clock,
  );
}

function openNotifier({ notices }: Config) {
  if (!notices) return null;
  return openNodemailerNotifier({
    id: 'smtp',
    host: notices.host,
    port: notices.port,
    security: notices.security,
    user: notices.user ?? null,
    ...(notices.password_file === undefined ? {} : { password: () => readSecret('notices.password_file', notices.password_file!) }),
    ...(notices.ca_file === undefined ? {} : { ca: readFileSync(notices.ca_file, 'utf8') }),
  });
}
