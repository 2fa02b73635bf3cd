import { setTimeout as sleep } from 'node:timers/promises';
import type { Complaint } from './ledger-fault.ts';

/** Times that something conspicuous is looked at, and ms between them. */
const LOOKS = 3;
const PAUSE = 50;

export interface Looking<Row> {
  /** Begins to look anew, with nothing kept of what was read before: what is wrong with a row? */
  begin(): (row: Row) => Promise<readonly Complaint[]>;
  /** The row as it is now; `undefined` where it is gone. */
  again(row: Row): Promise<Row | undefined>;
}

export interface Suspect<Row> {
  row: Row;
  complaints: readonly Complaint[];
}

/**
 * What is wrong with some rows, and still is when they are read again: a collector may write beside us, and what we read first
 * and what we read last are not of one moment.
 */
export async function lasting<Row>(rows: readonly Row[], { begin, again }: Looking<Row>): Promise<Suspect<Row>[]> {
  let suspects = await suspectsOf(rows, begin());
  for (let looks = 1; looks < LOOKS && suspects.length > 0; looks += 1) {
    await sleep(PAUSE);
    const now = await Promise.all(suspects.map(({ row }) => again(row)));
    suspects = await suspectsOf(
      now.filter((row) => row !== undefined),
      begin(),
    );
  }
  return suspects;
}

async function suspectsOf<Row>(
  rows: readonly Row[],
  look: (row: Row) => Promise<readonly Complaint[]>,
): Promise<Suspect<Row>[]> {
  const all = await Promise.all(rows.map(async (row) => ({ row, complaints: await look(row) })));
  return all.filter(({ complaints }) => complaints.length > 0);
}
