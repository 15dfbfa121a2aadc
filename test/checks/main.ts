/** `npm run check`: types, screens, style; exit code 1 when one of them found something. */
import { CHECKS, runCheck } from './checks.ts';

const results = await Promise.all(CHECKS.map(async (check) => ({ name: check.name, found: await runCheck(check) })));
for (const { name, found } of results) console.log(found === null ? `${name}: nothing to correct` : `${name}:\n${found}`);
process.exitCode = results.every(({ found }) => found === null) ? 0 : 1;
