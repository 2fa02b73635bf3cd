import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ordinaryUser, type User } from './ordinary-user.ts';

/** A temporary folder of a server, which ends and is deleted with this process, however that ends. */
export interface ServerFolder {
  path: string;
  /** Whose it is and who the server runs as. */
  user: User;
  /** Where a running server's process id is. */
  pidFile: string;
  /** Deletes it. The server must have ended. */
  remove(): Promise<void>;
}

/**
 * Waits until its input ends. A word there says that the folder is gone; an end without a word that we are, and that
 * nobody else will end the server. Not a handler of our own exit: a signal that kills us runs none.
 */
const WATCH = `
read -r word && exit 0
if pid=$(cat "$1" 2>/dev/null); then
  kill -s "$2" "$pid"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -e "/proc/$pid/exe" ] || break
    sleep 0.1
  done
  kill -s KILL -- "-$pid"
fi
rm -rf "$3"
`;

/** Makes a folder. `signal` is the one that ends the server soonest, as a shell writes it. */
export function createServerFolder(name: string, signal: 'QUIT' | 'TERM'): ServerFolder {
  const user = ordinaryUser();
  const path = mkdtempSync(join(tmpdir(), `clickstitch-${name}-`));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
  const pidFile = join(path, 'test-server.pid');
  // In a group of its own, which Ctrl-C does not reach.
  const watcher = spawn('/bin/sh', ['-c', WATCH, 'watch', pidFile, signal, path], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  return {
    path,
    user,
    pidFile,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      watcher.stdin.end('gone\n');
    },
  };
}
