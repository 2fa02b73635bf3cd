import { execFileSync } from 'node:child_process';

/** Whom a server runs as, in the words of `spawn`; empty for whoever runs the tests. */
export interface User {
  uid?: number;
  gid?: number;
}

/** Debian's package makes the first; the second is everywhere. */
const NAMES = ['postgres', 'nobody'];

/** A user without rights: whoever runs the tests or, for root, whom PostgreSQL and pgbouncer refuse, another one. */
export function ordinaryUser(): User {
  if (process.getuid?.() !== 0) return {};
  for (const name of NAMES) {
    const [uid, gid] = ['-u', '-g'].map((what) => idOf(what, name));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(`There is no user ${NAMES.join(' or ')} to run servers as.`);
}

function idOf(what: string, name: string): number | undefined {
  try {
    return Number(execFileSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
