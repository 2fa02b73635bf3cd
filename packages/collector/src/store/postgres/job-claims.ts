import { randomUUID } from 'node:crypto';
import type { JobClaims } from '../store.ts';
import type { Connection } from './connection.ts';

const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
const MAKE = 'INSERT INTO job (name, held_until, next_at) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING';
const CLAIM = `UPDATE job SET holder = $2, held_until = ${NOW} + $3::bigint
  WHERE name = $1 AND next_at <= ${NOW} AND held_until <= ${NOW} RETURNING note`;
/** Only by whoever still holds it: one that was taken for dead and was not must not undo what came after. */
const DONE = `UPDATE job SET holder = NULL, held_until = 0, next_at = ${NOW} + $3::bigint, note = $4
  WHERE name = $1 AND holder = $2`;

/** Jobs among all collectors of a database, by the database's own clock. */
export function createJobClaims(connection: Connection): JobClaims {
  const holder = randomUUID();
  return {
    async claim(name, heldFor) {
      await connection.query(MAKE, [name]);
      const { rows } = await connection.query(CLAIM, [name, holder, heldFor]);
      const [claim] = rows as { note: string | null }[];
      return claim ?? null;
    },
    async done(name, every, note) {
      await connection.query(DONE, [name, holder, every, note]);
    },
  };
}
