import type { Command } from '../../packages/collector/src/domain/command.ts';
import type { EdgeRow, Identifier, MarkRow } from '../../packages/collector/src/domain/identity.ts';
import { nodeKey, strengthOf } from './expected-people.ts';

/** What accepted commands say of who is who and who was where, taken down word by word. */
export interface ExpectedTraces {
  edges: string[];
  marks: string[];
}

interface Said {
  identifiers: readonly Identifier[];
  visitor: string | null;
  at: number;
  trusted: boolean;
  isProven: boolean;
}

const NEVER = Number.MAX_SAFE_INTEGER;

export function edgeLine({
  from_kind,
  from_value,
  to_kind,
  to_value,
  trusted,
  occurred_at,
  is_removed,
}: EdgeRow): string {
  return lineOf(`${from_kind}:${from_value}`, `${to_kind}:${to_value}`, trusted, occurred_at, is_removed);
}

export function markLine({ visitor_id, kind, value, trusted, occurred_at }: MarkRow): string {
  return [visitor_id, `${kind}:${value}`, trusted, occurred_at].join(' ');
}

function lineOf(from: string, to: string, trusted: boolean, at: number, isRemoved: boolean): string {
  return [from, to, trusted, at === NEVER ? 'never' : at, isRemoved].join(' ');
}

export function expectedTraces(commands: readonly Command[]): ExpectedTraces {
  const edges = new Map<string, { from: string; to: string; trusted: boolean; at: number }>();
  const removed = new Set<string>();
  const marks = new Set<string>();
  const link = (from: string, to: string, trusted: boolean, at: number) => {
    const name = `${from} ${to} ${trusted}`;
    edges.set(name, { from, to, trusted, at: Math.min(at, edges.get(name)?.at ?? NEVER) });
  };

  for (const command of commands) {
    if (command.kind === 'alias')
      link(`user:${command.previous_id}`, `user:${command.user_id}`, true, command.occurred_at);
    if (command.kind === 'remove_edge') {
      const [from, to] = [command.from, command.to].map(({ kind, value }) => `${kind}:${value}`) as [string, string];
      removed.add(`${from} ${to}`);
      for (const trusted of [true, false]) link(from, to, trusted, NEVER);
    }
    if (command.kind === 'record_event' && command.body?.is_reset) {
      marks.add([command.visitor_id, 'reset:', false, command.occurred_at].join(' '));
    }
    const said = saidBy(command);
    if (!said) continue;
    const nodes = said.identifiers.filter(({ kind }) => kind !== 'visitor').map(nodeKey);
    const [strongest] = nodes.toSorted((a, b) => strengthOf(a) - strengthOf(b));
    for (const node of nodes) if (strongest && node !== strongest) link(node, strongest, said.trusted, said.at);
    for (const node of said.visitor === null ? [] : nodes) {
      const trusted = said.trusted || (said.isProven && node.startsWith('user:'));
      link(`visitor:${said.visitor}`, node, trusted, said.at);
      marks.add([said.visitor, node, trusted, said.at].join(' '));
    }
  }
  return {
    edges: [...edges.values()]
      .map(({ from, to, trusted, at }) => lineOf(from, to, trusted, at, removed.has(`${from} ${to}`)))
      .sort(),
    marks: [...marks].sort(),
  };
}

function saidBy(command: Command): Said | undefined {
  if (command.kind === 'record_event') {
    const { identifiers, is_proven } = command.body ?? {};
    const { visitor_id: visitor, occurred_at: at } = command;
    return identifiers && { identifiers, visitor, at, trusted: false, isProven: is_proven === true };
  }
  if (command.kind === 'create_contact' || command.kind === 'edit') {
    const { identifiers = [], recorded_at: at } = command;
    return { identifiers, visitor: null, at, trusted: true, isProven: false };
  }
  if (command.kind !== 'identify' && command.kind !== 'record_conversion') return undefined;
  const { identifiers, occurred_at: at } = command.kind === 'identify' ? command : command.conversion;
  const visitor = identifiers.find(({ kind }) => kind === 'visitor')?.value ?? null;
  return { identifiers, visitor, at, trusted: true, isProven: false };
}
