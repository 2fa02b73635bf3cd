import type { LinkRow } from '../../domain/affiliate.ts';
import { links } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { type ClickCount, countClicks } from './clicks.ts';

export interface PortalLinkPage {
  rows: { link: LinkRow; clicks: ClickCount }[];
  next: { created_at: number; id: string } | null;
}

/** An affiliate's links, newest first, with their clicks. */
export async function listPortalLinks(
  reader: Reader,
  question: {
    workspace_id: string;
    affiliate_id: string;
    now: number;
    limit: number;
    after: { created_at: number; id: string } | null;
  },
): Promise<PortalLinkPage> {
  const { workspace_id, affiliate_id, now, limit, after } = question;
  const found = await reader.range<LinkRow>(links, 'affiliate', [workspace_id, affiliate_id], {
    ...{ where: { deleted_at: null }, order: 'descending', limit: limit + 1 },
    by: ['created_at', 'id'],
    after: after ? [after.created_at, after.id] : undefined,
  });
  const page = found.slice(0, limit);
  const rows = await Promise.all(
    page.map(async (link) => ({ link, clicks: await countClicks(reader, workspace_id, [link.code], now) })),
  );
  const last = page.at(-1);
  return { rows, next: found.length > limit && last ? { created_at: last.created_at, id: last.id } : null };
}
