import { capture as feature } from '../capture/capture.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `capture`. */
export const capture: PackagedFeature = { name: 'capture', features: [feature] };
