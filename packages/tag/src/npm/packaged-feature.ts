import type { Feature } from '../features/feature.ts';

/** In this order features take their places, in whatever order they are given: what hears consent comes before what acts on it. */
export const places = [
  'vendor-ids',
  'bot-signals',
  'before-send',
  'outbox',
  'consent-signals',
  'linker',
  'checkout',
  'forward',
  'data-layer',
  'capture',
  'inspector',
  'permitted',
  'meta-ids',
  'goals',
  'hash-user',
  'renewal',
] as const;

/** A feature as the package hands it out. */
export interface PackagedFeature {
  readonly name: (typeof places)[number];
  readonly features: readonly Feature[];
}
