import { readId } from './vector.ts';
import type { Vendor } from './vendor.ts';

/** One thing that a vendor's document says. */
export interface DocumentedPoint {
  id: string;
  /** Of the vendor's document; the address of another page where the document does not say it. */
  line: number | string;
  kind: (typeof POINT_KINDS)[number];
  statement: string;
  /** Ids of the tests that show it. */
  tests: string[];
}

const POINT_KINDS = ['endpoint', 'header', 'field', 'default', 'limit', 'status', 'behaviour'] as const;
const LINE = /^[1-9]\d*$/;
const ADDRESS = /^https:\/\/[\w.-]+\/[\w./-]+$/;
const HEADER = ['id', 'line', 'kind', 'statement', 'test'];

/** The points of a `documented.csv`. Throws with the line where one cannot be read or its id came before. */
export function readDocumented(text: string, vendor: Vendor): DocumentedPoint[] {
  const [header = [], ...rows] = parseCsv(text);
  if (header.join() !== HEADER.join())
    throw new Error(`${vendor}: expected the header ${HEADER.join()}, found ${header}`);
  const ids = new Set<string>();
  return rows.map((row, index) => {
    const where = `${vendor}/documented.csv, row ${index + 1}`;
    const [, line = '', kind, statement = '', tests = ''] = row;
    if (row.length !== HEADER.length) throw new Error(`${where}: expected 5 columns, found ${row.length}: ${row}`);
    const id = readId(row[0], where, vendor);
    if (ids.has(id)) throw new Error(`${where}: ${id} came before`);
    ids.add(id);
    if (!LINE.test(line) && !ADDRESS.test(line)) {
      throw new Error(`${where}: expected a line number or an https address, found ${line}`);
    }
    const known = POINT_KINDS.find((each) => each === kind);
    if (!known) throw new Error(`${where}: expected one of ${POINT_KINDS.join(', ')}, found ${kind}`);
    if (statement.trim() === '') throw new Error(`${where}: it states nothing`);
    if (tests.trim() === '') throw new Error(`${where}: no test shows it`);
    return {
      ...{ id, line: LINE.test(line) ? Number(line) : line, kind: known },
      ...{ statement: statement.trim(), tests: tests.trim().split(/\s+/) },
    };
  });
}

/** Rows of RFC 4180: a field in quotes may hold commas, line breaks and doubled quotes. Empty lines are left out. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [field, next] = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    row.push(field);
    const end = text[next];
    if (end !== undefined && end !== ',' && end !== '\n' && end !== '\r') {
      throw new Error(`a quote ends before its field does, after ${JSON.stringify(field)}`);
    }
    at = text.startsWith('\r\n', next) ? next + 2 : next + 1;
    if (end === ',') {
      if (at >= text.length) row.push('');
      continue;
    }
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function plainField(text: string, from: number): [string, number] {
  let to = from;
  while (to < text.length && text[to] !== ',' && text[to] !== '\n' && text[to] !== '\r') to += 1;
  return [text.slice(from, to), to];
}

function quotedField(text: string, from: number): [string, number] {
  let field = '';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else return [field, at + 1];
  }
  throw new Error(`a quoted field does not end: ${field.slice(0, 80)}`);
}
