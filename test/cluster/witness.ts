import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/**
 * Somebody else who commits a row to the same PostgreSQL now and then, with nothing of ours between: while the server, or
 * the disk below it, makes that one wait too, nobody is to blame for waiting.
 */
export interface Witness {
  /** Milliseconds between two times in which the server did not serve. */
  stalled(from: number, to: number): number;
  stop(): Promise<void>;
}

/** A commit that takes longer than this was made to wait. */
const USUAL = 100;
const PAUSE = 50;

export async function startWitness(url: string): Promise<Witness> {
  const stalls: { from: number; to: number }[] = [];
  let isOver = false;
  let client = await connect(url);
  await client.query('CREATE TABLE IF NOT EXISTS witness (seen bigint)');

  async function watch(): Promise<void> {
    while (!isOver) {
      const from = Date.now();
      try {
        client = client.isLost ? await connect(url) : client;
        await client.query('INSERT INTO witness VALUES ($1)', [from]);
        if (Date.now() - from > USUAL) stalls.push({ from, to: Date.now() });
      } catch {
        client.isLost = true;
        await client.end().catch(() => {});
        await sleep(PAUSE);
        stalls.push({ from, to: Date.now() });
        continue;
      }
      await sleep(PAUSE);
    }
  }

  const watching = watch();
  return {
    stalled: (from, to) =>
      stalls.reduce((sum, stall) => sum + Math.max(0, Math.min(stall.to, to) - Math.max(stall.from, from)), 0),
    async stop() {
      isOver = true;
      await watching;
      await client.end().catch(() => {});
    },
  };
}

async function connect(url: string): Promise<Client & { isLost?: boolean }> {
  const client: Client & { isLost?: boolean } = new Client({ connectionString: url });
  client.on('error', () => {
    client.isLost = true;
  });
  await client.connect();
  return client;
}
