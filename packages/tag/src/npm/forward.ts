import { forward as feature } from '../interop/forward.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `forward`. */
export const forward: PackagedFeature = { name: 'forward', features: [feature] };
