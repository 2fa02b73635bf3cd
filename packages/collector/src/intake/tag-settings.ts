import type { SetTagSettings } from '../domain/command.ts';
import { mintId } from '../domain/ids.ts';
import type { TagSettings } from '../domain/tag-setting.ts';
import type { NewTagSettings } from '../wire/tag-settings.ts';
import { readAmount } from './money.ts';

interface TagSettingsContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
}

/** How a workspace wants its tag, as a command. Throws `invalid` where a goal is worth what its currency does not have. */
export function intakeTagSettings(given: NewTagSettings, context: TagSettingsContext): SetTagSettings {
  for (const [at, { value, currency }] of given.goals.entries()) {
    if (value !== undefined) readAmount(`goals.${at}.value`, value, currency ?? context.currency);
  }
  const { goals, ...others } = given;
  const said = Object.entries(others).filter(([, value]) => value !== null && value !== undefined);
  const settings: TagSettings = { goals, ...Object.fromEntries(said) };
  return {
    kind: 'set_tag_settings',
    workspace_id: context.workspace_id,
    id: mintId(),
    recorded_at: context.received_at,
    sequence: null,
    settings,
  };
}
