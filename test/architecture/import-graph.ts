import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

/**
 * Who imports whom: per file what it names, as paths from the root (`src/base/ids.ts`) or, for what is not ours, as
 * `node:fs` or a package's name. Static, dynamic and type imports alike, and the files of the same tree that workers are started on.
 */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Reads every source under `folders` of `root`; `#room/…` is resolved by the `imports` of its package.json. */
export function readImportGraph(root: string, folders: readonly string[]): ImportGraph {
  const subpaths = readSubpaths(root);
  const files = globSync(
    folders.map((folder) => `${folder}/**/*.{ts,mts,js,mjs,svelte}`),
    { cwd: root, exclude: ['**/node_modules/**'] },
  );
  return new Map(files.sort().map((file) => [file, importsOf(root, file, subpaths)]));
}

type Subpaths = readonly (readonly [prefix: string, folder: string])[];

function readSubpaths(root: string): Subpaths {
  const { imports = {} } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { imports?: Record<string, string> };
  return Object.entries(imports).map(([from, to]) => [from.replace(/\*$/, ''), to.replace(/\*$/, '').replace(/^\.\//, '')] as const);
}

function importsOf(root: string, file: string, subpaths: Subpaths): string[] {
  const text = scriptOf(file, readFileSync(path.join(root, file), 'utf8'));
  const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const started = [...text.matchAll(/new URL\(\s*(['"`])([^'"`]+\.[cm]?[jt]s)\1,\s*import\.meta\.url/g)].map(([, , to]) => `./${to}`);
  // A file of another tree that is named so is another program to be run, not code that is drawn in.
  const drawnIn = started.map((to) => resolve(root, file, to, subpaths)).filter((to) => to.split('/')[0] === file.split('/')[0]);
  return [...new Set([...named.map((to) => resolve(root, file, to, subpaths)), ...drawnIn])].sort();
}

function scriptOf(file: string, text: string): string {
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');
}

function resolve(root: string, file: string, to: string, subpaths: Subpaths): string {
  const bare = to.replace(/[?#][^/]*$/, '') || to;
  if (to.startsWith('.')) return withExtension(root, path.posix.join(path.posix.dirname(file), bare));
  const subpath = subpaths.find(([prefix]) => to.startsWith(prefix));
  if (subpath !== undefined) return withExtension(root, subpath[1] + to.slice(subpath[0].length));
  if (to.startsWith('node:') || builtinModules.includes(to)) return `node:${to.replace(/^node:/, '')}`;
  return to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Vite lets a file be named without its extension, or by its folder. */
function withExtension(root: string, file: string): string {
  const tries = [file, `${file}.ts`, `${file}/index.ts`, file.replace(/\.js$/, '.ts')];
  return tries.find((name) => /\.\w+$/.test(name) && existsSync(path.join(root, name))) ?? file;
}

/** The shortest way from one of `starts` to the first file that `wanted` says yes to, or null. */
export function shortestChain(graph: ImportGraph, starts: readonly string[], wanted: (file: string) => boolean): string[] | null {
  const before = new Map<string, string | null>(starts.map((start) => [start, null]));
  const queue = [...starts];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (wanted(file)) return trace(before, file);
    for (const next of graph.get(file) ?? []) {
      if (before.has(next)) continue;
      before.set(next, file);
      queue.push(next);
    }
  }
  return null;
}

function trace(before: ReadonlyMap<string, string | null>, end: string): string[] {
  const chain: string[] = [];
  for (let file: string | null = end; file !== null; file = before.get(file) ?? null) chain.unshift(file);
  return chain;
}
