import { readFile } from 'node:fs/promises';

/** User and system time of a process and of its children that have ended, in seconds (proc(5), stat, fields 14 to 17, ticks of 10 ms). */
async function secondsOf(pid: number | string): Promise<{ own: number; ended: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const ticks = stat
    .replace(/^\d+ \(.*\) /s, '')
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = ticks;
  return { own: (user + system) / 100, ended: (endedUser + endedSystem) / 100 };
}

/** CPU seconds of all children that have ended. */
export const endedChildrenSeconds = async (): Promise<number> => (await secondsOf('self')).ended;

/** CPU seconds of this process and of its children, living or ended. */
export async function cpuSeconds(): Promise<number> {
  const living = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).split(' ').filter((pid) => pid !== '');
  const of = await Promise.all(['self', ...living].map(secondsOf));
  return of.reduce((sum, { own, ended }) => sum + own + ended, 0);
}
