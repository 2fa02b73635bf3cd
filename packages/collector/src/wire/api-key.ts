import { z } from 'zod';
import { DIALECTS } from '../domain/dialect.ts';
import { KEY_SCOPES } from '../domain/workspace.ts';
import { instant, key, limit } from './fields.ts';

/** `POST /v1/api-keys` */
export const newApiKey = z.strictObject({
  kind: z.enum(['publishable', 'secret']).default('secret'),
  name: z.string().trim().min(1).max(100).default('unnamed'),
  dialect: z.enum(DIALECTS).default('native'),
  origins: z.array(z.string().min(1).max(255)).max(100).default([]),
  scopes: z.array(z.enum(KEY_SCOPES)).optional(),
  account: key.nullish(),
  signing_secret: z.string().max(255).nullish(),
  expires_at: instant.nullish(),
});

/** `GET /v1/api-keys` */
export const apiKeyQuery = z.object({ limit, cursor: z.string().max(500).optional() });
