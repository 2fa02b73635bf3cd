import { referralCodeOf } from '../domain/affiliate.ts';
import { originOf } from '../domain/channel.ts';
import { derivedId, isClickId } from '../domain/ids.ts';
import type { TouchFacts } from '../domain/touch.ts';
import type { ParsedTouch } from '../wire/batch.ts';
import { BROWSER_MAX_AGE, MAX_AHEAD } from './clock.ts';
import { cut, MAX_URL } from './cut.ts';
import type { EventContext, EventNote, Incoming } from './incoming.ts';
import { type Landing, landingOf } from './landing.ts';

/** The arrival that the sender tells of, or that the page's own address shows. */
export function putTouch({ given, context, row, body, notes }: Incoming): undefined {
  if (given.touch) {
    let at = given.touch.occurred_at + context.clock_error;
    if (at > context.received_at + MAX_AHEAD) {
      at = context.received_at;
      notes.push('touch_clamped_to_arrival');
    }
    if (at < context.received_at - BROWSER_MAX_AGE) notes.push('old_touch_left_out');
    else body.touch = touchOf(context, given.touch.id, at, readTouch(given.touch, context, notes));
  } else if (given.touch === undefined && row.name === 'page_view' && row.url !== null) {
    const landing = landingOf(row.url, row.referrer, row.occurred_at);
    if (landing) body.touch = touchOf(context, row.id, row.occurred_at, landing);
  }
}

/** A touch's id follows from the visitor's and the browser's, so that no browser can speak of another's touches. */
function touchOf(context: EventContext, id: string, at: number, landing: Landing): TouchFacts {
  return {
    id: derivedId('touch', context.workspace_id, context.visitor_id, id),
    occurred_at: at,
    ...landing,
    ...originOf(landing),
  };
}

function readTouch(touch: ParsedTouch, { clock_error }: EventContext, notes: EventNote[]): Landing {
  const { cs_click, ...others } = touch.click_ids ?? {};
  const clickIds = Object.entries(others).map(([name, { value, first_seen_at }]) => [
    name,
    { value, first_seen_at: first_seen_at + clock_error },
  ]);
  return {
    url: cut(touch.url, MAX_URL, notes, 'touch_url_cut') ?? '',
    referrer: cut(touch.referrer, MAX_URL, notes, 'touch_referrer_cut'),
    utm: touch.utm && Object.keys(touch.utm).length > 0 ? touch.utm : null,
    click_ids: clickIds.length > 0 ? Object.fromEntries(clickIds) : null,
    referral_code: referralCodeOf(touch.referral_code ?? '') ?? null,
    click_id: cs_click && isClickId(cs_click.value) ? cs_click.value : null,
  };
}
