import type { ProviderName } from '../domain/provider.ts';
import { lemonSqueezy } from './lemon-squeezy.ts';
import { paddle } from './paddle.ts';
import type { Provider } from './provider.ts';
import { stripe } from './stripe.ts';

/** Every payment provider whose webhooks are taken, by name. */
export const providers: Readonly<Record<ProviderName, Provider>> = { stripe, paddle, lemon_squeezy: lemonSqueezy };
