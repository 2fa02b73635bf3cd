import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * @typedef {object} CommandResult
 * @property {boolean} ok it ended by itself with exit code 0
 * @property {string} output stdout and stderr as they came
 * @property {boolean} timed_out
 */

/** Groups still running, so that none outlives us. @type {Set<number>} */
const running = new Set();

process.on('exit', () => running.forEach(killGroup));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => process.exit(1));
}

/**
 * Runs a command to its end and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] the checkout when left out
 * @param {NodeJS.ProcessEnv} [options.env] added to the host's environment
 * @param {number} [options.timeout_ms] after which the command and its children are killed
 * @param {RegExp} [options.giveUpOn] output after which waiting on is pointless
 * @returns {Promise<CommandResult>} never rejects; a command that does not exist is not ok
 */
export function runCommand(command, args, { cwd = ROOT, env = {}, timeout_ms, giveUpOn } = {}) {
  return new Promise((resolve) => {
    // A group of its own, so that a time limit also ends the downloads and compilers it started.
    const child = spawn(command, args, {
      cwd,
      env: { ...hostEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const group = child.pid;
    if (group !== undefined) {
      running.add(group);
    }
    let output = '';
    let timed_out = false;
    const stop = () => group !== undefined && killGroup(group);
    const timer =
      timeout_ms === undefined
        ? undefined
        : setTimeout(() => {
            timed_out = true;
            stop();
          }, timeout_ms);
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (giveUpOn?.test(output)) {
        stop();
      }
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const settle = (/** @type {boolean} */ ok) => {
      clearTimeout(timer);
      if (group !== undefined) {
        running.delete(group);
      }
      resolve({ ok, output, timed_out });
    };
    child.on('error', (error) => {
      output += error.message;
      settle(false);
    });
    child.on('close', (code) => settle(code === 0));
  });
}

/**
 * The environment without this checkout's own programs: npm must not run on the very Node that it is about to
 * replace.
 * @returns {NodeJS.ProcessEnv}
 */
function hostEnvironment() {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !/node_modules[\\/]/.test(folder));
  return { ...process.env, PATH: path.join(delimiter) };
}

/** @param {number} group */
function killGroup(group) {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
