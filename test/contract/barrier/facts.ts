import assert from 'node:assert/strict';
import type { ClaimRow, ConversionRow } from '../../../packages/collector/src/domain/conversion.ts';
import { claims, conversions, touches } from '../../../packages/collector/src/domain/schema.ts';
import type { TouchRow } from '../../../packages/collector/src/domain/touch.ts';
import type { Reader } from '../../../packages/collector/src/store/store.ts';
import { WORKSPACE } from './reports.ts';

/** What the pairs ask of the facts that two collectors left behind. */

export const allConversions = (store: Reader) =>
  store.range<ConversionRow>(conversions, 'time', [WORKSPACE], { order: 'ascending' });

export const allTouches = (store: Reader) => store.range<TouchRow>(touches, 'key', [WORKSPACE], { order: 'ascending' });

export const allClaims = (store: Reader) => store.range<ClaimRow>(claims, 'key', [WORKSPACE], { order: 'ascending' });

/** The conversion of an order, which is there once. */
export async function saleOf(store: Reader, order: string): Promise<ConversionRow> {
  const found = (await allConversions(store)).filter(({ order_id }) => order_id === order);
  const [sale] = found;
  assert.equal(found.length, 1, `order ${order} is there once`);
  return sale ?? assert.fail();
}

/** The touches of these browsers were looked at for the sale of an order, and so many of them. */
export async function assertSees(
  store: Reader,
  order: string,
  visitors: readonly string[],
  touchCount: number,
): Promise<void> {
  const { credit } = await saleOf(store, order);
  assert.deepEqual(credit.found_by, visitors);
  assert.equal(credit.candidates.length, touchCount);
}
