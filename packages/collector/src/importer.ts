import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { identitySecretOf } from './auth/identity-proof.ts';
import { foretell } from './commit/foretell.ts';
import { commitGroup } from './commit/group.ts';
import { type Config, placeOf } from './config.ts';
import type { AffiliateRow } from './domain/affiliate.ts';
import { AppError } from './domain/errors.ts';
import type { ProgramRow } from './domain/program.ts';
import { affiliates, workspaces } from './domain/schema.ts';
import type { WorkspaceRow } from './domain/workspace.ts';
import { openStore } from './engine.ts';
import { findLink } from './http/links.ts';
import { checkDestination } from './http/operations/destination.ts';
import { importRows, type Tally } from './import/import-rows.ts';
import type { ImportKind } from './import/kinds.ts';
import { type Mapping, readMapping } from './import/mapping.ts';
import type { Look, Member } from './import/named-affiliate.ts';
import { type OpenRows, openRows } from './import/open-rows.ts';
import { PRESET_MAPPINGS, type Preset } from './import/presets.ts';
import { type SkippedRow, skippedRow } from './import/skipped-row.ts';
import { chooseProgram, readAffiliate } from './reports/affiliates.ts';
import type { Store } from './store/store.ts';

export { IMPORT_KINDS, type ImportKind } from './import/kinds.ts';
export { PRESETS, type Preset } from './import/presets.ts';
export { REPORT_HEADER, reportLine, type SkippedRow, tellSkipped } from './import/skipped-row.ts';

export interface ImportRequest {
  file: string;
  kind: ImportKind;
  /** A mapping file's JSON; `undefined` where the headers are the fields' names. */
  mapping: unknown;
  preset: Preset | undefined;
  /** By our id or the caller's. */
  program: string | undefined;
  is_test: boolean;
  /** `false`: nothing is written, and the answer is what would be. */
  applies: boolean;
}

/** What was imported, or would be. */
export interface Imported extends Tally {
  /** Headers of columns that were not taken. */
  columns_left: string[];
}

/** Hears how far an import is. */
export interface ImportListener {
  /** A part begins: so many KiB are read, or so many rows are looked up or written. */
  begin(part: 'reading' | 'checking' | 'importing', rows: number): void;
  row(): void;
  onSkipped(row: SkippedRow): Promise<void>;
}

/**
 * Imports a CSV file, or tells what would come of it. It is read twice: what is wrong with the file as such is found before
 * anything is written. Throws `AppError`, whose hint says what was written where that is anything.
 */
export async function importCsv(
  { database }: Config,
  request: ImportRequest,
  listener: ImportListener,
): Promise<Imported> {
  const mapping = mappingOf(request);
  const before = await stateOf(request.file);
  const open = (onPiece?: (bytes: number) => void) =>
    openRows(() => bytesOf(request.file, onPiece), { kind: request.kind, mapping });

  listener.begin('reading', Math.ceil(before.size / KIB));
  let read = 0;
  const total = await countRows(
    await open((bytes) => {
      for (const from = read; read < from + bytes; read += KIB) listener.row();
    }),
  );
  if (database.engine === 'sqlite' && !existsSync(database.path)) {
    throw new AppError('not_found', `There is no database ${placeOf(database)} yet.`, {
      hint: 'Run clickstitch init first.',
    });
  }
  const store = await openStore(database);
  try {
    const { columns, rows } = await open();
    assertSame(before, await stateOf(request.file));
    listener.begin(request.applies ? 'importing' : 'checking', total);
    return await write(store, { request, rows, columns, mapping }, listener);
  } finally {
    await store.close();
  }
}

const KIB = 1_024;

type Open = OpenRows & { request: ImportRequest; mapping: Mapping };

async function write(store: Store, { request, rows, columns }: Open, listener: ImportListener): Promise<Imported> {
  const { workspace_id, currency, secret } = await workspaceOf(store, request.is_test);
  const program = await programOf(store, workspace_id, request);
  const look = createLook(store, workspace_id, program);
  let done = 0;
  try {
    const tally = await importRows(rows, {
      kind: request.kind,
      context: { workspace_id, currency, identity_secret: identitySecretOf(secret), program, look, checkDestination },
      now: Date.now,
      decide: (commands) => (request.applies ? commitGroup(store, commands) : foretell(store, commands)),
      onSkipped: (error, line) => listener.onSkipped(skippedRow(error, line, columns)),
      onRows(count) {
        done += count;
        for (let row = 0; row < count; row += 1) listener.row();
      },
    });
    return { ...tally, columns_left: columns.left };
  } catch (error) {
    if (error instanceof AppError || !request.applies) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('unavailable', `The import stopped after ${done} rows: ${reason}`, {
      hint: 'What was imported until then is kept. Run the same again: it passes over what is there, and goes on.',
    });
  }
}

function mappingOf({ mapping, preset, kind }: ImportRequest): Mapping {
  if (preset === undefined) return readMapping(mapping ?? {}, kind);
  const known = PRESET_MAPPINGS[preset][kind];
  if (known !== undefined) return readMapping({ ...known, ...(mapping ?? {}) }, kind);
  throw new AppError('invalid', `--preset: ${preset} has no preset of ${kind}`, {
    field: 'preset',
    hint: `There is one of ${Object.keys(PRESET_MAPPINGS[preset]).join(', ')}. Write a mapping file for the others.`,
  });
}

async function countRows({ rows }: OpenRows): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  if (count > 0) return count;
  throw new AppError('invalid', 'The file has a header and no rows.', { hint: 'Nothing was imported.' });
}

async function workspaceOf(store: Store, isTest: boolean): Promise<WorkspaceRow> {
  const all = await store.range<WorkspaceRow>(workspaces, 'time', [], { order: 'ascending' });
  const live = all.find(({ is_test }) => !is_test);
  const found = isTest ? all.find(({ workspace_id }) => workspace_id === live?.twin_id) : live;
  if (found) return found;
  throw new AppError('not_found', 'There is no workspace yet.', { hint: 'Run clickstitch init first.' });
}

/** The program that is named; where none is, the only one there is. */
async function programOf(
  store: Store,
  workspace_id: string,
  { program, kind }: ImportRequest,
): Promise<ProgramRow | null> {
  // Elsewhere it only tells namesakes apart.
  if (program === undefined && kind !== 'affiliates') return null;
  const found = await chooseProgram(store, { workspace_id, id: program ?? null });
  if (found) return found;
  if (program !== undefined) {
    throw new AppError('not_found', `--program: there is no program ${program}`, {
      field: 'program',
      hint: 'Check the id, and whether it is among test data (--test).',
    });
  }
  throw new AppError(
    'invalid',
    '--program: is required, for there is not exactly one program that affiliates could join',
    {
      field: 'program',
      hint: 'Create a program first, or name the one that they join.',
    },
  );
}

const REMEMBERED = 10_000;

/** Affiliates that rows name over and over are looked up once. */
function createLook(store: Store, workspace_id: string, program: ProgramRow | null): Look {
  const known = new Map<string, Promise<Member | null>>();
  return {
    affiliate(id) {
      const asked = known.get(id) ?? readAffiliate(store, { workspace_id, id });
      if (known.size >= REMEMBERED) known.clear();
      known.set(id, asked);
      return asked;
    },
    async members(email) {
      const namesakes = await store.find<AffiliateRow>(affiliates, 'email', [workspace_id, email]);
      return namesakes.filter((one) => one.deleted_at === null && (!program || one.program_id === program.id));
    },
    link: (code) => findLink(store, code),
  };
}

function assertSame(before: FileState, now: FileState): void {
  if (before.size === now.size && before.changed_at === now.changed_at) return;
  throw new AppError('conflict', 'The file was changed while it was read.', {
    hint: 'Nothing was imported. Run it again when nobody writes to the file.',
  });
}

interface FileState {
  size: number;
  changed_at: number;
}

/** Throws `invalid` where it is not a file that can be read twice. */
async function stateOf(file: string): Promise<FileState> {
  const state = await stat(file).catch((error: Error) => {
    throw new AppError('not_found', `${file} cannot be read: ${error.message}`, { hint: 'Name a CSV file.' });
  });
  if (state.isFile()) return { size: state.size, changed_at: state.mtimeMs };
  throw new AppError('invalid', `${file} is no file`, { hint: 'Name a CSV file; a pipe cannot be read twice.' });
}

async function* bytesOf(file: string, onPiece?: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(file)) {
    onPiece?.((piece as Buffer).length);
    yield piece as Buffer;
  }
}
