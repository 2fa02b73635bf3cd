import type { ConversionRow } from '../../../packages/collector/src/domain/conversion.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import type { Agreed, Member, Offered, Version } from './expected-terms.ts';

/** The most specific of the incentives that fit a sale. */
export function matchOf(
  { incentives }: Agreed,
  sale: ConversionRow,
  member: Member,
  at: number,
): { offer: Offered; version: Version<IncentiveTerms> } | undefined {
  const group = member.groupAt(at);
  const asks = (ids: readonly string[] | null, given: readonly string[] | null) =>
    ids === null || (given ?? []).some((id) => ids.includes(id));
  const fitting = incentives.flatMap((offer) => {
    const version = offer.program_id === member.program_id ? offer.versionAt(at) : undefined;
    if (!version) return [];
    const { on, affiliate_id, group_name, product_ids, price_ids, interval } = version.terms;
    const fits =
      on === (sale.amount_minor === null ? 'lead' : 'sale') &&
      (affiliate_id === null || affiliate_id === member.id) &&
      (group_name === null || group_name === group) &&
      asks(product_ids, sale.product_ids) &&
      asks(price_ids, sale.price_ids) &&
      (interval === null || interval === sale.interval);
    return fits ? [{ offer, version }] : [];
  });
  const isMore = [
    ({ affiliate_id }: IncentiveTerms) => affiliate_id !== null,
    ({ affiliate_id, group_name }: IncentiveTerms) => affiliate_id === null && group_name !== null,
    ({ price_ids }: IncentiveTerms) => price_ids !== null,
    ({ product_ids }: IncentiveTerms) => product_ids !== null,
    ({ interval }: IncentiveTerms) => interval !== null,
  ];
  let best = fitting;
  for (const asksMore of isMore) {
    const special = best.filter(({ version }) => asksMore(version.terms));
    if (special.length > 0) best = special;
  }
  return best.toSorted((a, b) => (a.offer.id < b.offer.id ? -1 : 1))[0];
}
