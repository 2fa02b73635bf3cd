import type { Interval } from '../domain/conversion.ts';
import type { Calculation, IncentiveVerdict } from '../domain/earning.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import type { Version } from './programs.ts';

/** What an incentive may ask of a sale. */
export interface Sold {
  kind: 'sale' | 'lead';
  affiliate_id: string;
  group_name: string | null;
  product_ids: readonly string[];
  price_ids: readonly string[];
  interval: Interval | null;
}

export interface Offer {
  incentive: IncentiveRow;
  /** `undefined` where it was not valid then. */
  version: Version<IncentiveTerms> | undefined;
}

export interface Match {
  incentive: IncentiveRow;
  version: Version<IncentiveTerms>;
}

/** The most specific of the incentives that fit, and what became of the others. */
export function matchIncentive(
  offers: readonly Offer[],
  sold: Sold,
): { match: Match | undefined; looked: Calculation['incentives'] } {
  const fitting = offers
    .flatMap(({ incentive, version }) =>
      version && misfitOf(version.terms, sold) === null ? [{ incentive, version }] : [],
    )
    .toSorted(bySpecificity);
  const [match] = fitting;
  const looked = offers
    .map(({ incentive, version }) => {
      const misfit: IncentiveVerdict | null = version ? misfitOf(version.terms, sold) : 'not_valid_then';
      const verdict: IncentiveVerdict = misfit ?? (incentive === match?.incentive ? 'matched' : 'less_specific');
      return { incentive_id: incentive.id, verdict };
    })
    .toSorted((a, b) => (a.incentive_id < b.incentive_id ? -1 : 1));
  return { match, looked };
}

function misfitOf(terms: IncentiveTerms, sold: Sold): IncentiveVerdict | null {
  if (terms.on !== sold.kind) return 'other_kind';
  if (terms.affiliate_id !== null && terms.affiliate_id !== sold.affiliate_id) return 'other_affiliate';
  if (terms.group_name !== null && terms.group_name !== sold.group_name) return 'other_group';
  if (terms.price_ids && !terms.price_ids.some((id) => sold.price_ids.includes(id))) return 'other_price';
  if (terms.product_ids && !terms.product_ids.some((id) => sold.product_ids.includes(id))) return 'other_product';
  return terms.interval !== null && terms.interval !== sold.interval ? 'other_interval' : null;
}

/** For whom comes before for what: an affiliate's own rate holds for all that they sell, unless it names something else. */
function bySpecificity(a: Match, b: Match): number {
  const [left, right] = [rankOf(a.version.terms), rankOf(b.version.terms)];
  return right - left || (a.incentive.id < b.incentive.id ? -1 : 1);
}

function rankOf({ affiliate_id, group_name, price_ids, product_ids, interval }: IncentiveTerms): number {
  const whom = affiliate_id !== null ? 2 : Number(group_name !== null);
  return whom * 8 + Number(price_ids !== null) * 4 + Number(product_ids !== null) * 2 + Number(interval !== null);
}
