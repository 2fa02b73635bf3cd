import { hashUser as feature } from '../extra/hash-user.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Reads the option `hashIdentity`. */
export const hashUser: PackagedFeature = { name: 'hash-user', features: [feature] };
