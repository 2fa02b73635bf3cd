import { z } from 'zod';
import { TAG_CAPTURES, TAG_PIXELS } from '../domain/tag-setting.ts';
import { amount, currency, name, object } from './fields.ts';
import { host, hostOf } from './host.ts';

/** What the tag says by itself, and means something of its own by. */
const OWN_EVENTS: ReadonlySet<string> = new Set(['page_view', 'identify', 'reset']);
/** They come with each copy of the script, so there is a bound to all of them together. */
const MAX_BYTES = 16_384;
const MAX_GOALS = 100;
const MAX_PARAMETERS = 20;
const MAX_HOSTS = 20;

const event = name.refine((text) => !OWN_EVENTS.has(text), {
  error: ({ input }) => `${JSON.stringify(input)} is what the tag itself says; expected another name`,
});

const pattern = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    const fault = patternFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

const goal = z
  .strictObject({
    event,
    url: pattern.optional(),
    selector: z.string().trim().min(1).max(500).optional(),
    value: amount.optional(),
    currency: currency.transform((code) => code.toUpperCase()).optional(),
    props: object.optional(),
  })
  .refine(({ url, selector }) => (url === undefined) !== (selector === undefined), {
    error: 'expected either a url or a selector',
    path: ['url'],
  });

const parameters = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9_.-]{1,40}$/, 'expected the name of a query parameter: 1 to 40 of the characters a-z 0-9 _ . -'),
  )
  .max(MAX_PARAMETERS);

const state = z.enum(['granted', 'denied']);
const consent = z.union([state, z.strictObject({ analytics: state.optional(), ads: state.optional() })], {
  error: 'expected "granted", "denied", or an object that says either of "analytics" and "ads"',
});

const cookieDomain = z
  .string()
  .trim()
  .max(253)
  .transform((given, context) => {
    const host = given === '' ? given : hostOf(given.replace(/^\./, ''));
    if (host !== undefined) return host;
    context.addIssue({
      code: 'custom',
      message: 'expected a domain such as shop.example, or "" for each host by itself',
    });
    return z.NEVER;
  });

/** `PUT /v1/tag-settings`: all of them; what is left out or `null` is as the tag has it by itself. */
export const newTagSettings = z
  .strictObject({
    goals: z.array(goal).max(MAX_GOALS),
    referral_params: parameters.nullish(),
    click_ids: parameters.nullish(),
    consent: consent.nullish(),
    cookieless: z.boolean().nullish(),
    spa: z.boolean().nullish(),
    hash: z.boolean().nullish(),
    auto_page: z.boolean().nullish(),
    cookie_domain: cookieDomain.nullish(),
    hash_identity: z.boolean().nullish(),
    renew: z.boolean().nullish(),
    linker: z.array(host).max(MAX_HOSTS).nullish(),
    checkout: z.boolean().nullish(),
    forward: z.array(z.enum(TAG_PIXELS)).max(TAG_PIXELS.length).nullish(),
    data_layer: z.boolean().nullish(),
    capture: z.array(z.enum(TAG_CAPTURES)).max(TAG_CAPTURES.length).nullish(),
  })
  .refine((settings) => Buffer.byteLength(JSON.stringify(settings)) <= MAX_BYTES, {
    error: `are larger than ${MAX_BYTES} bytes as JSON`,
    path: ['goals'],
  });

export type NewTagSettings = z.output<typeof newTagSettings>;

/** Why a text can be no pattern of addresses. They are compared with those that a browser has, which are ASCII. */
function patternFault(text: string): string | undefined {
  if (!/^(\/(?!\/)|https?:\/\/[^/])/i.test(text)) {
    return 'expected a path such as "/thanks*", or a URL such as "https://shop.example/thanks*"';
  }
  if (/[^\x21-\x7e]/.test(text)) return `expected it as browsers write it: ${JSON.stringify(encoded(text))}`;
  return text.startsWith('/') || URL.canParse(text) ? undefined : 'is not a URL';
}

function encoded(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part.toWellFormed()));
}
