import { beforeSend as feature } from '../features/before-send.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `beforeSend`. */
export const beforeSend: PackagedFeature = { name: 'before-send', features: [feature] };
