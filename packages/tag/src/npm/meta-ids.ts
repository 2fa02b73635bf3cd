import { metaIds as feature } from '../extra/meta-ids.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Meta's `_fbc` and `_fbp` are made. */
export const metaIds: PackagedFeature = { name: 'meta-ids', features: [feature] };
