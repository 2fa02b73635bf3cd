import { AppError } from '../domain/errors.ts';
import { closestOf } from './closest.ts';
import { FIELDS, type ImportKind, REQUIRED } from './kinds.ts';
import type { Mapping } from './mapping.ts';

/** Where a file has what. */
export interface Columns {
  /** As many cells has each row. */
  width: number;
  /** By field. */
  places: ReadonlyMap<string, { at: number; header: string }>;
  /** Headers of columns that are not taken. */
  left: string[];
}

/** Finds the columns of a header. Throws `invalid` where one is missing, or where two have one name. */
export function readColumns(header: readonly string[], kind: ImportKind, mapping: Mapping): Columns {
  const names = header.map((cell) => cell.trim());
  const fields = Object.keys(FIELDS[kind]);
  const wanted = mapping.columns ?? Object.fromEntries(fields.map((field) => [field, field]));
  const places = new Map<string, { at: number; header: string }>();
  for (const [field, name] of Object.entries(wanted)) {
    const at = names.indexOf(name);
    if (at < 0 && !mapping.columns) continue;
    if (at < 0) throw noColumn(names, field, name);
    const second = names.indexOf(name, at + 1);
    if (second >= 0) throw twice(name, at, second);
    places.set(field, { at, header: name });
  }
  for (const choice of REQUIRED[kind]) {
    if (!choice.some((field) => places.has(field) || field in mapping.defaults)) throw missing(names, kind, choice);
  }
  const taken = new Set([...places.values()].map(({ at }) => at));
  return { width: names.length, places, left: names.filter((name, at) => name !== '' && !taken.has(at)) };
}

function noColumn(names: readonly string[], field: string, name: string): AppError {
  const closest = closestOf(name, names);
  return new AppError('invalid', `mapping: columns.${field}: the file has no column ${JSON.stringify(name)}`, {
    field: `columns.${field}`,
    hint: closest ? `Did you mean ${JSON.stringify(closest)}?` : `Its columns are ${told(names)}.`,
  });
}

function twice(name: string, first: number, second: number): AppError {
  return new AppError(
    'invalid',
    `line 1: columns ${first + 1} and ${second + 1} are both called ${JSON.stringify(name)}`,
    { hint: 'Nothing was imported. Give one of them another name.' },
  );
}

function missing(names: readonly string[], kind: ImportKind, choice: readonly string[]): AppError {
  const [field = ''] = choice;
  const closest = choice.map((one) => closestOf(one, names)).find(Boolean);
  const like = closest
    ? ` The column ${JSON.stringify(closest)} may be it.`
    : ` The file's columns are ${told(names)}.`;
  return new AppError('invalid', `line 1: no column is ${choice.join(' or ')}, which each row of ${kind} needs`, {
    field,
    hint: `Name the column in a mapping file: {"columns": {"${field}": "…"}}.${like}`,
  });
}

const TOLD = 20;

function told(names: readonly string[]): string {
  const some = names.slice(0, TOLD).map((name) => JSON.stringify(name.slice(0, 60)));
  return [...some, ...(names.length > TOLD ? [`and ${names.length - TOLD} more`] : [])].join(', ');
}
