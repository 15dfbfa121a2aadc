/** Builds the kiosk into dist/kiosk; a quick no-op while nothing that goes into it is newer. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const SOURCES = ['kiosk-ui', 'src/contract', 'src/base/words.ts', 'package-lock.json'];

function newestMs(place: string): number {
  const state = statSync(place);
  if (!state.isDirectory()) return state.mtimeMs;
  return Math.max(state.mtimeMs, ...readdirSync(place).map((name) => newestMs(path.join(place, name))));
}

/** The folder the kiosk (or the gallery of its components) was built into. */
export async function buildKiosk(what: 'kiosk' | 'gallery' = 'kiosk'): Promise<string> {
  const out = path.join(root, 'dist', what);
  const made = path.join(out, what === 'gallery' ? 'gallery/index.html' : 'index.html');
  const fresh = existsSync(made) && statSync(made).mtimeMs > Math.max(...SOURCES.map((s) => newestMs(path.join(root, s))));
  if (!fresh)
    await build({
      configFile: path.join(root, 'kiosk-ui/vite.config.ts'),
      mode: what === 'gallery' ? 'gallery' : 'production',
      logLevel: 'error',
    });
  return out;
}

if (process.argv[1] === import.meta.filename) console.log(`kiosk: ${await buildKiosk()}`);
