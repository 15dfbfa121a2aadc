import { isFailure } from '#base/errors.ts';
import { type Command, FAILED, say, USAGE, UsageError } from './commands/command.ts';

const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  bridge: async () => (await import('./commands/bridge.ts')).bridge,
  devices: async () => (await import('./commands/devices.ts')).devices,
  check: async () => (await import('./commands/check.ts')).check,
  read: async () => (await import('./commands/read.ts')).read,
  register: async () => (await import('./commands/register.ts')).register,
  confidence: async () => (await import('./commands/confidence.ts')).confidence,
  badge: async () => (await import('./commands/badge.ts')).badge,
  bench: async () => (await import('./commands/bench.ts')).bench,
};

/** The command line. Exit codes: 0 done, 1 failed, 2 used wrongly. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...args] = argv;
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    say(`usage: vaguemestre ${Object.keys(COMMANDS).join(' | ')} …`);
    return USAGE;
  }
  const command = await load();
  try {
    return await command.run(args);
  } catch (error) {
    if (isFailure(error)) {
      say(error.message);
      return FAILED;
    }
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) {
      say(`${(error as Error).message}\nusage: vaguemestre ${command.usage}`);
      return USAGE;
    }
    throw error;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
