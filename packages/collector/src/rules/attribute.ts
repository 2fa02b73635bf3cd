import type { AttributedTo, Candidate } from '../domain/credit.ts';
import { type Arrival, timingOf } from './arrivals.ts';

/** So many candidates are listed in the answer, the newest first. */
const LISTED = 20;

export interface Attribution {
  attributed_to: AttributedTo | null;
  candidates: Candidate[];
  more_candidates: number;
}

/** Last touch: of all touches in the window the latest one earned the sale. `arrivals` come in order of their claim to it. */
export function attribute(arrivals: readonly Arrival[], occurredAt: number): Attribution {
  let winner: AttributedTo | null = null;
  const candidates = arrivals.map((arrival): Candidate => {
    const described = describe(arrival);
    const timing = timingOf(arrival.touch, occurredAt);
    if (timing === 'after_the_sale' || timing === 'before_the_window') return { ...described, verdict: timing };
    if (!arrival.is_theirs) return { ...described, verdict: 'other_person' };
    if (winner) return { ...described, verdict: timing === 'in_time' ? 'earlier_touch' : 'after_the_sale' };
    winner = described;
    return { ...described, verdict: 'last_touch' };
  });
  return {
    attributed_to: winner,
    candidates: candidates.slice(0, LISTED),
    more_candidates: Math.max(0, candidates.length - LISTED),
  };
}

function describe({ touch, affiliate_id, code }: Arrival): AttributedTo {
  const [adClick] = Object.values(touch.click_ids ?? {});
  return {
    touch_id: touch.id,
    channel: affiliate_id ? 'affiliate' : touch.channel,
    source: affiliate_id ? (touch.utm?.['source'] ?? code) : touch.source,
    campaign: touch.campaign,
    click_id: touch.click_id ?? adClick?.value ?? null,
    occurred_at: touch.occurred_at,
  };
}
