import { dataLayer as feature } from '../interop/data-layer.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `dataLayer`. */
export const dataLayer: PackagedFeature = { name: 'data-layer', features: [feature] };
