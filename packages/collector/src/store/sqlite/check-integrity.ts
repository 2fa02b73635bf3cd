import Database from 'better-sqlite3';

/** What SQLite finds wrong with a file, page by page and index by index; it reads all of it and changes nothing. */
export function checkIntegrity(path: string): string[] {
  const database = new Database(path, { readonly: true, timeout: 5_000 });
  try {
    const found = database.pragma('integrity_check') as { integrity_check: string }[];
    return found.map(({ integrity_check }) => integrity_check).filter((line) => line !== 'ok');
  } finally {
    database.close();
  }
}
