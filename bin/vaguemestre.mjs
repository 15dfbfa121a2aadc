#!/usr/bin/env node
// The vaguemestre command: src/main.ts on the pinned Node, in the caller's folder.
import { fileURLToPath } from 'node:url';
import { runPinned } from './pinned-node.mjs';

await runPinned([fileURLToPath(new URL('../src/main.ts', import.meta.url)), ...process.argv.slice(2)]);
