import { type Logger as PinoLogger, pino } from 'pino';

/**
 * Structured log. No names, addresses, subjects or recognised text ever: ids, counts, codes and durations only.
 * A caller that has only personal data to say says nothing.
 */
export type Log = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'> & { child(bindings: Record<string, string | number>): Log };

/** JSON lines on standard error (standard output belongs to commands' results). */
export function openLog(process_: string, level = process.env['VAGUEMESTRE_LOG'] ?? 'info'): Log {
  return pino(
    { level, base: { process: process_, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  ) as Log;
}

export const silentLog: Log = pino({ level: 'silent' }) as Log;
