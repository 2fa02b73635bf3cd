import type { ExaminedLedger } from '../doctor.ts';
import { decimalOf } from '../domain/money.ts';

type Workspace = ExaminedLedger['workspaces'][number];
type Replay = NonNullable<ExaminedLedger['replay']>;

/** `true` where nothing is wrong, and where that could be told. */
export function isWell({ workspaces, replay }: ExaminedLedger): boolean {
  return workspaces.every(({ faults }) => faults.length === 0) && (!replay || isEqual(replay));
}

function isEqual({ tables, stopped }: Replay): boolean {
  return stopped === null && tables.every(({ differences }) => differences === 0);
}

/** What `--json` prints. */
export function jsonOf(examined: ExaminedLedger): object {
  return { well: isWell(examined), ...examined };
}

/** What was found, line by line. */
export function inWords(examined: ExaminedLedger): string[] {
  const { workspaces, replay, log } = examined;
  return [
    ...workspaces.flatMap(workspaceLines),
    ...(replay ? replayLines(replay) : [`The log of ${log} rows was not derived again; --replay does so.`]),
    isWell(examined) ? 'Nothing is wrong with the ledger.' : 'The ledger is not right.',
  ];
}

function workspaceLines({ workspace_id, name, earnings, payouts, faults, more_faults, balances }: Workspace): string[] {
  const wrong = faults.length + more_faults;
  return [
    `${name} (${workspace_id}): ${earnings} earnings, ${payouts} payouts, ${wrong} faults`,
    ...balances.map(({ currency, due_minor, paid_minor, owed_minor, affiliates_owed, affiliates_owing }) => {
      const [due, paid, owed] = [due_minor, paid_minor, owed_minor].map((minor) => decimalOf(minor, currency));
      const who = `${affiliates_owed} affiliates are owed, ${affiliates_owing} were paid more than is due`;
      return `  ${currency}: ${due} due, ${paid} paid, ${owed} owed; ${who}`;
    }),
    ...faults.map(({ check, subject, id, says }) => `  wrong  ${check}: ${subject} ${id}: ${says}`),
    ...(more_faults > 0 ? [`  wrong  and ${more_faults} more`] : []),
  ];
}

const HOLDERS = { one: 'the log does not say it', other: 'only the log says it' } as const;

function replayLines(replay: Replay): string[] {
  const { commands, missing, stopped, tables } = replay;
  if (stopped !== null) return [`  wrong  replay: ${stopped}`];
  const lines = tables.flatMap(({ table, differences, first }) => [
    ...first.map(({ key, columns, in: holder }) => {
      const what = holder === 'both' ? `differs in ${columns.join(', ')}` : HOLDERS[holder];
      return `  wrong  replay: ${table} ${key}: ${what}`;
    }),
    ...(differences > first.length ? [`  wrong  replay: ${table}: and ${differences - first.length} more`] : []),
  ]);
  const meanwhile = `  Collectors took ${missing} commands meanwhile, so what differs may be theirs: stop them and run the same again.`;
  return [
    `${commands} commands of the log were derived again: ${isEqual(replay) ? 'all of it is equal' : 'not all of it is equal'}`,
    ...lines,
    ...(missing > 0 ? [meanwhile] : []),
  ];
}
