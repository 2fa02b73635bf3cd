import type { CommandRow, Outcome, SetTagSettings } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { commands, tagSettings } from '../domain/schema.ts';
import type { TagSettingRow } from '../domain/tag-setting.ts';

/**
 * Says how a workspace wants its tag, in place of all that was said before. Settings are numbered when they are accepted and the
 * highest number holds, so a log that is derived in another order gives the same.
 */
export function setTagSettings(draft: Draft, command: SetTagSettings): Outcome {
  const { workspace_id, recorded_at, settings } = command;
  if (isKnown(draft, command)) return { status: 'duplicate' };
  const row = draft.get<TagSettingRow>(tagSettings, [workspace_id]);
  const before = row?.sequence ?? 0;
  const sequence = command.sequence ?? before + 1;
  const said = { sequence, settings, updated_at: recorded_at };
  const now: TagSettingRow = row ?? { workspace_id, ...said, version: 1 };
  if (!row) draft.insert<TagSettingRow>(tagSettings, now);
  else if (sequence > before) draft.update<TagSettingRow>(tagSettings, row, said);
  // A later command of the group may change the row before anybody is answered.
  return { status: 'recorded', tag_setting: { ...now }, logged: { ...command, sequence } };
}

function isKnown(draft: Draft, { workspace_id, id }: SetTagSettings): boolean {
  return draft.find<CommandRow>(commands, 'key', [workspace_id, id]).length > 0;
}
