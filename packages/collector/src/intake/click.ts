import type { LinkRow } from '../domain/affiliate.ts';
import { originOf } from '../domain/channel.ts';
import type { RecordClick } from '../domain/command.ts';
import { commandIdOfClick, mintClickId } from '../domain/ids.ts';
import { type Landing, landingOf } from './landing.ts';
import { visitorOf } from './people.ts';

export interface ClickContext {
  workspace_id: string;
  received_at: number;
  is_bot: boolean;
}

export interface ClickReport {
  /** Where the click leads. */
  url: string;
  referrer: string | null;
  visitor_id: string | null;
  occurred_at: number;
  /** The referral link that was followed. */
  link: LinkRow | null;
  /** `sub1` … `sub5`, as the link was followed. */
  sub_ids?: Record<string, string> | null;
  /** `Sec-Fetch-Dest`, where the browser sent it. */
  fetched_as?: string | undefined;
}

/** A destination of fetches, such as `document`, `iframe` or `image`. */
const FETCH_DESTINATION = /^[a-z]{1,32}$/;

/** A click that the collector saw at a referral link, or that a server reports. */
export function intakeClick(report: ClickReport, context: ClickContext): RecordClick {
  const { url, referrer, visitor_id, occurred_at, link, sub_ids = null, fetched_as = '' } = report;
  const found = landingOf(url, referrer, occurred_at);
  const landing: Landing = found ?? { url, referrer, utm: null, click_ids: null, referral_code: null, click_id: null };
  const id = mintClickId();
  const code = link?.code ?? landing.referral_code;
  return {
    kind: 'record_click',
    workspace_id: context.workspace_id,
    id: commandIdOfClick(id),
    recorded_at: context.received_at,
    click: {
      ...landing,
      ...originOf({ ...landing, click_id: null, referral_code: code }),
      id,
      click_id: id,
      referral_code: code,
      visitor_id: visitorOf(visitor_id ?? undefined),
      occurred_at,
      affiliate_id: link?.affiliate_id ?? null,
      code: link?.code ?? null,
      sub_ids,
      fetched_as: FETCH_DESTINATION.test(fetched_as) ? fetched_as : null,
      is_bot: context.is_bot,
      is_browser_time: false,
    },
  };
}
