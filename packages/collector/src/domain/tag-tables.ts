import { defineTable, integer, json, mutable, text } from './table.ts';
import type { TagSettingRow } from './tag-setting.ts';

/** The tables of what the collector tells the tag. `schema.ts` has the others. */

export const tagSettings = defineTable<TagSettingRow>({
  name: 'tag_setting',
  role: 'fact',
  columns: {
    workspace_id: text,
    sequence: mutable(integer),
    settings: mutable(json),
    updated_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id'],
  indexes: {},
  anchors: {},
});
