import { renewal as feature } from '../extra/renewal.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** The collector renews the cookie by HTTP. */
export const renewal: PackagedFeature = { name: 'renewal', features: [feature] };
