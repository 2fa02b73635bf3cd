import { conversionRoutes } from './brandwave/conversions.ts';
import { renderError } from './brandwave/render-error.ts';
import { sourceRoutes } from './brandwave/sources.ts';
import type { Dialect } from './dialect.ts';

/** Brandwave: conversions that are counted, each by the source that it is attributed to. */
export const brandwave: Dialect = {
  name: 'brandwave',
  credential: 'bearer',
  keyPrefix: 'bw_live_',
  routes: [...conversionRoutes, ...sourceRoutes],
  renderError,
};
