import type { EarningRow, EntryRow } from '../../domain/earning.ts';
import { earnings, entries } from '../../domain/schema.ts';
import { checkEntries } from './check-entries.ts';
import { pagesOf } from './pages.ts';
import { byId, different, type Step, type Walk } from './step.ts';

/** Entries of earnings that are not there any more. */
export function strayEntriesStep(walk: Walk): Step<string> {
  const { reader, workspace_id } = walk;
  const pages = pagesOf<EntryRow>(walk, entries, ['earning_id', 'command_id']);
  async function look(id: string) {
    const [earning] = await reader.find<EarningRow>(earnings, 'key', [workspace_id, id]);
    return earning ? [] : checkEntries(reader, { workspace_id, id }, undefined);
  }
  return { subject: 'earning', pages: different(pages, ({ earning_id }) => earning_id), ...byId(look) };
}
