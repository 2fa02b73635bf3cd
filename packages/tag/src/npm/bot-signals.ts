import { botSignals as feature } from '../features/bot-signals.ts';
import type { PackagedFeature } from './packaged-feature.ts';

/** What suggests a program goes along with events. */
export const botSignals: PackagedFeature = { name: 'bot-signals', features: [feature] };
