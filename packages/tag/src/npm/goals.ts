import { goals as feature } from '../extra/goals.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `goals`. */
export const goals: PackagedFeature = { name: 'goals', features: [feature] };
