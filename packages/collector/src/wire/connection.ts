import { z } from 'zod';
import { LEFT_OUT, type LeftOut } from '../domain/connection.ts';
import { PROVIDERS, type ProviderName } from '../domain/provider.ts';
import { listQuery } from './conversion.ts';
import { key } from './fields.ts';

/** How the secrets of those begin whose secrets are told from other things by that. */
const BEGINNINGS: Readonly<Partial<Record<ProviderName, string>>> = { stripe: 'whsec_', paddle: 'pdl_ntfset_' };

const secret = z
  .string()
  .trim()
  .regex(/^[!-~]{6,255}$/, 'expected 6 to 255 letters, digits and signs without blanks');
const name = z.string().trim().min(1).max(100);

/** `true` of what a commission is paid on. */
const settings = z.strictObject({
  commission_on: z.strictObject(
    Object.fromEntries(LEFT_OUT.map((part) => [part, z.boolean().optional()])) as Record<
      LeftOut,
      z.ZodOptional<z.ZodBoolean>
    >,
  ),
});

/** `POST /v1/connections` */
export const newConnection = z
  .strictObject({
    provider: z.enum(PROVIDERS),
    secret,
    name: name.optional(),
    account: key.nullish(),
    settings: settings.optional(),
  })
  .superRefine((given, context) => {
    const fault = secretFault(given.provider, given.secret);
    if (fault !== undefined) context.addIssue({ code: 'custom', path: ['secret'], message: fault });
  });

export type NewConnection = z.output<typeof newConnection>;

/** `PATCH /v1/connections/:id`: what is left out stays, `null` clears. */
export const connectionPatch = z.strictObject({
  secret: secret.optional(),
  name: name.optional(),
  account: key.nullish(),
  settings: settings.optional(),
});

export type ConnectionPatch = z.output<typeof connectionPatch>;

/** `GET /v1/connections` */
export const connectionsQuery = listQuery;

/** Why something cannot be the secret of a provider; an API key in its place would be kept where it has no business. */
export function secretFault(provider: ProviderName, text: string): string | undefined {
  const beginning = BEGINNINGS[provider];
  if (beginning === undefined || text.startsWith(beginning)) return undefined;
  return `expected the secret by which the provider signs for this endpoint, ${beginning}…`;
}
