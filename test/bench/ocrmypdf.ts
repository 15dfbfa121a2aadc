import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endedChildrenSeconds } from './cpu-time.ts';

export interface Rival {
  perMinute: number;
  cpuPerPage: number;
  wallPerPageMs: number;
  /** Of each page, in order. */
  texts: string[];
}

/**
 * OCRmyPDF on pages as they were scanned, each a PDF without text: one merged PDF, two jobs, turned and made straight, read in French and
 * English, to searchable PDF and text. Null, with a sentence, where it or qpdf is not on this machine.
 *
 * @param folder for what is made on the way
 */
export async function ocrmypdf(pages: readonly string[], folder: string): Promise<Rival | null> {
  const [merged, sidecar] = [join(folder, 'merged.pdf'), join(folder, 'text.txt')];
  if (!(await ran('qpdf', ['--empty', '--pages', ...pages, '--', merged]))) return missing('qpdf');
  const before = await endedChildrenSeconds();
  const startedMs = performance.now();
  const done = await ran('ocrmypdf', [
    ...['-j', '2', '-l', 'fra+eng', '--rotate-pages', '--deskew', '--sidecar', sidecar],
    ...[merged, join(folder, 'out.pdf')],
  ]);
  if (!done) return missing('ocrmypdf');
  const wallMs = performance.now() - startedMs;
  const cpuS = (await endedChildrenSeconds()) - before;
  return {
    perMinute: (pages.length / wallMs) * 60_000,
    cpuPerPage: cpuS / pages.length,
    wallPerPageMs: wallMs / pages.length,
    texts: (await readFile(sidecar, 'utf8')).split('\f'),
  };
}

function missing(program: string): null {
  console.log(`${program} is not on this machine or failed: nothing stands beside our figures.`);
  return null;
}

const ran = (program: string, args: string[]): Promise<boolean> =>
  new Promise((done) => {
    spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] })
      .once('error', () => done(false))
      .once('exit', (code) => done(code === 0));
  });
