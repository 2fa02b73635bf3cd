import type { ConnectionSettings } from '../../domain/connection.ts';
import { commissionableOf } from '../commissionable.ts';
import type { Fields } from '../payload.ts';
import type { Amounts } from './amount.ts';

/** Cents of an order or an invoice that a commission is on; `isProrated` of an invoice for a change of a subscription. */
export function commissionableIn(
  attributes: Fields,
  { centsOf, centsIfAny }: Amounts,
  { isProrated, commission_on }: ConnectionSettings & { isProrated: boolean },
): number {
  if (isProrated && !commission_on.proration) return 0;
  const [total, tax] = [centsOf('total'), centsIfAny('tax')];
  const discount = centsIfAny('discount_total');
  // Of prices that include the tax, the discount includes its part of it, too.
  const isWithTax = attributes['tax_inclusive'] === true && !commission_on.tax && total > 0;
  const parts = { total, paid: total, tax, shipping: 0, proration: 0, is_trial: false };
  return commissionableOf(
    { ...parts, discount: isWithTax ? Math.round((discount * (total - tax)) / total) : discount },
    commission_on,
  );
}
