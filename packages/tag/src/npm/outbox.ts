import { leftovers } from '../extra/leftovers.ts';
import { outbox as feature } from '../features/outbox.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Conversions that could not be sent are sent by the next page. */
export const outbox: PackagedFeature = { name: 'outbox', features: [feature, leftovers] };
