import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Ends a group of processes once the process of the tests is gone, by whatever it went. */
const WATCH =
  'while kill -s 0 "$0" && kill -s 0 -- "-$1"; do sleep 1; done 2>/dev/null; kill -s KILL -- "-$1" 2>/dev/null';

/** Starts a program that leads a group of its own, of which nothing outlives this process. */
export function startGroup(
  program: string,
  args: readonly string[],
  stdio: StdioOptions,
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  const leader = spawn(program, args, { stdio, env, detached: true });
  if (leader.pid !== undefined) watchGroup(leader.pid);
  return leader;
}

/** Sees to it that nothing of a group outlives this process. */
export function watchGroup(pid: number): void {
  spawn('sh', ['-c', WATCH, `${process.pid}`, `${pid}`], { stdio: 'ignore', detached: true }).unref();
}

/** Ends a group with all in it, by SIGKILL; resolves when its leader is gone. */
export async function killGroup(leader: ChildProcess): Promise<void> {
  if (leader.pid === undefined) return;
  const hasEnded = leader.exitCode !== null || leader.signalCode !== null;
  const ended = hasEnded ? undefined : once(leader, 'exit');
  try {
    process.kill(-leader.pid, 'SIGKILL');
  } catch (error) {
    // All of them may have ended by themselves.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await ended;
}
