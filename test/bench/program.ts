import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A program of this folder in a process of its own: it is given one task and sends what comes of it. */
export interface Program<Report> {
  pid: number;
  /** What it sent first: the result, or that it is ready. */
  report: Promise<Report>;
  end(): void;
}

export function startProgram<Report>(file: string, task: object): Program<Report> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), { serialization: 'advanced' });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const report = new Promise<Report>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Report));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${code ?? signal}`)));
  });
  child.send(task);
  return { pid: child.pid ?? 0, report, end: () => child.kill() };
}

/** Runs a program to its end. */
export async function runProgram<Report>(file: string, task: object): Promise<Report> {
  const program = startProgram<Report>(file, task);
  try {
    return await program.report;
  } finally {
    program.end();
  }
}

/** In such a program: the task that it was started for. */
export function takeTask<Task>(): Promise<Task> {
  return new Promise((resolve) => process.once('message', (task) => resolve(task as Task)));
}

/** In such a program: sends the report. The program lives until it is ended. */
export function sendReport(report: object): void {
  process.send?.(report);
}
