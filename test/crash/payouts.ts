import type { Look } from './look.ts';

/** What is kept of payouts. */
export interface Payouts {
  /** How often each is there, by the caller's id. */
  made: ReadonlyMap<string, number>;
  /** What each holds, by our id: `12 items, 3450`. */
  held: ReadonlyMap<string, string>;
  /** How often each step was taken, by our id and the status that it led to. */
  steps: ReadonlyMap<string, number>;
}

export async function readPayouts(
  look: Look,
  counts: (sql: string) => Promise<ReadonlyMap<string, number>>,
): Promise<Payouts> {
  const held = await look.rows<{ id: string; items: number; minor: number }>(
    `SELECT p.id, CAST(count(i.earning_id) AS integer) AS items,
    CAST(coalesce(sum(i.amount_minor), 0) AS integer) AS minor FROM payout p LEFT JOIN payout_item i ON i.payout_id = p.id GROUP BY p.id`,
  );
  return {
    made: await counts('SELECT external_id AS name FROM payout'),
    held: new Map(held.map(({ id, items, minor }) => [id, holding(items, minor)])),
    steps: await counts(
      `SELECT subject_id || ' ' || ${look.textIn('patch', ['status'])} AS name FROM edit WHERE subject = 'payout'`,
    ),
  };
}

/** What a payout holds, in words. */
export function holding(items: number, minor: number): string {
  return `${items} items, ${minor}`;
}
