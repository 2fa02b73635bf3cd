import type { Command, Edit } from '../../packages/collector/src/domain/command.ts';

/** What was changed, as the log says it, and what all of it comes to. */

/** The accepted changes of a thing, in the order of their numbers. */
export function changesOf(accepted: readonly Command[], id: string): (Edit & { sequence: number })[] {
  return editsOf(accepted).get(id) ?? [];
}

/** Of every thing that was reported or entered, each column that its words name, after all changes. */
export function expectedRows(accepted: readonly Command[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const command of accepted) {
    const given = givenBy(command);
    if (!given) continue;
    const changes = changesOf(accepted, given.id);
    const last: Record<string, unknown> = { ...given };
    for (const { patch } of changes) for (const [column, value] of Object.entries(patch)) last[column] = value;
    const times = changes.map(({ recorded_at }) => recorded_at);
    last['updated_at'] = Math.max(command.recorded_at, ...times);
    last['deleted_at'] = changes.find(({ is_delete }) => is_delete)?.recorded_at ?? null;
    rows.set(given.id, last);
  }
  return rows;
}

function givenBy(command: Command): { id: string } | undefined {
  if (command.kind === 'record_conversion') return command.conversion;
  if (command.kind === 'create_conversion_type') return command.conversion_type;
  if (command.kind === 'create_source') return command.source;
  return command.kind === 'create_contact' ? command.contact : undefined;
}

const known = new WeakMap<readonly Command[], Map<string, (Edit & { sequence: number })[]>>();

function editsOf(accepted: readonly Command[]): Map<string, (Edit & { sequence: number })[]> {
  let edits = known.get(accepted);
  if (!edits) {
    const numbered = accepted.flatMap((command) =>
      command.kind === 'edit' && command.sequence !== null ? [{ ...command, sequence: command.sequence }] : [],
    );
    const inOrder = numbered.sort((a, b) => a.sequence - b.sequence);
    edits = Map.groupBy(inOrder, ({ subject_id }) => subject_id);
    known.set(accepted, edits);
  }
  return edits;
}
