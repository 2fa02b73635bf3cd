'use client';

import { useTrack } from '@clickstitch/tag/react';
import { CURRENCY } from '../../products';

/** Reports the order. With its number it counts once, however often the page is loaded. */
export function Sale({ order, value }: { order: string; value: number }) {
  useTrack('purchase', { order_id: order, value, currency: CURRENCY });
  return null;
}
