import { type Command, type CommandRow, isLogged, type LoggedCommand, type Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { commands as commandTable } from '../domain/schema.ts';
import { decide, looksAround } from '../rules/decide.ts';
import type { SyncReader, TableChanges, Transaction } from '../store/store.ts';
import { createAnswers, presumingNew } from './answers.ts';
import { createDraft } from './draft.ts';
import { remembering } from './remembering.ts';

export interface Decided {
  outcomes: Outcome[];
  /** What it takes to save what was decided. */
  changes: readonly TableChanges[];
  /** Times that rows had to be fetched first. */
  hops: number;
}

/** The rules threw, or what they asked for could not be saved. */
export class CommandError extends Error {}

/** Some commands ask for rows over and over; the others need not wait for them. */
export class TooManyHopsError extends Error {
  readonly places: ReadonlySet<number>;

  constructor(places: ReadonlySet<number>) {
    super(`${places.size} commands need more than ${HOPS_AT_MOST} hops`);
    this.places = places;
  }
}

const HOPS_AT_MOST = 8;
/** A command that runs alone follows its chain to the end; a longer one than any person's is a defect. */
const HOPS_ALONE = 200;

/**
 * Runs the rules for a group of commands over one draft. Where rows must be fetched, the rules run as if there were none,
 * which tells most of what they need; one flight fetches it for all commands, and the rules run again.
 * Throws `CommandError` and `TooManyHopsError`.
 */
export async function decideAll(transaction: Transaction, commands: readonly Command[]): Promise<Decided> {
  if (transaction.now) {
    const here = remembering(transaction.now);
    const reader = transaction.presumesNew ? presumingNew(here) : here;
    const { outcomes, changes, fault } = decideWith(reader, commands, 0, () => 0);
    if (fault) throw fault;
    return { outcomes, changes, hops: 0 };
  }
  const answers = createAnswers(transaction.presumesNew);
  const limit = commands.length > 1 ? HOPS_AT_MOST : HOPS_ALONE;
  // What most commands of a group are asks for nothing, so only those run that lack something, until all is there; then
  // all of them, for what one does another may ask for.
  let running = transaction.presumesNew ? commands.filter(looksAround) : commands;
  const slot = slotOf(commands);
  for (let hops = 0; ; ) {
    const { unsure, ...decided } = decideWith(answers.reader, running, slot, answers.misses);
    if (answers.missing() > 0) {
      if (hops === limit) throw new TooManyHopsError(placesOf(unsure, commands));
      answers.add(await transaction.fetch(answers.ask()));
      hops += 1;
      running = running.filter((command) => unsure.has(command));
    } else if (running.length < commands.length) running = commands;
    else {
      const { fault } = decided;
      if (fault) throw fault;
      return { outcomes: decided.outcomes, changes: decided.changes, hops };
    }
  }
}

function placesOf(some: ReadonlySet<Command>, commands: readonly Command[]): ReadonlySet<number> {
  return new Set([...commands.keys()].filter((place) => some.has(commands[place] as Command)));
}

/** Once something is missing, what follows from it is not meant, an error neither. */
function decideWith(reader: SyncReader, commands: readonly Command[], slot: number, misses: () => number) {
  const draft = createDraft(reader, slot);
  const unsure = new Set<Command>();
  const missedBefore = misses();
  let fault: CommandError | undefined;
  const outcomes = commands.map((command): Outcome => {
    const before = misses();
    try {
      const outcome = decide(draft, command);
      if (outcome.status !== 'recorded' || !isLogged(command)) return outcome;
      const { logged = command, ...answer } = outcome;
      log(draft, logged);
      return answer;
    } catch (error) {
      if (misses() === missedBefore) fault ??= new CommandError(messageOf(error));
      return { status: 'failed', message: messageOf(error) };
    } finally {
      if (misses() > before) unsure.add(command);
    }
  });
  return { outcomes, changes: draft.changes(), unsure, fault };
}

function log(draft: Draft, command: LoggedCommand): void {
  const { workspace_id, id, kind, recorded_at } = command;
  draft.insert<CommandRow>(commandTable, { workspace_id, id, kind, recorded_at, body: command });
}

/** Writers beside each other that count the same thing in the same slot would wait for each other. */
const SLOTS = 16;

/** Any will do, if that of a group stays the same while it is decided. */
function slotOf([first]: readonly Command[]): number {
  return Number.parseInt(first?.id.slice(-2) ?? '', 16) % SLOTS || 0;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
