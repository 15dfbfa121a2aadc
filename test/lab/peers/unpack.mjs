/**
 * Finds the programs of `wanted.json` on the machine, or unpacks their Debian packages into a folder of the project.
 *
 * Nothing is installed and nothing started, so this works for an ordinary user, and for root without a public daemon
 * springing up. Plain JavaScript: the set-up runs it on the host's Node.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * The programs of others that laboratory and tests talk to.
 *
 * packages   what Debian calls them
 * names      of the program, looked for on PATH and in `folders`; none where only the unpacked one is known to have what is needed
 * alongside  files that must stand on the machine too for it to be of use
 * unpacked   the program under the unpacked root, or the places where releases differ; `*` stands for part of a folder's name
 * version    how to ask for it, the least that fits and the first that does not
 * relative   folders of the package whose files have paths built in that no setting changes: the beginnings of those paths
 * jars, main a class path and its entry in place of a program
 */
const PEERS = JSON.parse(readFileSync(new URL('wanted.json', import.meta.url), 'utf8'));

/** The C library and its loader must be the machine's own: a program cannot be given another pair by a search path. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libc-l10n|libc6-.*|base-files|dpkg|debconf|init|systemd.*)$/;
/** Of a root for another kind of machine: what only installing needs. The C library belongs to it. */
const NEVER_IN_FOREIGN_ROOT = /^(dpkg|debconf|perl.*|libperl.*|passwd|adduser|tar|udev|init|base-files|systemd.*|libpam.*)$/;
const LIBRARY_PARTS = ['', 'nss', 'pulseaudio', 'sane', 'systemd'];

/** Those of `names` that were neither found nor unpacked yet (or are gone again). */
export function missingPeers(folder, names) {
  const found = readFound(folder);
  const there = (peer) => existsSync(peer.path) && !(peer.root !== null && halfUnpacked(folder));
  return names.filter((name) => found[name]?.wanted !== hashOf(name) || !there(found[name]));
}

/** Whether an unpacking into this folder was broken off: what stands there may be half a file. */
export function halfUnpacked(folder) {
  return existsSync(path.join(folder, 'debs'));
}

/** Makes each of `names` available and records where in `found.json`. Returns those that stay missing; `say` has told why. */
export function unpackPeers(folder, names, say) {
  const root = path.join(folder, 'root');
  const atHand = (name) => onMachine(name) ?? (halfUnpacked(folder) ? null : unpacked(root, name));
  const absent = names.filter((name) => atHand(name) === null);
  if (absent.length > 0) {
    const packages = [...new Set(absent.flatMap((name) => PEERS[name].packages))];
    if (!has('apt-get') || !has('dpkg-deb')) say(`No Debian here, so these are not at hand: ${absent.join(', ')}.`);
    else {
      say(`Setting up: unpacking ${absent.join(', ')} into ${path.relative(process.cwd(), root)} (nothing is installed) …`);
      try {
        unpackPackages(folder, packages);
      } catch (error) {
        say(`${absent.join(', ')} could not be unpacked: ${error.message}`);
      }
    }
  }
  for (const name of names) makePathsRelative(root, PEERS[name].relative);
  const found = readFound(folder);
  const missing = [];
  // The class path of Preflight needs to know its Java, so programs come first.
  for (const name of [...names].sort((a, b) => Number('jars' in PEERS[a]) - Number('jars' in PEERS[b]))) {
    const peer = atHand(name);
    if (peer) found[name] = { ...peer, wanted: hashOf(name) };
    else {
      delete found[name];
      missing.push(name);
    }
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'found.json.new'), `${JSON.stringify(found, null, 2)}\n`);
  renameSync(path.join(folder, 'found.json.new'), path.join(folder, 'found.json'));
  return missing;
}

/**
 * Unpacks packages and what they need beyond what the machine has into `folder/root`. The packages go away last: they tell of an unpacking broken off.
 * With an `architecture` (Debian's word, `arm64`) they are for another kind of machine, of which nothing is there yet.
 */
export function unpackPackages(folder, packages, architecture) {
  const root = path.join(folder, 'root');
  const debs = path.join(folder, 'debs');
  const own = path.join(folder, 'apt');
  // Half a root first: the packages tell that it is half.
  if (halfUnpacked(folder)) for (const half of [root, debs]) rmSync(half, { recursive: true, force: true });
  for (const made of [root, path.join(own, 'lists/partial'), path.join(own, 'cache/archives/partial')])
    mkdirSync(made, { recursive: true });
  const foreign = architecture === undefined ? [] : foreignTo(own, architecture);
  const apart = [...foreign, '-o', `Dir::Cache=${path.join(own, 'cache')}`, '-o', 'APT::Sandbox::User=', '-o', 'Debug::NoLocking=1'];
  const ownLists = [...apart, '-o', `Dir::State::Lists=${path.join(own, 'lists')}`];
  const arriving = path.join(folder, 'arriving');
  rmSync(arriving, { recursive: true, force: true });
  mkdirSync(arriving);
  try {
    download(apart, packages, arriving, architecture === undefined ? NEVER_UNPACKED : NEVER_IN_FOREIGN_ROOT);
  } catch {
    // No lists on the machine, or lists so old that the archive has moved on: bring our own and try once more. A source
    // of somebody else that fails to update does not matter as long as the packages are found.
    spawnSync('apt-get', [...ownLists, '-qq', 'update'], { encoding: 'utf8', cwd: arriving });
    download(ownLists, packages, arriving, architecture === undefined ? NEVER_UNPACKED : NEVER_IN_FOREIGN_ROOT);
  }
  renameSync(arriving, debs);
  for (const deb of readdirSync(debs)) must('dpkg-deb', ['-x', path.join(debs, deb), root], debs);
  turnLinksInward(root, root);
  rmSync(debs, { recursive: true });
}

/** Nothing of that kind is installed, and this machine is not told that there is such a kind. */
function foreignTo(own, architecture) {
  const status = path.join(own, 'status');
  writeFileSync(status, '');
  return ['-o', `APT::Architecture=${architecture}`, '-o', `APT::Architectures::=${architecture}`, '-o', `Dir::State::status=${status}`];
}

function download(options, packages, debs, never) {
  const plan = must('apt-get', [...options, '-s', '-qq', 'install', '--no-install-recommends', ...packages], debs);
  const versions = [...plan.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)/gm)]
    .filter(([, name]) => !never.test(name.replace(/:.*/, '')))
    .map(([, name, version]) => `${name}=${version}`);
  // What is installed but of no use here (a program too old, say) is not in the plan; fetch it all the same.
  const named = new Set(versions.map((v) => v.replace(/[:=].*/, '')));
  must('apt-get', [...options, '-qq', 'download', ...versions, ...packages.filter((name) => !named.has(name))], debs);
}

function onMachine(name) {
  const { names, folders = [], alongside = [], version, jars } = PEERS[name];
  if (jars) return classPath(name, '/', 'machine');
  if (!alongside.every((file) => existsSync(file))) return null;
  // The system's own first: a version manager's wrapper in somebody's home is of no use to the next user.
  const places = ['/usr/bin', ...folders, ...searchPath()].filter((place) => path.isAbsolute(place));
  for (const place of places) {
    for (const candidate of names.map((n) => path.join(place, n))) {
      if (isProgram(candidate) && fits(candidate, version, {})) return { path: candidate, args: [], env: {}, root: null };
    }
  }
  return null;
}

function unpacked(root, name) {
  const { unpacked: pattern, version, jars } = PEERS[name];
  if (jars) return classPath(name, root);
  const env = environment(root);
  const places = [pattern].flat().flatMap((place) => expand(root, place.split('/')));
  const file = places.find((candidate) => isProgram(candidate) && fits(candidate, version, env));
  return file === undefined ? null : { path: file, args: [], env, root };
}

/** `java -cp … Main` when Java and every jar are there, each jar from the unpacked root or else from the machine. */
function classPath(name, root) {
  const { jars, main } = PEERS[name];
  const java = onMachine('java') ?? (root === '/' ? null : unpacked(root, 'java'));
  const files = jars.map((jar) => [root, '/'].map((base) => path.join(base, 'usr/share/java', jar)).find((file) => existsSync(file)));
  if (java === null || files.includes(undefined)) return null;
  return { path: java.path, args: ['-cp', files.join(':'), main], env: java.env, root: root === '/' ? null : root };
}

/** What an unpacked program needs to find its libraries and, for a browser, its fonts. */
export function environment(root) {
  const bases = ['usr/lib', 'lib'].flatMap((lib) => expand(root, [lib, '*-linux-gnu*']));
  const folders = [
    ...bases.flatMap((base) => LIBRARY_PARTS.map((part) => path.join(base, part))),
    path.join(root, 'usr/lib/dovecot'),
  ].filter((folder) => existsSync(folder));
  return { LD_LIBRARY_PATH: folders.join(':'), FONTCONFIG_FILE: fontSettings(root) };
}

function fontSettings(root) {
  const file = path.join(path.dirname(root), 'fonts.conf');
  const settings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${root}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <cachedir>${path.dirname(root)}/fonts-cache</cachedir>
</fontconfig>
`;
  if (existsSync(path.dirname(file)) && !(existsSync(file) && readFileSync(file, 'utf8') === settings)) writeFileSync(file, settings);
  return file;
}

function fits(program, version, env) {
  if (version === undefined) return true;
  const run = spawnSync(program, version.args, { encoding: 'utf8', env: { ...process.env, ...env } });
  const numbers = /(\d+)(?:\.(\d+))?/.exec(`${run.stdout}${run.stderr}`);
  if (run.status !== 0 || numbers === null) return false;
  const seen = Number(numbers[1]) * 1000 + Number(numbers[2] ?? 0);
  const rank = ([major, minor = 0]) => major * 1000 + minor;
  return seen >= rank(version.least) && seen < rank(version.below);
}

/** Absolute links inside a package mean the root they were made for: /etc/java-17-openjdk, /usr/share/java … */
function turnLinksInward(root, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) turnLinksInward(root, file);
    if (!entry.isSymbolicLink()) continue;
    const target = readlinkSync(file);
    const inward = path.join(root, target);
    if (!path.isAbsolute(target) || !lstatSync(inward, { throwIfNoEntry: false })) continue;
    rmSync(file);
    symlinkSync(path.relative(folder, inward), file);
  }
}

/**
 * Turns built-in paths such as /usr/lib/dovecot/modules into .////lib/dovecot/modules: as long as before, so that nothing
 * in the file moves, and looked for in the working folder, where whoever starts the program puts a link `lib`.
 */
function makePathsRelative(root, relative) {
  for (const folder of relative?.folders ?? []) {
    const place = path.join(root, folder);
    const names = existsSync(place) ? readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isFile()) : [];
    for (const file of names.map((entry) => path.join(place, entry.name))) {
      const bytes = readFileSync(file);
      const starts = relative.paths.flatMap((begin) => allIndexesOf(bytes, `\0${begin}`));
      if (starts.length === 0) continue;
      for (const at of starts) bytes.write('.////', at + 1);
      writeFileSync(`${file}.new`, bytes, { mode: statSync(file).mode });
      renameSync(`${file}.new`, file);
    }
  }
}

function allIndexesOf(bytes, text) {
  const found = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) found.push(at);
  return found;
}

function expand(base, [part, ...rest]) {
  if (part === undefined) return [base];
  if (!part.includes('*')) return expand(path.join(base, part), rest);
  if (!existsSync(base)) return [];
  const [before, after] = part.split('*');
  const names = readdirSync(base).filter((name) => name.startsWith(before) && (after === '' || name.includes(after)));
  return names.sort().flatMap((name) => expand(path.join(base, name), rest));
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const searchPath = () => (process.env.PATH ?? '').split(path.delimiter);
const has = (program) => searchPath().some((place) => isProgram(path.join(place, program)));

function must(program, args, cwd) {
  const run = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, LC_ALL: 'C' } });
  if (run.status === 0) return run.stdout;
  const why = `${run.stderr ?? ''}`.split('\n').find((line) => line.startsWith('E:')) ?? run.error?.message ?? `exit code ${run.status}`;
  throw new Error(
    `${program} ${args.includes('download') ? 'download' : args.includes('-s') ? 'resolve' : args[0]} failed (${why.replace(/^E: /, '')}).`,
  );
}

function readFound(folder) {
  const file = path.join(folder, 'found.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

function hashOf(name) {
  return createHash('sha256').update(JSON.stringify(PEERS[name])).digest('hex').slice(0, 16);
}
