/** Builds the kiosk into dist/kiosk where what it is made of has changed: `node kiosk-ui/build.ts`. With `--check` it only says, by its exit code. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const served = path.join(root, 'dist', 'kiosk');
/** All that goes into it; what it may import is said in README.md. */
const SOURCES = ['kiosk-ui', 'src/contract', 'src/base', 'package-lock.json'];
const PAGE = 'index.html';
const HOUR_MS = 60 * 60 * 1000;

/** The folder the kiosk was built into. Several processes may ask at once, and others read there meanwhile. */
export async function buildKiosk(): Promise<string> {
  // Taken before the build: what is edited meanwhile is built the next time.
  const sources = digestOfSources();
  if (isBuiltFrom(sources)) return served;
  const { build } = await import('vite');
  const made = mkdtempSync(path.join(tmpdir(), 'vaguemestre-kiosk-'));
  try {
    await build({
      configFile: path.join(root, 'kiosk-ui/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: made, emptyOutDir: true },
      plugins: [
        {
          name: 'vaguemestre:built-from',
          transformIndexHtml: () => [{ tag: 'meta', injectTo: 'head', attrs: { name: 'built-from', content: sources } }],
        },
      ],
    });
    publish(made, served);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return served;
}

/**
 * Puts a build where it is served from. Whoever reads there meanwhile finds a whole one, the former or the new: what a page names has a name
 * made of its content, is there before the page, and stays for those who have the page open until the next build but one.
 *
 * @param made  Vite's output, with its manifest.
 */
export function publish(made: string, served: string): void {
  const named = new Set([...filesIn(made), ...namedIn(served)]);
  // The page goes last: it makes the rest the kiosk, and says what it was built from.
  for (const file of [...filesIn(made).filter((name) => name !== PAGE), PAGE]) {
    const place = path.join(served, file);
    const coming = `${place}.${process.pid}`;
    mkdirSync(path.dirname(place), { recursive: true });
    copyFileSync(path.join(made, file), coming);
    renameSync(coming, place);
  }
  // What is younger may be of another process, which has not come to its page yet.
  for (const file of filesIn(served)
    .filter((name) => !named.has(name))
    .map((name) => path.join(served, name))) {
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > HOUR_MS) rmSync(file, { force: true });
  }
}

const isBuiltFrom = (sources: string): boolean =>
  existsSync(path.join(served, PAGE)) && readFileSync(path.join(served, PAGE), 'utf8').includes(`name="built-from" content="${sources}"`);

function digestOfSources(): string {
  const files = SOURCES.flatMap((name) =>
    statSync(path.join(root, name)).isFile() ? [name] : filesIn(path.join(root, name)).map((f) => path.join(name, f)),
  );
  const hash = createHash('sha256');
  for (const file of files.filter((name) => !name.endsWith('.md')).sort()) {
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** Files at any depth, as paths from there. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

interface Part {
  file: string;
  css?: string[];
  assets?: string[];
}

/** What the build that is served there is made of, as far as it has names made of its content. */
function namedIn(folder: string): string[] {
  const manifest = path.join(folder, '.vite/manifest.json');
  if (!existsSync(manifest)) return [];
  const parts = Object.values(JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, Part>);
  return parts.flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets]);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv[2] === '--check') process.exitCode = isBuiltFrom(digestOfSources()) ? 0 : 1;
  else console.log(`kiosk: ${await buildKiosk()}`);
}
