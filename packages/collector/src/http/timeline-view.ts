import type { EventRow } from '../domain/event.ts';
import { decimalOf } from '../domain/money.ts';
import { sessionIdOf } from '../domain/session.ts';
import { isoOf } from '../domain/time.ts';
import { vendorCookieNames } from '../domain/vendor-ids.ts';
import { handoverInWords } from '../explain/person-words.ts';
import { nameInWords, sentence } from '../explain/phrases.ts';
import type { PlacedEntry } from '../reports/people/timeline.ts';
import { viewAttribution } from './conversion-view.ts';
import { viewName } from './person-view.ts';

/** What happened to a person as the native API renders it; `kind` says which fields there are. */
export function viewEntry(workspaceId: string, entry: PlacedEntry) {
  const { occurred_at, visitor_id, session_started_at } = entry;
  const session_id =
    visitor_id === null || session_started_at === null
      ? null
      : sessionIdOf(workspaceId, visitor_id, session_started_at);
  return { ...viewFacts(entry), occurred_at: isoOf(occurred_at), visitor_id, session_id };
}

function viewFacts(entry: PlacedEntry) {
  switch (entry.kind) {
    case 'event':
      return viewEvent(entry.event);
    case 'touch': {
      const { id, channel, source, campaign, url, referrer, click_id, is_bot } = entry.touch;
      return { kind: 'arrival', id, channel, source, campaign, url, referrer_url: referrer, click_id, is_bot };
    }
    case 'sale': {
      const { id, name, order_id, amount_minor, currency, credit } = entry.sale;
      const amount = amountOf(amount_minor, currency);
      return {
        kind: 'sale',
        id,
        name,
        order_id,
        amount,
        currency,
        attributed_to: viewAttribution(credit.attributed_to),
      };
    }
    case 'link': {
      const { id, from, to } = entry;
      const explanation = sentence(`${nameInWords(from)} and ${nameInWords(to)} are one person: your server said so.`);
      return { kind: 'identification', id, said_by: 'server', identifiers: [from, to].map(viewName), explanation };
    }
    case 'handover':
      return {
        kind: 'handover',
        id: entry.id,
        left: entry.handover.left.map(viewName),
        came: entry.handover.came.map(viewName),
        by_reset: entry.handover.by_reset,
        explanation: handoverInWords(entry.handover),
      };
  }
}

function viewEvent({ id, name, url, referrer, title, is_bot, body }: EventRow) {
  const page = {
    ...{ id, name, url, referrer_url: referrer, title, is_bot },
    bot_signals: body?.bot_signals ?? [],
    consent: body?.consent ?? null,
    // Which platforms know the browser is of use to whoever looks; by what they know it is not.
    vendor_ids: vendorCookieNames(body?.vendor_ids ?? {}),
  };
  const identifiers = body?.identifiers ?? [];
  if (body?.is_reset) return { kind: 'reset', ...page };
  if (body?.claim_id) {
    const { claim_id, order_id = null, amount_minor = null, currency = null } = body;
    return {
      kind: 'claim',
      ...page,
      claim_id,
      order_id,
      amount: amountOf(amount_minor, currency),
      currency,
      identifiers,
    };
  }
  if (name === 'identify') {
    const said_by = body?.is_proven ? 'proven_browser' : 'browser';
    return { kind: 'identification', ...page, said_by, identifiers };
  }
  return { kind: 'event', ...page, identifiers };
}

function amountOf(amountMinor: number | null, currency: string | null): number | null {
  return amountMinor === null ? null : Number(decimalOf(amountMinor, currency ?? ''));
}
