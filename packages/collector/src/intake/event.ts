import { reportsConversion } from '../domain/conversion.ts';
import type { EventRow } from '../domain/event.ts';
import { mintId } from '../domain/ids.ts';
import { moneyOf } from '../domain/money.ts';
import { EVENT_FIELDS, type ParsedEvent } from '../wire/batch.ts';
import { putBotSignals } from './bot-signals.ts';
import { BROWSER_MAX_AGE, MAX_AHEAD } from './clock.ts';
import { putConsent, unrecognisedVisitorId } from './consent.ts';
import { cut, MAX_URL } from './cut.ts';
import { putItems } from './event-items.ts';
import type { Drop, EventContext, EventNote, Incoming, Step } from './incoming.ts';
import { namesOf, type Unnamed } from './people.ts';
import { putTouch } from './touch.ts';
import { putVendorIds } from './vendor-ids.ts';

/** What happens to an event from the tag, in this order. A step that returns a reason ends it. */
const STEPS: readonly Step[] = [
  putTime,
  dropTooOld,
  putPage,
  putTouch,
  putConsent,
  putPeople,
  putMoney,
  putProps,
  putItems,
  putVendorIds,
  putBotSignals,
  dropTooLarge,
  putClaim,
];

/** Bytes of JSON that the free part of an event may have. */
const MAX_BODY = 32_768;
const MAX_TITLE = 300;

/** The event as a row of the log, or why it is not taken. */
export function intakeEvent(given: ParsedEvent, asked: EventContext): EventRow | Drop {
  const context =
    given.consent?.analytics === 'denied'
      ? { ...asked, visitor_id: unrecognisedVisitorId(asked, given.occurred_at) }
      : asked;
  const { workspace_id, visitor_id, received_at, is_bot, was_cleaned } = context;
  const row: EventRow = {
    workspace_id,
    id: given.id,
    visitor_id,
    name: given.name,
    occurred_at: received_at,
    recorded_at: received_at,
    url: null,
    referrer: null,
    title: null,
    is_bot,
    body: null,
  };
  const incoming: Incoming = { given, context, row, body: {}, notes: was_cleaned ? ['text_cleaned'] : [] };
  for (const step of STEPS) {
    const drop = step(incoming);
    if (drop) return drop;
  }
  if (incoming.notes.length > 0) incoming.body.notes = incoming.notes;
  if (!isEmpty(incoming.body)) row.body = incoming.body;
  return row;
}

function putTime({ given, context, row, notes }: Incoming): undefined {
  if (given.occurred_at === undefined) return;
  row.occurred_at = given.occurred_at + context.clock_error;
  if (context.clock_error !== 0) notes.push('clock_corrected');
  if (row.occurred_at > context.received_at + MAX_AHEAD) {
    row.occurred_at = context.received_at;
    notes.push('clamped_to_arrival');
  }
}

function dropTooOld({ context, row }: Incoming): Drop | undefined {
  if (row.occurred_at >= context.received_at - BROWSER_MAX_AGE) return undefined;
  return { reason: 'too_old', field: 'occurred_at', message: 'a browser may report what is at most 28 days old' };
}

function putPage({ given, row, notes }: Incoming): undefined {
  row.url = cut(given.url, MAX_URL, notes, 'url_cut');
  row.referrer = cut(given.referrer, MAX_URL, notes, 'referrer_cut');
  row.title = cut(given.title, MAX_TITLE, notes, 'title_cut');
}

const UNNAMED_NOTES: Readonly<Record<Unnamed, EventNote>> = {
  blocked: 'identifier_blocked',
  not_e164: 'phone_not_e164',
};

/** A browser that says who it is, where that may be known. One that is left (`reset`) says so of nobody, whomever the tag still names. */
function putPeople({ given, context, row, body, notes }: Incoming): undefined {
  if (given.consent?.analytics === 'denied') return;
  const isReset = row.name === 'reset';
  if (isReset) body.is_reset = true;
  if (!given.user) return;
  const { user_id, user_hash, email, phone, traits } = given.user;
  if (traits) body.traits = traits;
  if (isReset) return;
  const { identifiers, unnamed } = namesOf({ user: user_id, email, phone });
  if (identifiers.length > 0) body.identifiers = identifiers;
  for (const note of new Set(unnamed.map(({ why }) => UNNAMED_NOTES[why]))) notes.push(note);
  if (user_hash === undefined || !identifiers.some(({ kind }) => kind === 'user')) return;
  if (context.isProof(user_hash, user_id ?? '')) body.is_proven = true;
  else notes.push('user_hash_wrong');
}

function putMoney({ given, context, body, notes }: Incoming): Drop | undefined {
  if (given.value === undefined) return undefined;
  const money = moneyOf(given.value, given.currency ?? context.currency, 'half_even');
  if (money.fault === 'unknown_currency') {
    return { reason: 'invalid', field: 'currency', message: 'expected an ISO 4217 code, such as EUR' };
  }
  if (money.fault)
    return { reason: 'invalid', field: 'value', message: 'expected a decimal amount that can be stored' };
  body.amount_minor = money.amount_minor;
  body.currency = money.currency;
  if (money.rounded) notes.push('value_rounded');
  return undefined;
}

/** Keys that the format does not name are kept beside the properties. */
function putProps({ given, body }: Incoming): undefined {
  if (given.order_id !== undefined) body.order_id = given.order_id;
  const extra = Object.keys(given).filter((key) => !EVENT_FIELDS.has(key));
  const props = given.props ?? {};
  if (extra.length > 0) body.props = { ...Object.fromEntries(extra.map((key) => [key, given[key]])), ...props };
  else if (!isEmpty(props)) body.props = props;
}

/** Items and vendors' ids have bounds of their own. */
function dropTooLarge({ body }: Incoming): Drop | undefined {
  if (!body.props && !body.traits) return undefined;
  const { items: _, vendor_ids: __, ...free } = body;
  if (Buffer.byteLength(JSON.stringify(free)) <= MAX_BODY) return undefined;
  return { reason: 'too_large', field: 'props', message: `an event may carry ${MAX_BODY} bytes of properties` };
}

function putClaim({ given, body }: Incoming): undefined {
  if (reportsConversion(given.name, given.order_id)) body.claim_id = mintId();
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
