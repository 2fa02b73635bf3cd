import { errorEnvelope } from './affonso/error-envelope.ts';
import { moneyRoutes } from './affonso/money-routes.ts';
import { rewardRoutes } from './affonso/reward-routes.ts';
import { track } from './affonso/track.ts';
import type { Dialect } from './dialect.ts';

/** Affonso: who brought whom, and what they are owed for it: https://docs.affonso.io/api-reference */
export const affonso: Dialect = {
  name: 'affonso',
  credential: 'bearer',
  keyPrefix: 'sk_live_',
  routes: [...moneyRoutes, ...rewardRoutes],
  publicRoutes: [track],
  tellsRate: true,
  renderError: errorEnvelope,
};
