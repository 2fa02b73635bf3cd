import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DOCUMENT = fileURLToPath(new URL('../../docs/identity.md', import.meta.url));
const BEGIN = '<!-- simulate -->';
const END = '<!-- /simulate -->';

/** Puts a table into the document, in place of the one before. Throws where the document has no place for it. */
export function writeDocs(table: string): void {
  const text = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : `# Identity\n\n${BEGIN}\n${END}\n`;
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`docs/identity.md has no place for the table: ${BEGIN} and ${END}`);
  writeFileSync(DOCUMENT, `${text.slice(0, begin)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`);
}
