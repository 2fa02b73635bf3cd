import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import type { ImportKind } from './kinds.ts';
import type { Member } from './named-affiliate.ts';
import type { ReadRow } from './open-rows.ts';
import { commandOfRow, type RowCommand, type RowContext } from './row-command.ts';
import { keysOf } from './row-keys.ts';
import { createSeenKeys, type SeenKeys } from './seen-keys.ts';

export interface Tally {
  rows: number;
  made: number;
  /** They were there already. */
  known: number;
  skipped: number;
}

export interface Importing {
  kind: ImportKind;
  context: Omit<RowContext, 'received_at'>;
  now: () => number;
  /** Carries commands out, or tells what would become of them; in their order. */
  decide(commands: readonly Command[]): Promise<Outcome[]>;
  onSkipped(error: AppError, line: number): Promise<void>;
  /** So many rows are done. */
  onRows(rows: number, tally: Readonly<Tally>): void;
}

/** Rows that are decided together; what is committed is committed in such groups. */
const GROUP = 250;

/** What becomes of a row before it is decided on. */
type Prepared = { line: number } & (RowCommand | { error: AppError });

/** Imports rows in groups, each row for itself. */
export async function importRows(rows: AsyncIterable<ReadRow>, importing: Importing): Promise<Tally> {
  const tally: Tally = { rows: 0, made: 0, known: 0, skipped: 0 };
  const seen = createSeenKeys();
  for await (const group of groupsOf(rows)) {
    const prepared = await prepare(group, seen, importing);
    const commands = prepared.flatMap((row) => ('command' in row ? [row] : []));
    const outcomes = commands.length > 0 ? await importing.decide(commands.map(({ command }) => command)) : [];
    const became = new Map<Prepared, Outcome | undefined>(commands.map((row, at) => [row, outcomes[at]]));
    for (const row of prepared) {
      const verdict = verdictOf(row, became.get(row));
      tally.rows += 1;
      if (!(verdict instanceof AppError)) tally[verdict] += 1;
      else {
        tally.skipped += 1;
        await importing.onSkipped(verdict, row.line);
      }
    }
    importing.onRows(group.length, tally);
  }
  return tally;
}

async function prepare(group: readonly ReadRow[], seen: SeenKeys, importing: Importing): Promise<Prepared[]> {
  const { kind, now } = importing;
  const context = { ...importing.context, received_at: now() };
  const first = group.map((row) => ('error' in row ? row : (repeated(kind, row, seen) ?? row)));
  return Promise.all(
    first.map(async (row): Promise<Prepared> => {
      if ('error' in row) return row;
      try {
        return { line: row.line, ...(await commandOfRow(kind, row.given, context)) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { line: row.line, error };
      }
    }),
  );
}

/** A row that has a key which an earlier one has. */
function repeated(
  kind: ImportKind,
  { line, given }: Extract<ReadRow, { given: unknown }>,
  seen: SeenKeys,
): { line: number; error: AppError } | undefined {
  for (const { field, value } of keysOf(kind, given)) {
    const before = seen.see(`${field}\u0000${value}`, line);
    if (before === undefined) continue;
    const message = field === null ? `says the same as line ${before}` : `${field}: is that of line ${before}`;
    const hint =
      field === null
        ? 'Leave one of them out; where both are meant, give each an id of its own.'
        : 'Leave one of them out, or correct it.';
    return { line, error: new AppError('conflict', message, { field: field ?? undefined, hint }) };
  }
  return undefined;
}

function verdictOf(row: Prepared, outcome: Outcome | undefined): 'made' | 'known' | AppError {
  if ('error' in row) return row.error;
  if ('known' in row) return 'known';
  if (!outcome || outcome.status === 'failed') {
    const reason = (outcome?.message ?? 'it was not answered').split('\n', 1)[0];
    return new AppError('internal', `could not be carried out: ${reason}`, {
      hint: 'This is a defect; please report it.',
    });
  }
  if (outcome.status === 'refused') return new AppError(outcome.code, outcome.message, outcome.detail);
  if (outcome.status === 'recorded') return 'made';
  const rival = 'fact' in outcome && row.member ? rivalOf(outcome.fact, row.member) : undefined;
  return rival ?? 'known';
}

/** A sale that has the row's order or reference, and is another affiliate's: to call it known would lose what is owed. */
function rivalOf(fact: object | undefined, { affiliate }: Member): AppError | undefined {
  if (!fact || !('credit' in fact) || !('affiliate_id' in fact)) return undefined;
  const { credit, affiliate_id, id } = fact as {
    id: string;
    affiliate_id: string | null;
    credit: { owed_to: { affiliate_id: string } | null };
  };
  const owner = credit.owed_to?.affiliate_id ?? affiliate_id;
  if (owner === affiliate.id) return undefined;
  return new AppError('conflict', `is conversion ${id}, which is not ${affiliate.name}'s`, {
    hint: 'Look at that conversion; where the row is another one, give it another order_id, external_ref or event_id.',
  });
}

async function* groupsOf<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
