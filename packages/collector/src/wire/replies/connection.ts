import { z } from 'zod';
import { DELIVERY_VERDICTS, LEFT_OUT } from '../../domain/connection.ts';
import { PROVIDERS } from '../../domain/provider.ts';
import { id, text, time } from './fields.ts';

/** Its secret is never shown. */
export const connectionReply = z
  .strictObject({
    id,
    provider: z.enum(PROVIDERS),
    name: z.string(),
    url: z.string().meta({ description: 'Where the provider is to deliver its events' }),
    account: text,
    settings: z.strictObject({
      commission_on: z.strictObject(Object.fromEntries(LEFT_OUT.map((part) => [part, z.boolean()]))),
    }),
    deliveries: z
      .array(z.strictObject({ type: z.string(), verdict: z.enum(DELIVERY_VERDICTS), deliveries: z.int() }))
      .meta({ description: 'How many events came, by type and by what became of them' }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Connection' });
