import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../setup/root.mjs';

const READY_LIMIT_MS = 60_000;
const ASK_EVERY_MS = 100;
const STOP_LIMIT_MS = 10_000;
const LINES_KEPT = 20;

/** A program that runs beside us until we stop it. */
export interface Service {
  name: string;
  /** Resolves when the URL answers 200. @throws when the program ends before, or takes too long */
  ready(url: string): Promise<void>;
  /** Resolves when the program has ended, with a sentence about how. */
  ended: Promise<string>;
  /** Asks it to stop, and makes it when it does not. */
  stop(): Promise<void>;
}

/**
 * Starts a program of this checkout.
 * @param onLine gets each line that it prints
 */
export function startService(
  name: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Service {
  // In a group of its own: Ctrl-C then reaches only us, and the two stop in the order that we choose.
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      lastLines.splice(0, lastLines.length - LINES_KEPT);
      onLine(line);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      resolve([`${name} has ended (${how}). Its last words:`, ...lastLines.map((line) => `  ${line}`)].join('\n'));
    });
  });
  return {
    name,
    ended,
    ready: (url) => Promise.race([answers(url, name), ended.then((how) => Promise.reject(new Error(how)))]),
    stop: () => stopChild(child, ended),
  };
}

async function answers(url: string, name: string): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS;
  while (Date.now() < until) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
      await answer.arrayBuffer();
      if (answer.ok) {
        return;
      }
    } catch {
      // It does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  throw new Error(`${name} did not answer at ${url} within ${READY_LIMIT_MS / 1000} seconds.`);
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(force);
}
