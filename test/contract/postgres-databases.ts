import { schema } from '../../packages/collector/src/domain/schema.ts';
import { openPostgresStore } from '../../packages/collector/src/store/postgres/postgres-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { sharedPostgres } from '../postgres.ts';

const TABLES = [...schema.map(({ name }) => name), 'anchor'].map((name) => `"${name}"`);

/** Databases of this process that nobody uses; to empty one is quicker than to make it. */
const idle: string[] = [];

/** URL of an empty, migrated database; given back, it serves the next who asks. */
export async function takeDatabase(): Promise<{ url: string; giveBack(): void }> {
  const { createDatabase, query } = await sharedPostgres();
  let url = idle.pop();
  if (url === undefined) {
    url = await createDatabase();
    await (await openPostgresStore({ url })).close();
  } else {
    for (const table of TABLES) await query(url, `DELETE FROM ${table}`);
  }
  const taken = url;
  return { url: taken, giveBack: () => idle.push(taken) };
}

/** An empty store on PostgreSQL; closing it gives its database back. */
export async function openEmptyPostgres(): Promise<Store> {
  const { url, giveBack } = await takeDatabase();
  const store = await openPostgresStore({ url });
  return {
    ...store,
    async close() {
      await store.close();
      giveBack();
    },
  };
}
