import { readFileSync } from 'node:fs';

/** Clock ticks per second, as Linux counts a process's time for those who read it. */
const TICKS = 100;

/** Seconds of processor time that a process has used; `undefined` where the system does not tell (not Linux). */
export function cpuSecondsOf(pid: number): number | undefined {
  try {
    // The name of the program, which may hold spaces, ends with the last parenthesis.
    const [, rest = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return undefined;
  }
}
