import type { Outcome, RecordClick } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { touches } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import { Affected } from './affected.ts';
import { settle } from './settle.ts';
import { keepTouch } from './touch.ts';

/** A click that the collector saw itself, or that a server reports: a touch with an id of its own. */
export function recordClick(draft: Draft, command: RecordClick): Outcome {
  const { workspace_id, recorded_at, click } = command;
  if (draft.get<TouchRow>(touches, [workspace_id, click.id])) return { status: 'duplicate' };
  const affected = new Affected(draft, workspace_id);
  keepTouch(draft, { ...click, workspace_id, recorded_at, version: 1 }, affected);
  settle(draft, command, affected);
  return { status: 'recorded' };
}
