import { vendorIds as feature } from '../features/vendor-ids.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Cookies of ad platforms go along with events. */
export const vendorIds: PackagedFeature = { name: 'vendor-ids', features: [feature] };
