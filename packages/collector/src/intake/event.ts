import { referralCodeOf } from '../domain/affiliate.ts';
import { originOf } from '../domain/channel.ts';
import { reportsConversion } from '../domain/conversion.ts';
import type { EventBody, EventRow } from '../domain/event.ts';
import { derivedId, isClickId, mintId } from '../domain/ids.ts';
import { moneyOf } from '../domain/money.ts';
import { beginningOf } from '../domain/text.ts';
import type { TouchFacts } from '../domain/touch.ts';
import { EVENT_FIELDS, type ParsedEvent, type ParsedTouch } from '../wire/batch.ts';
import { BROWSER_MAX_AGE, MAX_AHEAD } from './clock.ts';
import { type Landing, landingOf } from './landing.ts';
import { namesOf, type Unnamed } from './people.ts';

/** Why an event was not taken. */
export const DROP_REASONS = ['invalid', 'too_old', 'too_large', 'internal'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

export interface Drop {
  reason: DropReason;
  /** Path of the field at fault. */
  field: string;
  message: string;
}

/** What is known of the request that brought the event. */
export interface EventContext {
  workspace_id: string;
  visitor_id: string;
  received_at: number;
  /** Ms by which the browser's clock is behind ours. */
  clock_error: number;
  is_bot: boolean;
  /** The workspace's default currency. */
  currency: string;
  /** Whether a hash that came with a user id was made by one of the workspace's servers. */
  isProof: (userHash: string, userId: string) => boolean;
  /** The body held NUL characters or broken surrogates. */
  was_cleaned: boolean;
}

/** An event on its way in. Steps fill `row`, `body` and `notes`. */
interface Incoming {
  given: ParsedEvent;
  context: EventContext;
  row: EventRow;
  body: EventBody;
  notes: string[];
}

type Step = (incoming: Incoming) => Drop | undefined;

/** What happens to an event from the tag, in this order. A step that returns a reason ends it. */
const STEPS: readonly Step[] = [
  putTime,
  dropTooOld,
  putPage,
  putTouch,
  putPeople,
  putMoney,
  putProps,
  dropTooLarge,
  putClaim,
];

/** Bytes of JSON that the free part of an event may have. */
const MAX_BODY = 32_768;
const MAX_URL = 2_048;
const MAX_TITLE = 300;

/** The event as a row of the log, or why it is not taken. */
export function intakeEvent(given: ParsedEvent, context: EventContext): EventRow | Drop {
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

function putTouch({ given, context, row, body, notes }: Incoming): undefined {
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

function readTouch(touch: ParsedTouch, { clock_error }: EventContext, notes: string[]): Landing {
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

const UNNAMED_NOTES: Readonly<Record<Unnamed, string>> = {
  blocked: 'identifier_blocked',
  not_e164: 'phone_not_e164',
};

/** A browser that says who it is. One that is left (`reset`) says so of nobody, whomever the tag still names. */
function putPeople({ given, context, row, body, notes }: Incoming): undefined {
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

function dropTooLarge({ body }: Incoming): Drop | undefined {
  if (!body.props && !body.traits) return undefined;
  if (Buffer.byteLength(JSON.stringify(body)) <= MAX_BODY) return undefined;
  return { reason: 'too_large', field: 'props', message: `an event may carry ${MAX_BODY} bytes of properties` };
}

function putClaim({ given, body }: Incoming): undefined {
  if (reportsConversion(given.name, given.order_id)) body.claim_id = mintId();
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

function cut(text: string | undefined, length: number, notes: string[], note: string): string | null {
  if (!text) return null;
  if (text.length <= length) return text;
  notes.push(note);
  return beginningOf(text, length);
}
