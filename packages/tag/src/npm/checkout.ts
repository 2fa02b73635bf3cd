import { checkout as feature } from '../checkout/checkout.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `checkout`. */
export const checkout: PackagedFeature = { name: 'checkout', features: [feature] };
