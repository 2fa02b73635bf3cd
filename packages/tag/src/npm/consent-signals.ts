import { consentSignals as feature } from '../extra/consent-signals.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** Hears Google's Consent Mode and the IAB's TCF. */
export const consentSignals: PackagedFeature = { name: 'consent-signals', features: [feature] };
