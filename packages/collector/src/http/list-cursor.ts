import { AppError } from '../domain/errors.ts';
import { conversions } from '../domain/schema.ts';
import type { Cell } from '../domain/table.ts';
import { cleanText } from '../domain/text.ts';
import { type ListQuestion, mayBeEmpty, type Sort, sortColumns } from '../reports/conversions/list-question.ts';

type Order = Pick<ListQuestion, 'sort' | 'order'>;

/** A place in a list of conversions as an opaque text, which holds the list's order, too. */
export function writeListCursor({ sort, order }: Order, place: readonly Cell[]): string {
  return Buffer.from(JSON.stringify([sort, order, ...place])).toString('base64url');
}

/** Throws `invalid` where the text was not made by `writeListCursor`, or for a list in another order. */
export function readListCursor({ sort, order }: Order, text: string | undefined): readonly Cell[] | null {
  if (text === undefined) return null;
  const [ofSort, ofOrder, ...place] = partsOf(text);
  if (ofSort !== undefined && (ofSort !== sort || ofOrder !== order)) {
    throw new AppError('invalid', 'cursor: is of a list in another order', {
      field: 'cursor',
      hint: 'Keep sort and order as they were on the page before, or leave the cursor out.',
    });
  }
  const columns = sortColumns(sort);
  if (place.length === columns.length && place.every((cell, at) => isIn(columns[at] ?? '', sort, cell))) {
    return place.map((cell) => (typeof cell === 'string' ? cleanText(cell) : (cell as Cell)));
  }
  throw new AppError('invalid', 'cursor: is not one that was handed out', {
    field: 'cursor',
    hint: 'Send next_cursor of the page before, unchanged, or leave it out.',
  });
}

function partsOf(text: string): unknown[] {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function isIn(column: string, sort: Sort, cell: unknown): boolean {
  if (cell === null) return column === sort && mayBeEmpty(sort);
  return conversions.columns[column]?.type === 'integer' ? Number.isSafeInteger(cell) : typeof cell === 'string';
}
