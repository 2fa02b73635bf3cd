import { linker as feature } from '../linker/linker.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `linker`. */
export const linker: PackagedFeature = { name: 'linker', features: [feature] };
