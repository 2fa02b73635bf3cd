import { DIALECTS } from './dialect.ts';

/** Payment providers whose webhooks are taken. */
export const PROVIDERS = ['stripe', 'paddle', 'lemon_squeezy'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** In whose words something was reported: of a caller of an API, or of a payment provider. */
export const REPORTERS = [...DIALECTS, ...PROVIDERS] as const;
export type Reporter = (typeof REPORTERS)[number];
