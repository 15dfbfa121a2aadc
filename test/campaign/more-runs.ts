/**
 * Preloaded (`node --import`): a test file that asks for fast-check gets one that tries `VAGUEMESTRE_CAMPAIGN_RUNS` times as many inputs,
 * with a fresh seed, as those that run without it. Whether a test pins its own number makes no difference.
 */
import { registerHooks } from 'node:module';

const multiplied = new URL('./multiplied-fast-check.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'fast-check' || context.parentURL === multiplied) return next(specifier, context);
    return { url: multiplied, shortCircuit: true };
  },
});
