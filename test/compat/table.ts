import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentedPoint } from './documented.ts';
import { VENDORS, type Vendor } from './vendor.ts';

/** The table of documented points, and its place in docs/dialects.md. */

export const DIALECTS_DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'dialects.md');
const BEGIN = '<!-- compat -->';
const END = '<!-- /compat -->';
const HEADING = '## What is documented, and holds';
const ROW = /^\| `([^`]+)` \| (?:(\d+)|\[page\]\(([^)]+)\)) \| (.*) \| (?:yes|no) \|$/gm;

/** A point as its row states it: id, line or address, statement. */
export type Stated = readonly [id: string, line: number | string, statement: string];

export function rowsOf(points: readonly DocumentedPoint[]): Stated[] {
  return points.map(({ id, line, statement }) => [id, line, cellOf(statement)]);
}

/** One vendor's points as Markdown, with whether each holds. */
export function tableOf(points: readonly DocumentedPoint[], holding: ReadonlySet<string>): string {
  const rows = rowsOf(points).map(
    ([id, line, statement]) => `| \`${id}\` | ${placeOf(line)} | ${statement} | ${holding.has(id) ? 'yes' : 'no'} |`,
  );
  return ['| id | line | statement | holds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The rows of a vendor that a document has between the markers. */
export function statedIn(document: string, vendor: Vendor): Stated[] {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  return [...document.slice(begin, end).matchAll(ROW)]
    .map(([, id = '', line, page = '', statement = '']): Stated => [id, line ? Number(line) : page, statement])
    .filter(([id]) => id.startsWith(`${vendor}/`));
}

/** Puts the tables into docs/dialects.md. Throws where its markers are not as they should be. */
export function writeDocs(tables: Readonly<Record<Vendor, string>>): void {
  const text = existsSync(DIALECTS_DOCUMENT) ? readFileSync(DIALECTS_DOCUMENT, 'utf8') : '# Dialects\n';
  writeFileSync(DIALECTS_DOCUMENT, withTables(text, tables));
}

/** The document with the tables in place of those before, in a section of their own where it had none. */
export function withTables(text: string, tables: Readonly<Record<Vendor, string>>): string {
  const placed = text.includes(BEGIN) ? text : `${text.trimEnd()}\n\n${HEADING}\n\n${BEGIN}\n${END}\n`;
  const begin = placed.indexOf(BEGIN);
  const end = placed.indexOf(END, begin);
  if (end < 0) throw new Error(`docs/dialects.md has ${BEGIN} and no ${END} after it`);
  const sections = VENDORS.map((vendor) => `### ${titled(vendor)}: what holds\n\n${tables[vendor]}`).join('\n\n');
  return `${placed.slice(0, begin)}${BEGIN}\n\n${sections}\n\n${placed.slice(end)}`;
}

function placeOf(line: number | string): string {
  return typeof line === 'number' ? String(line) : `[page](${line})`;
}

function cellOf(statement: string): string {
  return statement.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

function titled(vendor: Vendor): string {
  return vendor.charAt(0).toUpperCase() + vendor.slice(1);
}
