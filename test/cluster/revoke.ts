import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { runClickstitch } from './run-clickstitch.ts';

/** Long enough that every collector has looked the key up, and hears of changes. */
const USED_FOR = 3_000;
const WATCHED_FOR = 3_000;
const EVERY = 10;

/**
 * Revokes a key that every collector knows, through the command line, and resolves with the milliseconds after which the
 * last of them refused it for good, counted from just before the revocation was committed. `meanwhile` goes on until then.
 */
export async function revokeKey(
  { server, database, collectors }: Cluster,
  url: string,
  meanwhile: (isOver: () => boolean) => Promise<void> = async () => {},
): Promise<number> {
  const made = await runClickstitch(['keys', 'create', '--json'], url);
  assert.equal(made.code, 0, made.said);
  const { id, key } = JSON.parse(made.said);
  let isOver = false;
  const latest = collectors.map(() => 0);
  const watching = collectors.map(async (collector, place) => {
    while (!isOver) {
      const at = Date.now();
      const response = await fetch(`${collector.url}/v1/conversions?limit=1`, {
        headers: { authorization: `Bearer ${key}` },
      });
      await response.arrayBuffer();
      assert.ok([200, 401].includes(response.status), `it is answered ${response.status}`);
      if (response.status === 200) latest[place] = at;
      await sleep(EVERY);
    }
  });
  const disturbed = meanwhile(() => isOver);
  await sleep(USED_FOR);
  assert.ok(latest.every((at) => at > 0));
  const revoked = await runClickstitch(['keys', 'revoke', id], url);
  assert.equal(revoked.code, 0, revoked.said);
  await sleep(WATCHED_FOR);
  isOver = true;
  await Promise.all([...watching, disturbed]);
  const [row] = await server.query<{ revoked_at: string }>(
    database.url,
    'SELECT revoked_at FROM api_key WHERE id = $1',
    [id],
  );
  return Math.max(0, Math.max(...latest) - Number(row?.revoked_at));
}
