import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills a process and its children at one moment, as a crash of the machine would; resolves when all are gone. */
export async function killFamily(pid: number): Promise<void> {
  // Stopped, it makes no more children while we count them.
  process.kill(pid, 'SIGSTOP');
  const family = [pid, ...livingProcesses().flatMap((other) => (other.parent === pid ? [other.pid] : []))];
  for (const member of family) {
    try {
      process.kill(member, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  while (livingProcesses().some((other) => family.includes(other.pid))) await sleep(5);
}

/** Every process that has not ended, from Linux's /proc. */
function livingProcesses(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // After the name, which may hold anything: its state, then its parent.
      const [state, parent] = statOf(name).split(') ').at(-1)?.split(' ') ?? [];
      return parent === undefined || state === 'Z' || state === 'X'
        ? []
        : [{ pid: Number(name), parent: Number(parent) }];
    });
}

function statOf(name: string): string {
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8');
  } catch {
    return '';
  }
}
