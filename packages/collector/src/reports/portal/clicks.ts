import type { LinkRow } from '../../domain/affiliate.ts';
import { links, touches } from '../../domain/schema.ts';
import type { Cell } from '../../domain/table.ts';
import { DAY } from '../../domain/time.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Reader } from '../../store/store.ts';

/** How often somebody came by a code: today (UTC), in the 30 days until now, and ever. */
export interface ClickCount {
  today: number;
  last_30_days: number;
  all: number;
}

export interface ClickPlace {
  occurred_at: number;
  id: string;
}

export interface ClickPage {
  rows: { touch: TouchRow; code: string }[];
  next: ClickPlace | null;
}

/** Clicks of one code are counted up to so many. */
export const CLICKS_COUNTED = 100_000;

/**
 * What counts as a click on a code: one that `/go` or a server recorded, unless it was fetched as a part of a page; or a
 * landing with the code in its address that no such click led to. Bots never do.
 */
function waysIn(code: string): Readonly<Record<string, Cell>>[] {
  return [
    { is_bot: false, code, fetched_as: null },
    { is_bot: false, code, fetched_as: 'document' },
    { is_bot: false, click_id: null },
  ];
}

/** Codes of an affiliate, those of deleted links too: what they bring stays the affiliate's. */
export async function codesOf(reader: Reader, workspaceId: string, affiliateId: string): Promise<string[]> {
  const own = await reader.find<LinkRow>(links, 'affiliate', [workspaceId, affiliateId]);
  return own.map(({ code }) => code).sort();
}

export async function countClicks(
  reader: Reader,
  workspaceId: string,
  codes: readonly string[],
  now: number,
): Promise<ClickCount> {
  const since = async (from: number | null) => {
    const counts = codes.flatMap((code) =>
      waysIn(code).map((where) =>
        reader.tally(
          touches,
          'code',
          [workspaceId, code],
          { where, ...(from === null ? {} : { from: [from] }) },
          CLICKS_COUNTED,
        ),
      ),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
  const [today, last_30_days, all] = await Promise.all([
    since(Math.floor(now / DAY) * DAY),
    since(now - 30 * DAY),
    since(null),
  ]);
  return { today, last_30_days, all };
}

/** Newest first: each code's clicks are in order, and are merged. */
export async function listPortalClicks(
  reader: Reader,
  question: { workspace_id: string; affiliate_id: string; limit: number; after: ClickPlace | null },
): Promise<ClickPage> {
  const { workspace_id, affiliate_id, limit, after } = question;
  const codes = await codesOf(reader, workspace_id, affiliate_id);
  const walks = codes.flatMap((code) =>
    waysIn(code).map(async (where) => {
      const found = await reader.range<TouchRow>(touches, 'code', [workspace_id, code], {
        ...{ where, order: 'descending', limit: limit + 1 },
        after: after ? [after.occurred_at, after.id] : undefined,
      });
      return found.map((touch) => ({ touch, code }));
    }),
  );
  const found = (await Promise.all(walks)).flat().sort((a, b) => byTime(b.touch, a.touch));
  const rows = found.slice(0, limit);
  const last = rows.at(-1)?.touch;
  return { rows, next: found.length > limit && last ? { occurred_at: last.occurred_at, id: last.id } : null };
}

function byTime(a: ClickPlace, b: ClickPlace): number {
  return a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1);
}
