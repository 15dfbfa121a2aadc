/** All unit tests in this one process. The files come from `run.ts`, one path per line; it is no test of its own. */
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';

const LINGER_MS = 10_000;

// The same code passes or fails each time it is asked; what nobody has thought of yet is looked for by `npm run test:campaign`, with fresh seeds.
fc.configureGlobal({ seed: 20_261_127 });

for (const file of (process.env.VAGUEMESTRE_TEST_FILES ?? '').split('\n').filter(Boolean)) {
  try {
    await import(path.resolve(import.meta.dirname, '..', file));
  } catch (error) {
    test(`${file} can be loaded`, () => {
      throw error;
    });
  }
}

// A handle left open would keep this process, and the run, waiting for ever: say which kind, and fail.
after(() => {
  setTimeout(() => {
    console.error(`Tests are over, but these stay open: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, LINGER_MS).unref();
});
