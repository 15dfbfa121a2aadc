import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { airscanConfiguration } from './sane.ts';

/** A `[[device]]` of the configuration. */
export interface StationDevice {
  id: string;
  driver: string;
  address: string;
  name: string;
  options?: Record<string, string>;
}

/** Where the laboratory's peers are, for the configuration file of its station. */
export interface StationPeers {
  scannerUrl: string;
  printerPort: number;
  smtpPort: number;
  /** Absent: a Maildir stands in for the mail server. */
  imap?: { port: number; user: string; password: string /** null: clear text, through a relay that reads along */; caPem: string | null };
  directoryFile: string;
  /** How the label printer is reached, where it is not ZPL at `printerPort`. */
  printer?: Pick<StationDevice, 'driver' | 'address' | 'options'>;
  /** What else hangs on the bridge. */
  devices?: StationDevice[];
}

export interface StationChoices {
  kioskPort: number;
  graceSeconds: number;
  duplex: boolean;
  lostAnswerSeconds?: number;
  children?: number;
  startOnPaper?: boolean;
  /** Who drives the scanner; default `escl`. For `sane` whoever starts the bridge needs `saneEnvironment`. */
  scannerBy?: 'escl' | 'sane';
  /** The scanner begins by itself, at the bridge. */
  scannerStart?: 'paper';
  /** With a counter to work at, and cables that can be pulled. */
  counter?: boolean;
  /** False: somebody else runs the bridge, as systemd does on a real box. */
  startBridge?: boolean;
}

export const PIN = '1234';
/** The clerk's badge, as `vaguemestre badge` keeps one. */
export const BADGE = '4711';
const BADGE_KEPT = 'scrypt:6c61626f7261746f7279206261646765:aeb188aeae0edc73ef9ae91b44638450a70745e5177dd8838b18db63451c70b1';

/** Writes the configuration of a laboratory station into `folder`, as IT would by hand. Returns the path of the file. */
export async function writeStation(folder: string, peers: StationPeers, choices: StationChoices): Promise<string> {
  await mkdir(join(folder, 'secrets'), { recursive: true });
  const secret = (name: string, text: string) => writeFile(join(folder, 'secrets', name), text, { mode: 0o600 });
  await secret('pin', PIN);
  await secret('badge', BADGE_KEPT);
  const lines = [
    '# The laboratory station. Every key is described in docs/config.schema.json.',
    '[station]',
    'prefix = "VM"',
    'name = "Laboratoire"',
    'state = "state"',
    '[directory]',
    `file = ${JSON.stringify(peers.directoryFile)}`,
    '[kiosk]',
    `port = ${choices.kioskPort}`,
    '[operator]',
    'id = "clerk"',
    'name = "Nadia B."',
    'pin_file = "secrets/pin"',
    'badge_file = "secrets/badge"',
    '[bridge]',
    'socket = "run/bridge.sock"',
    'spool = "spool"',
    `start = ${choices.startBridge ?? true}`,
    '[scan]',
    `duplex = ${choices.duplex}`,
    // Its letters and separator sheets are printed before there is a box that could seal them.
    'plain_separators = true',
    `start_on_paper = ${choices.startOnPaper ?? true}`,
    '[[device]]',
    'id = "scanner"',
    'name = "Scanner du laboratoire"',
    ...scannerLines(peers.scannerUrl, choices),
    ...deviceLines({
      ...{ id: 'labels', name: 'Étiquettes du laboratoire', driver: 'zpl', address: `tcp://127.0.0.1:${peers.printerPort}` },
      ...peers.printer,
    }),
    ...(peers.devices ?? []).flatMap(deviceLines),
    '[workshop]',
    `children = ${choices.children ?? 2}`,
    '[notices]',
    'host = "127.0.0.1"',
    `port = ${peers.smtpPort}`,
    'security = "none"',
    `lost_answer_seconds = ${choices.lostAnswerSeconds ?? 30}`,
    '[filing]',
    `target = "${peers.imap ? 'imap' : 'maildir'}"`,
    'domain = "mailroom.example"',
    `grace_seconds = ${choices.graceSeconds}`,
  ];
  if (peers.imap) {
    await secret('imap', peers.imap.password);
    if (peers.imap.caPem !== null) await writeFile(join(folder, 'secrets', 'ca.pem'), peers.imap.caPem);
    lines.push(
      '[filing.imap]',
      'host = "127.0.0.1"',
      `port = ${peers.imap.port}`,
      `user = "${peers.imap.user}"`,
      'password_file = "secrets/imap"',
      peers.imap.caPem === null ? 'security = "none"' : 'ca_file = "secrets/ca.pem"',
    );
  } else lines.push('[filing.maildir]', 'folder = "mail"');
  const file = join(folder, 'vaguemestre.toml');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function scannerLines(url: string, { scannerBy = 'escl', scannerStart }: StationChoices): string[] {
  const options = {
    ...(scannerBy === 'sane' ? { configuration: airscanConfiguration('Laboratoire', url) } : {}),
    ...(scannerStart === undefined ? {} : { start: scannerStart }),
  };
  const address = scannerBy === 'sane' ? 'sane:airscan:e0:Laboratoire' : url;
  return [`driver = "${scannerBy}"`, `address = "${address}"`, ...optionLines(options)];
}

const deviceLines = ({ id, driver, address, name, options = {} }: StationDevice): string[] => [
  '[[device]]',
  ...Object.entries({ id, driver, address, name }).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
  ...optionLines(options),
];

function optionLines(options: Record<string, string>): string[] {
  const written = Object.entries(options).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return written.length > 0 ? [`options = { ${written.join(', ')} }`] : [];
}
