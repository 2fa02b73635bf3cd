import type { LinkRow } from '../domain/affiliate.ts';
import { digestOf } from '../domain/ids.ts';
import { directory, links } from '../domain/schema.ts';
import type { DirectoryRow } from '../domain/workspace.ts';
import type { Reader } from '../store/store.ts';

/** The link that a code belongs to, in whatever workspace. */
export async function findLink(reader: Reader, code: string): Promise<LinkRow | undefined> {
  const [entry] = await reader.find<DirectoryRow>(directory, 'key', ['code', digestOf(code)]);
  if (!entry) return undefined;
  const [link] = await reader.find<LinkRow>(links, 'key', [entry.workspace_id, entry.ref_id]);
  return link;
}
