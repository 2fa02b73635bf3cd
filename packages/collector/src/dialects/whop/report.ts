import { z } from 'zod';
import { ACTION_SOURCES } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { beginningOf } from '../../domain/text.ts';
import { instantOf } from '../../domain/time.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { currency } from '../../wire/fields.ts';
import { faultOf } from '../../wire/parse.ts';
import { renamed, undocumentedOf } from '../undocumented.ts';

const EVENT_NAMES = ['lead', 'submit_application', 'contact', 'complete_registration', 'schedule', 'custom'] as const;

const CONTEXT_FIELDS = [
  'ad_campaign_id',
  'ad_id',
  'ad_set_id',
  'fbclid',
  'fbp',
  'ga',
  'gclid',
  'ig_sid',
  'ip_address',
  'ttclid',
  'ttp',
  'user_agent',
  'utm_campaign',
  'utm_content',
  'utm_id',
  'utm_medium',
  'utm_source',
  'utm_term',
];

const USER_FIELDS = [
  'anonymous_id',
  'birthdate',
  'city',
  'country',
  'email',
  'external_id',
  'first_name',
  'gender',
  'last_name',
  'member_id',
  'membership_id',
  'name',
  'phone',
  'postal_code',
  'state',
  'user_id',
  'username',
];

/** Identifiers of our own API that the vendor does not document; here they name nobody. */
const NOT_USER_FIELDS: ReadonlySet<string> = new Set(['customer_id', 'lead_id']);

/** Callers send empty text for what they do not have. */
function text(max: number) {
  return z
    .string()
    .max(max)
    .nullish()
    .transform((value) => value || undefined);
}

/** Text in the fields that are named, anything in others. */
function texts(fields: readonly string[]) {
  return z.looseObject(Object.fromEntries(fields.map((field) => [field, z.string().nullish()]))).nullish();
}

function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, {
    error: ({ input }) =>
      input === undefined ? 'is required' : `expected one of ${values.join(', ')}; received ${shown(input)}`,
  });
}

const time = z.string().refine((text) => instantOf(text) !== undefined, {
  error: ({ input }) => `expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z; received ${shown(input)}`,
});

const company = z.string().min(1, 'is required').max(255);

const shared = {
  action_source: oneOf(ACTION_SOURCES).nullish(),
  context: texts(CONTEXT_FIELDS),
  currency: currency.nullish(),
  event_id: text(255),
  event_time: time.nullish(),
  plan_id: text(255),
  product_id: text(255),
  referrer_url: text(8_192),
  url: text(8_192),
  user: texts(USER_FIELDS),
  value: z.number().nullish(),
};

const customName = z.string().trim().nullish();

const conversion = z.looseObject({
  ...shared,
  company_id: company,
  event_name: oneOf(EVENT_NAMES),
  custom_name: customName.pipe(text(100)),
});

const event = z.looseObject({
  ...shared,
  account_id: company,
  event_name: z.string().trim().min(1, 'is required').max(100),
  custom_name: customName.pipe(text(35)),
});

/** What a caller reports, in our words, and the account that it names. */
export interface WhopReport {
  account: string;
  given: GivenConversion;
}

/** The body of `POST /api/v1/conversions`. Throws `invalid`. */
export function conversionOf(body: unknown): WhopReport {
  const report = read(conversion, body);
  return { account: report.company_id, given: givenOf(report, conversion.shape) };
}

/** The body of `POST /api/v1/events`. Throws `invalid`. */
export function eventOf(body: unknown): WhopReport {
  const report = read(event, body);
  return { account: report.account_id, given: givenOf(report, event.shape) };
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { field, message } = faultOf(parsed.error);
  throw new AppError('invalid', `${field === '' ? 'body' : field}: ${message}`, { field });
}

type Report = z.output<z.ZodObject<typeof shared>> & { event_name: string; custom_name?: string | undefined };

function givenOf(report: Report, documented: object): GivenConversion {
  const { event_name, custom_name, plan_id, product_id, user } = report;
  const isCustom = event_name === 'custom';
  if (isCustom && custom_name === undefined) {
    throw new AppError('invalid', 'custom_name: is required where event_name is custom', { field: 'custom_name' });
  }
  return {
    ...undocumentedOf(report, documented, 'whop'),
    // Of an event with a name of its own it says nothing.
    ...(isCustom || custom_name === undefined ? {} : { custom_name }),
    name: isCustom && custom_name !== undefined ? nameOfCustom(custom_name) : event_name,
    event_id: report.event_id,
    occurred_at: report.event_time ?? undefined,
    amount: report.value,
    currency: report.currency,
    action_source: report.action_source,
    plan_id,
    price_ids: plan_id === undefined ? undefined : [plan_id],
    product_ids: product_id === undefined ? undefined : [product_id],
    url: report.url,
    referrer_url: report.referrer_url,
    context: filled(report.context),
    user: filled(user && renamed(user, NOT_USER_FIELDS, 'whop')),
  };
}

/** Names of standard events, and what `nameOfCustom` makes of them. */
const STANDARD = new RegExp(`^(?:custom:)*(?:${EVENT_NAMES.filter((name) => name !== 'custom').join('|')})$`);

/** A name and an event id are one conversion, so a custom event is never called as a standard one is. */
function nameOfCustom(name: string): string {
  return STANDARD.test(name) ? `custom:${name}` : name;
}

/** What says nothing is left out; `undefined` where nothing is left. */
function filled(given: Record<string, unknown> | null | undefined): Record<string, unknown> | undefined {
  const entries = Object.entries(given ?? {}).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function shown(value: unknown): string {
  return beginningOf(JSON.stringify(value) ?? '', 100);
}
