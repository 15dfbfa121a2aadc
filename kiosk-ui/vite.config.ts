import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { ICONS } from './components/icon-names.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `virtual:icons`: the inner drawing of each lucide icon the kiosk names, and of no other. */
function icons(): Plugin {
  const require = createRequire(import.meta.url);
  const drawing = (name: string) =>
    readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8')
      .replace(/^[\s\S]*?<svg[\s\S]*?>/, '')
      .replace(/<\/svg>\s*$/, '')
      .replace(/\s*\n\s*/g, '');
  return {
    name: 'vaguemestre:icons',
    resolveId: (id) => (id === 'virtual:icons' ? '\0icons' : null),
    load: (id) => (id === '\0icons' ? `export default ${JSON.stringify(Object.fromEntries(ICONS.map((n) => [n, drawing(n)])))}` : null),
  };
}

/** `--mode gallery` builds the components by themselves, with no daemon behind them. */
export default defineConfig(({ mode }) => ({
  root: here,
  base: './',
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), icons()],
  build: {
    outDir: fileURLToPath(new URL(mode === 'gallery' ? '../dist/gallery' : '../dist/kiosk', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses and no inline script: the content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: { input: mode === 'gallery' ? `${here}gallery/index.html` : `${here}index.html` },
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': 'http://127.0.0.1:8480' } },
}));
