import type { Command } from '../../packages/collector/dist/domain/command.js';
import { mintId } from '../../packages/collector/dist/domain/ids.js';

/** People whose traces are known and not yet linked, and one with a long past: what the measures of identity work on. */

export interface Stranger {
  user_id: string;
  email: string;
  visitor_id: string;
}

/** The one whose timeline is read. */
export const REGULAR: Stranger = { user_id: 'regular', email: 'regular@example.com', visitor_id: 'regular-laptop' };
export const REGULAR_EVENTS = 10_000;

const HOUR = 3_600_000;

export function strangerOf(number: number): Stranger {
  return { user_id: `user-${number}`, email: `user-${number}@example.com`, visitor_id: `laptop-${number}` };
}

/** Each landed once by an ad, unknown; gave an email on a phone; and has an account that no browser has named. */
export function tracesOf({ user_id, email, visitor_id }: Stranger, workspace_id: string, at: number): Command[] {
  const says = (identifiers: { kind: 'user' | 'customer' | 'email' | 'visitor'; value: string }[]): Command => ({
    ...{ kind: 'identify', workspace_id, id: mintId(), recorded_at: at, occurred_at: at, identifiers, traits: null },
  });
  return [
    landing(workspace_id, visitor_id, at, 0),
    says([
      { kind: 'email', value: email },
      { kind: 'visitor', value: `${visitor_id}-phone` },
    ]),
    says([
      { kind: 'user', value: user_id },
      { kind: 'customer', value: `customer-${user_id}` },
    ]),
  ];
}

/** A view every ten minutes, a landing every day. */
export function longPast(workspace_id: string, until: number): Command[] {
  const { visitor_id, user_id } = REGULAR;
  return Array.from({ length: REGULAR_EVENTS }, (_, at): Command => {
    const occurred_at = until - (at * HOUR) / 6;
    if (at % 144 === 0) return landing(workspace_id, visitor_id, occurred_at, at);
    const identifiers = at % 10 === 0 ? [{ kind: 'user' as const, value: user_id }] : undefined;
    return view(workspace_id, visitor_id, occurred_at, `view-${at}`, identifiers ? { identifiers } : null);
  });
}

/** Somebody comes by an ad. */
export function landing(workspace_id: string, visitor_id: string, at: number, number: number): Command {
  return view(workspace_id, visitor_id, at, `landing-${number}`, {
    touch: {
      id: `touch-${visitor_id}-${number}`,
      occurred_at: at,
      url: 'https://shop.example.com/?gclid=abc',
      referrer: null,
      utm: null,
      click_ids: { gclid: { value: `abc-${number}`, first_seen_at: at } },
      referral_code: null,
      click_id: null,
      channel: 'paid_search',
      source: 'google',
      campaign: null,
    },
  });
}

function view(
  workspace_id: string,
  visitor_id: string,
  at: number,
  id: string,
  body: (Command & { kind: 'record_event' })['body'],
): Command {
  return {
    ...{ kind: 'record_event', workspace_id, id, visitor_id, name: 'page_view', occurred_at: at, recorded_at: at },
    ...{ url: 'https://shop.example.com/', referrer: null, title: 'Shop', is_bot: false, body },
  };
}
