import { existsSync, realpathSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { readConfig } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import {
  IMPORT_KINDS,
  type Imported,
  type ImportKind,
  importCsv,
  PRESETS,
  type Preset,
  REPORT_HEADER,
  reportLine,
  type SkippedRow,
  tellSkipped,
} from '../importer.ts';
import { createProgress } from './progress.ts';

interface Options {
  kind: ImportKind;
  map?: string;
  preset?: Preset;
  program?: string;
  test?: boolean;
  apply?: boolean;
  json?: boolean;
  report?: string;
}

/** `clickstitch import` */
export function importCommand(): Command {
  return new Command('import').description('import what another program knows').addCommand(csvCommand());
}

function csvCommand(): Command {
  return new Command('csv')
    .description('import a CSV file; without --apply it only says what would come of it')
    .argument('<file>', 'with a header, and one of the kind a row')
    .addOption(new Option('--kind <kind>', 'what a row is').choices(IMPORT_KINDS).makeOptionMandatory())
    .option('--map <file>', 'a JSON file that says which column is which field')
    .addOption(new Option('--preset <name>', 'whose export it is').choices(PRESETS))
    .option('--program <id>', 'which affiliates join, and in which addresses are theirs')
    .option('--test', 'into test data')
    .option('--apply', 'write it')
    .option('--report <file>', 'a CSV file for the rows that are skipped, and why')
    .option('--json', 'print one JSON object')
    .action(run);
}

/** So many skipped rows are told; all of them are in the report. */
const TOLD = 20;
const TOLD_AS_JSON = 100;

async function run(file: string, options: Options): Promise<void> {
  const { kind, map, preset, program, test = false, apply = false, json = false, report } = options;
  const mapping = map === undefined ? undefined : await readJson(map);
  if (report !== undefined) assertOther(report, [file, ...(map === undefined ? [] : [map])]);
  const told: SkippedRow[] = [];
  const written = report === undefined ? undefined : await openReport(report);
  const progress = createProgress(process.stderr, Date.now);
  const listener = {
    ...progress,
    async onSkipped(row: SkippedRow) {
      if (told.length < (json ? TOLD_AS_JSON : TOLD)) told.push(row);
      await written?.add(row);
    },
  };
  let imported: Imported;
  try {
    imported = await importCsv(
      readConfig(process.env),
      { file, kind, mapping, preset, program, is_test: test, applies: apply },
      listener,
    );
  } finally {
    progress.end();
    await written?.end();
  }
  const { rows, made, known, skipped, columns_left } = imported;
  if (json)
    console.log(
      JSON.stringify({ kind, is_applied: apply, rows, made, known, skipped, columns_left, skipped_rows: told }),
    );
  else console.log(inWords(imported, { kind, apply, told, report }));
  if (skipped > 0) process.exitCode = 1;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new AppError('not_found', `--map: ${file} cannot be read: ${error.message}`, { field: 'map' });
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new AppError('invalid', `--map: ${file} is not JSON: ${error instanceof Error ? error.message : error}`, {
      field: 'map',
      hint: 'docs/import.md has an example.',
    });
  }
}

/** A report must not be written over what is read. */
function assertOther(report: string, read: readonly string[]): void {
  const place = (path: string) => (existsSync(path) ? realpathSync(path) : path);
  if (!read.some((path) => place(path) === place(report))) return;
  throw new AppError('invalid', `--report: ${report} is read by this import`, { hint: 'Name another file.' });
}

interface Report {
  add(row: SkippedRow): Promise<void>;
  end(): Promise<void>;
}

const LINES_AT_ONCE = 500;

/** It is opened before anything is imported, so that nothing is where it cannot be written. Throws `AppError`. */
async function openReport(path: string): Promise<Report> {
  const file = await open(path, 'w').catch((error: Error) => {
    throw new AppError('invalid', `--report: ${path} cannot be written: ${error.message}`, { field: 'report' });
  });
  let lines = [`\uFEFF${REPORT_HEADER}`];
  const flush = async () => {
    const text = lines.join('');
    lines = [];
    await file.appendFile(text);
  };
  return {
    async add(row) {
      lines.push(reportLine(row));
      if (lines.length >= LINES_AT_ONCE) await flush();
    },
    async end() {
      await flush();
      await file.close();
    },
  };
}

function inWords(
  { rows, made, known, skipped, columns_left }: Imported,
  {
    kind,
    apply,
    told,
    report,
  }: { kind: ImportKind; apply: boolean; told: readonly SkippedRow[]; report: string | undefined },
): string {
  const would = apply ? '' : 'would be ';
  const lines = [
    `${rows} rows of ${kind}: ${made} ${apply ? 'were' : would.trim()} made, ${known} ${apply ? 'were' : 'are'} there already, ${skipped} ${apply ? 'were' : would.trim()} skipped.`,
    ...(columns_left.length > 0 ? [`Columns that are not taken: ${columns_left.join(', ')}.`] : []),
    ...told.map(tellSkipped),
    ...(skipped > told.length
      ? [`and ${skipped - told.length} more${report === undefined ? '; --report FILE writes all of them' : ''}.`]
      : []),
    ...(report !== undefined && skipped > 0 ? [`All that were skipped are in ${report}.`] : []),
    ...(apply ? [] : ['Nothing was written. With --apply it is.']),
  ];
  return lines.join('\n');
}
