import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerFolder } from './server-folder.ts';

/** A server's process. It does not keep ours from ending. */
export interface ServerProcess {
  pid: number;
  /** Sends it a signal and resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const READY_WITHIN = 30_000;
const LOG_SHOWN = 4_000;

/**
 * Runs a server in its folder until it is ended. Throws, with the end of its log, where it ends by itself or is not
 * ready in time.
 */
export async function runServer(
  folder: ServerFolder,
  program: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
): Promise<ServerProcess> {
  const logFile = join(folder.path, 'test-server.log');
  // A file and not a pipe, which would keep us from ending.
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, {
    cwd: folder.path,
    stdio: ['ignore', log, log],
    detached: true,
    ...folder.user,
  });
  closeSync(log);
  child.unref();
  let failure: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const settle = (reason: string) => {
      failure = reason;
      resolve();
    };
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, signal) => settle(`it ended with ${code ?? signal}`));
  });
  const { pid } = child;

  async function end(signal: NodeJS.Signals): Promise<void> {
    child.ref();
    child.kill(signal);
    await ended;
    await rm(folder.pidFile, { force: true });
  }

  if (pid !== undefined) await writeFile(folder.pidFile, String(pid));
  const until = Date.now() + READY_WITHIN;
  while (failure === undefined && Date.now() < until) {
    if (pid !== undefined && (await isReady())) return { pid, end };
    await sleep(20);
  }
  const reason = failure ?? 'it is not ready in time';
  await end('SIGKILL');
  throw new Error(`${program} did not start: ${reason}\n${readFileSync(logFile, 'utf8').slice(-LOG_SHOWN)}`);
}
