import type { AdjustmentRow } from '../domain/adjustment.ts';

/** What was given back of a sale, one adjustment after another, in minor units of its currency. */
export interface GivingBack {
  /** What one more gives back, which is cut to what there is to give; below 0 where it takes something back. */
  take(adjustment: AdjustmentRow): Pick<AdjustmentRow, 'effective_minor' | 'is_clamped'>;
  total(): number;
}

export function createGivingBack(amountMinor: number, currency: string | null): GivingBack {
  let left = amountMinor;
  let charged = 0;
  /** By what it is the total of: the highest that was told so far. */
  const told = new Map<string, number>();

  function askedBy({ amount_minor, total_of }: AdjustmentRow): number | null {
    if (amount_minor === null || total_of === null) return amount_minor;
    const before = told.get(total_of) ?? 0;
    told.set(total_of, Math.max(before, amount_minor));
    return Math.max(0, amount_minor - before);
  }

  return {
    take(adjustment) {
      // Nothing can be given back in another currency than what was paid.
      const isSame = adjustment.currency === null || adjustment.currency === currency;
      const isTakenBack = adjustment.kind === 'reinstatement';
      const most = !isSame ? 0 : isTakenBack ? charged : left;
      const asked = askedBy(adjustment) ?? most;
      const taken = Math.min(asked, most);
      if (isTakenBack) charged -= taken;
      else if (adjustment.kind === 'chargeback') charged += taken;
      left += isTakenBack ? taken : -taken;
      return { effective_minor: isTakenBack ? 0 - taken : taken, is_clamped: asked > taken };
    },
    total: () => amountMinor - left,
  };
}
