import type { Faults } from './faults.ts';
import type { Look } from './look.ts';
import { type Payouts, readPayouts } from './payouts.ts';
import { wrongEarnings } from './wrong-earnings.ts';

/** What is kept of what was done with conversions and of who earns by them, and where it does not agree with itself. */
export interface Ledger {
  /** By their reference. */
  refunds: ReadonlyMap<string, number>;
  /** By conversion and text. */
  notes: ReadonlyMap<string, number>;
  /** By conversion. */
  deletions: ReadonlyMap<string, number>;
  /** Ids of adjustments; a key of one is no conversion's. */
  adjustments: ReadonlySet<string>;
  payouts: Payouts;
  /** Names of what is wrong, with those of which it is. */
  wrong: readonly { what: string; id: string }[];
  /** What is counted, beside what there is. */
  tallies: readonly { facet: string; counted: number; there: number }[];
}

/** Rows that contradict others; there must be none. */
const WRONG = {
  'gives back something else than its refunds do': `SELECT c.id FROM conversion c LEFT JOIN
    (SELECT workspace_id, conversion_id, sum(effective_minor) AS given FROM adjustment GROUP BY workspace_id, conversion_id) a
    ON a.workspace_id = c.workspace_id AND a.conversion_id = c.id WHERE c.refunded_minor <> coalesce(a.given, 0)`,
  'waits for an order that is there': `SELECT a.id FROM adjustment a JOIN conversion c ON c.workspace_id = a.workspace_id
    AND c.name = a.name AND c.order_id = a.order_id WHERE a.conversion_id IS NULL`,
  'has no command': `SELECT id FROM adjustment WHERE command_id NOT IN (SELECT id FROM command)
    UNION SELECT command_id FROM edit WHERE command_id NOT IN (SELECT id FROM command)`,
  'is a change that changed nothing': `SELECT id FROM command WHERE kind = 'edit'
    AND id NOT IN (SELECT command_id FROM edit)`,
  'is found by no word': `SELECT id FROM conversion WHERE deleted_at IS NULL
    AND id NOT IN (SELECT conversion_id FROM search_token)`,
  'is deleted and found': `SELECT id FROM conversion WHERE deleted_at IS NOT NULL
    AND id IN (SELECT conversion_id FROM search_token)`,
};

const COUNTED = {
  all: 'SELECT count(*) FROM conversion WHERE deleted_at IS NULL',
  deleted: 'SELECT count(*) FROM conversion WHERE deleted_at IS NOT NULL',
  unverified: 'SELECT count(*) FROM claim WHERE conversion_id IS NULL',
};

export async function readLedger(
  look: Look,
  counts: (sql: string) => Promise<ReadonlyMap<string, number>>,
): Promise<Ledger> {
  const wrong: Ledger['wrong'][number][] = [];
  for (const [what, sql] of Object.entries({ ...WRONG, ...wrongEarnings(look) })) {
    for (const { id } of await look.rows<{ id: string }>(sql)) wrong.push({ what, id });
  }
  const tallies: Ledger['tallies'][number][] = [];
  for (const [facet, sql] of Object.entries(COUNTED)) {
    tallies.push(
      ...(await look.rows<{ facet: string; counted: number; there: number }>(
        `SELECT '${facet}' AS facet, CAST((${sql}) AS integer) AS there,
        CAST((SELECT coalesce(sum(conversions), 0) FROM tally WHERE facet = '${facet}') AS integer) AS counted`,
      )),
    );
  }
  const ids = await look.rows<{ id: string }>('SELECT id FROM adjustment');
  return {
    refunds: await counts('SELECT external_ref AS name FROM adjustment'),
    notes: await counts(`SELECT id || ' ' || notes AS name FROM conversion WHERE notes IS NOT NULL`),
    deletions: await counts('SELECT id AS name FROM conversion WHERE deleted_at IS NOT NULL'),
    adjustments: new Set(ids.map(({ id }) => id)),
    payouts: await readPayouts(look, counts),
    wrong,
    tallies,
  };
}

/** What is kept of conversions agrees with itself. */
export function checkLedger({ wrong, tallies }: Ledger, faults: Faults): void {
  for (const { what, id } of wrong) faults.half(`${id} ${what}`);
  for (const { facet, counted, there } of tallies) {
    if (counted !== there) faults.half(`${counted} are counted as ${facet}, and ${there} are there`);
  }
}
