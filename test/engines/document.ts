import { readFileSync, writeFileSync } from 'node:fs';

const DOCUMENT = new URL('../../docs/browser-support.md', import.meta.url);
const BEGIN = '<!-- engines -->';
const END = '<!-- /engines -->';

/** The document before the tables, the tables, and what comes after. Throws where it has no place for them. */
function parts(): [before: string, tables: string, after: string] {
  const text = readFileSync(DOCUMENT, 'utf8');
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  if (begin < BEGIN.length || end < begin) throw new Error(`docs/browser-support.md needs ${BEGIN} and ${END}.`);
  return [text.slice(0, begin), text.slice(begin, end), text.slice(end)];
}

/** The tables as the document has them. */
export function readTables(): string {
  return parts()[1].trim();
}

export function writeTables(tables: string): void {
  const [before, , after] = parts();
  writeFileSync(DOCUMENT, `${before}\n\n${tables}\n\n${after}`);
}
