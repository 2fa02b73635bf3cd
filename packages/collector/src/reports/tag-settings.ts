import { tagSettings } from '../domain/schema.ts';
import type { TagSettingRow } from '../domain/tag-setting.ts';
import type { Reader } from '../store/store.ts';

/** How a workspace wants its tag; `null` where it has not said anything yet. */
export async function readTagSettings(
  reader: Reader,
  { workspace_id }: { workspace_id: string },
): Promise<TagSettingRow | null> {
  const [row] = await reader.find<TagSettingRow>(tagSettings, 'key', [workspace_id]);
  return row ?? null;
}
