import { inspector as feature } from '../inspector/inspector.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Shows what the tag does, in pages whose URL has `clickstitch_debug=1`. The package as a whole does not have it. */
export const inspector: PackagedFeature = { name: 'inspector', features: [feature] };
