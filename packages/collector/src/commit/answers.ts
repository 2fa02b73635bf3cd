import { anchorPlanOf, type Cell, type Table } from '../domain/table.ts';
import type { Bounds, Seek, SyncReader } from '../store/store.ts';
import { boundsOf, nameOf, roundedUp } from './remembering.ts';

/** What was fetched for a group, read as if it were the store. */
export interface Answers {
  /** Gives nothing for what was not fetched, and remembers that it was asked for. */
  reader: SyncReader;
  /** How many seeks have no answer. */
  missing(): number;
  /** How often something was asked for that has no answer. */
  misses(): number;
  /** The seeks without an answer, which are asked for now. */
  ask(): Seek[];
  /** What was found for those that were asked for last, in their order. */
  add(found: readonly object[][]): void;
}

interface Answer {
  rows: readonly object[];
  /** Rows that were asked for; fewer came only where there are no more. */
  limit: number;
}

/** Reads nothing to see whether a row of the log or of the journal is there already. */
export function presumingNew(reader: SyncReader): SyncReader {
  return { ...reader, get: (table, key) => (table.role === 'fact' ? reader.get(table, key) : undefined) };
}

export function createAnswers(presumesNew: boolean): Answers {
  const answers = new Map<string, Answer>();
  let missing = new Map<string, Seek>();
  let misses = 0;
  let asked: [string, Seek][] = [];

  function answerTo(name: string, limit: number, seek: () => Seek): object[] {
    const answer = answers.get(name);
    if (!answer || (answer.limit < limit && answer.rows.length === answer.limit)) {
      misses += 1;
      missing.set(name, seek());
      return [];
    }
    return answer.rows.length > limit ? answer.rows.slice(0, limit) : (answer.rows as object[]);
  }

  const reader: SyncReader = {
    get<Row extends object>(table: Table<Row>, key: readonly Cell[]) {
      const seek = () => ({ table, index: 'key', prefix: key, is_guarded: false });
      return answerTo(nameOf(table, 'get', key), Number.POSITIVE_INFINITY, seek)[0] as Row | undefined;
    },
    find: <Row extends object>(table: Table<Row>, index: string, values: readonly Cell[]) =>
      answerTo(nameOf(table, index, values), Number.POSITIVE_INFINITY, () => ({
        table,
        index,
        prefix: values,
        is_guarded: anchorPlanOf(table, index) !== null,
      })) as Row[],
    range: <Row extends object>(table: Table<Row>, index: string, prefix: readonly Cell[], bounds: Bounds) => {
      const limit = roundedUp(bounds.limit);
      return answerTo(`${nameOf(table, index, prefix)}\u0001${boundsOf(bounds)}`, limit, () => ({
        table,
        index,
        prefix,
        bounds: { ...bounds, limit: Number.isFinite(limit) ? limit : undefined },
        is_guarded: anchorPlanOf(table, index) !== null,
      })).slice(0, bounds.limit) as Row[];
    },
  };

  return {
    reader: presumesNew ? presumingNew(reader) : reader,
    missing: () => missing.size,
    misses: () => misses,
    ask() {
      asked = [...missing];
      missing = new Map();
      return asked.map(([, seek]) => seek);
    },
    add(found) {
      for (const [at, [name, { bounds }]] of asked.entries()) {
        answers.set(name, { rows: found[at] ?? [], limit: bounds?.limit ?? Number.POSITIVE_INFINITY });
      }
    },
  };
}
