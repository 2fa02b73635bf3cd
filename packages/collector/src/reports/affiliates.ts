import type { AffiliateRow, LinkRow } from '../domain/affiliate.ts';
import { affiliates, links } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';

export interface ShownAffiliate {
  affiliate: AffiliateRow;
  links: LinkRow[];
}

export interface AffiliatePage {
  rows: ShownAffiliate[];
  next: { created_at: number; id: string } | null;
}

/** Affiliates with their links, newest first. */
export async function listAffiliates(
  reader: Reader,
  question: { workspace_id: string; limit: number; after: { created_at: number; id: string } | null },
): Promise<AffiliatePage> {
  const { workspace_id, limit, after } = question;
  const found = await reader.range<AffiliateRow>(affiliates, 'time', [workspace_id], {
    order: 'descending',
    limit: limit + 1,
    after: after ? [after.created_at, after.id] : undefined,
  });
  const page = found.slice(0, limit);
  const rows = await Promise.all(
    page.map(async (affiliate) => ({
      affiliate,
      links: await reader.find<LinkRow>(links, 'affiliate', [workspace_id, affiliate.id]),
    })),
  );
  const last = page.at(-1);
  return { rows, next: found.length > limit && last ? { created_at: last.created_at, id: last.id } : null };
}
