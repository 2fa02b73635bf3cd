import { z } from 'zod';
import { CONTACT_KINDS } from '../../domain/contact.ts';
import { CONVERSION_CATEGORIES, FIELD_TYPES } from '../../domain/conversion-type.ts';
import { DIALECTS } from '../../domain/dialect.ts';
import { SOURCE_CATEGORIES, SOURCE_CHANNELS, SOURCE_TYPES } from '../../domain/source.ts';
import { KEY_SCOPES } from '../../domain/workspace.ts';
import { id, object, text, time } from './fields.ts';

const dates = { created_at: time, updated_at: time };

export const conversionTypeReply = z
  .strictObject({
    id,
    external_id: text,
    name: z.string(),
    description: text,
    category: z.enum(CONVERSION_CATEGORIES),
    currency: z.string(),
    fields: z.array(z.strictObject({ key: z.string(), label: z.string(), type: z.enum(FIELD_TYPES) })),
    workflow_id: text,
    master_workflow_id: text,
    ...dates,
  })
  .meta({ id: 'ConversionType' });

export const sourceReply = z
  .strictObject({
    id,
    external_id: text,
    name: z.string(),
    type: z.enum(SOURCE_TYPES),
    category: z.enum(SOURCE_CATEGORIES),
    channel: z.enum(SOURCE_CHANNELS).nullable(),
    creator_id: text,
    campaign_id: text,
    ...dates,
  })
  .meta({ id: 'Source' });

export const contactReply = z
  .strictObject({
    id,
    external_id: text,
    kind: z.enum(CONTACT_KINDS),
    email: text,
    phone: text,
    name: text,
    first_name: text,
    last_name: text,
    workflow_id: text,
    campaign_id: text,
    metadata: object,
    ...dates,
  })
  .meta({ id: 'Contact' });

export const apiKeyReply = z
  .strictObject({
    id,
    kind: z.enum(['publishable', 'secret']),
    dialect: z.enum(DIALECTS),
    mode: z.enum(['live', 'test']),
    name: z.string(),
    hint: z.string(),
    origins: z.array(z.string()),
    scopes: z.array(z.enum(KEY_SCOPES)),
    account: text,
    is_signed: z.boolean(),
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
  })
  .meta({ id: 'ApiKey' });

/** A key that was made just now: the only time that it is shown. */
export const newApiKeyReply = apiKeyReply.extend({ key: z.string(), signing_secret: text }).meta({ id: 'NewApiKey' });

export const clickReply = z
  .strictObject({
    id,
    affiliate_id: text,
    code: text,
    url: z.string(),
    visitor_id: text,
    channel: z.string(),
    source: text,
    campaign: text,
    occurred_at: time,
    recorded_at: time,
  })
  .meta({ id: 'Click' });

export const shareLinkReply = z.strictObject({ url: z.url(), expires_at: time }).meta({ id: 'ShareLink' });
