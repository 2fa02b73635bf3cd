import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { findProgram } from './find-program.ts';
import { startGroup } from './process-group.ts';

/** Starts an X server without a screen, for a browser that cannot do without one; whoever starts it kills it. */
export async function startScreen(): Promise<{ display: string; process: ChildProcess }> {
  // It takes the first display that is free, and tells which on file descriptor 3.
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const server = startGroup(findProgram('TEST_XVFB'), args, ['ignore', 'ignore', 'ignore', 'pipe']);
  const [said] = await Promise.race([
    once(server.stdio[3] as Readable, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`Xvfb ended with ${code}.`);
    }),
  ]);
  return { display: `:${`${said}`.trim()}`, process: server };
}
