import SqliteFile from 'better-sqlite3';
import type { Fields } from './checked.ts';

/** The accepted commands of a collector's SQLite file, read from outside while it runs. */
export interface CommandLog {
  /** How far the log has come. */
  position(): number;
  /** The commands that were accepted after a position, in order, but for those about keys. */
  since(position: number): Fields[];
  /** How many commands were accepted. That a key was bound to an account is not counted. */
  accepted(): number;
  /** How many facts there are of all kinds, by table. */
  facts(): Record<string, number>;
  close(): void;
}

/** Commands about keys, which belong to no vector: a key is made for each, and bound by its first request. */
const ABOUT_KEYS = ['create_key', 'bind_key', 'revoke_key'];
const FACTS = [
  'conversion',
  'claim',
  'adjustment',
  'conversion_type',
  'conversion_source',
  'contact',
  'edit',
  'touch',
  'affiliate',
  'edge',
  'identity',
  'search_token',
  'api_key',
];

export function openCommandLog(path: string): CommandLog {
  const file = new SqliteFile(path, { readonly: true, fileMustExist: true });
  const newest = file.prepare('SELECT coalesce(max(rowid), 0) FROM command').pluck();
  const kinds = ABOUT_KEYS.map((kind) => `'${kind}'`).join(', ');
  const later = file
    .prepare(`SELECT body FROM command WHERE rowid > ? AND kind NOT IN (${kinds}) ORDER BY rowid`)
    .pluck();
  const accepted = file.prepare("SELECT count(*) FROM command WHERE kind <> 'bind_key'").pluck();
  const counts = FACTS.map((table) => [table, file.prepare(`SELECT count(*) FROM ${table}`).pluck()] as const);
  return {
    position: () => newest.get() as number,
    since: (position) => later.all(position).map((body) => JSON.parse(String(body))),
    accepted: () => accepted.get() as number,
    facts: () => Object.fromEntries(counts.map(([table, count]) => [table, count.get() as number])),
    close: () => file.close(),
  };
}
