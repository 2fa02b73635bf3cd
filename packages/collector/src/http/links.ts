import type { AffiliateRow, LinkRow } from '../domain/affiliate.ts';
import { digestOf } from '../domain/ids.ts';
import type { ProgramRow } from '../domain/program.ts';
import { affiliates, directory, links, programs, workspaces } from '../domain/schema.ts';
import type { DirectoryRow, WorkspaceRow } from '../domain/workspace.ts';
import type { Reader } from '../store/store.ts';

/** A link that somebody follows, with what decides on where it leads and whether that is a click. */
export interface FollowedLink {
  link: LinkRow;
  affiliate: AffiliateRow;
  /** Where it may lead beside its own destination's host. */
  allowed_hosts: readonly string[];
  /** The workspace's. */
  secret: string;
}

/** The link that a code belongs to, in whatever workspace. */
export async function findLink(reader: Reader, code: string): Promise<LinkRow | undefined> {
  const [entry] = await reader.find<DirectoryRow>(directory, 'key', ['code', digestOf(code)]);
  if (!entry) return undefined;
  const [link] = await reader.find<LinkRow>(links, 'key', [entry.workspace_id, entry.ref_id]);
  return link;
}

/** The same with what belongs to it. */
export async function findFollowedLink(reader: Reader, code: string): Promise<FollowedLink | undefined> {
  const link = await findLink(reader, code);
  if (!link) return undefined;
  const { workspace_id, affiliate_id } = link;
  const [[affiliate], [workspace]] = await Promise.all([
    reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, affiliate_id]),
    reader.find<WorkspaceRow>(workspaces, 'key', [workspace_id]),
  ]);
  if (!affiliate || !workspace) return undefined;
  const { program_id } = affiliate;
  const [program] =
    program_id === null ? [] : await reader.find<ProgramRow>(programs, 'key', [workspace_id, program_id]);
  const allowed_hosts = program?.deleted_at === null ? program.allowed_hosts : [];
  return { link, affiliate, allowed_hosts, secret: workspace.secret };
}
