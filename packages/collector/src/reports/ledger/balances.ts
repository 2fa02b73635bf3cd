import type { EarningRow } from '../../domain/earning.ts';

/** What is owed in one currency, and what was paid; minor units. */
export interface Balance {
  currency: string;
  /** To whom more is due than was paid, and who was paid more than is due. */
  affiliates_owed: number;
  affiliates_owing: number;
  due_minor: number;
  paid_minor: number;
  /** The one less the other. */
  owed_minor: number;
}

interface Sums {
  due_minor: number;
  paid_minor: number;
}

/** Adds up earnings by affiliate and currency. */
export function createBalances() {
  const sums = new Map<string, Map<string, Sums>>();
  return {
    add({ currency, affiliate_id, due_minor, paid_minor }: EarningRow): void {
      if (currency === null) return;
      const some = sums.get(currency) ?? new Map<string, Sums>();
      sums.set(currency, some);
      const before = some.get(affiliate_id);
      some.set(affiliate_id, {
        due_minor: (before?.due_minor ?? 0) + due_minor,
        paid_minor: (before?.paid_minor ?? 0) + paid_minor,
      });
    },
    totals(): Balance[] {
      return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, some]) => totalOf(currency, some));
    },
  };
}

function totalOf(currency: string, some: ReadonlyMap<string, Sums>): Balance {
  const total = { affiliates_owed: 0, affiliates_owing: 0, due_minor: 0, paid_minor: 0 };
  for (const { due_minor, paid_minor } of some.values()) {
    total.due_minor += due_minor;
    total.paid_minor += paid_minor;
    if (due_minor > paid_minor) total.affiliates_owed += 1;
    if (due_minor < paid_minor) total.affiliates_owing += 1;
  }
  return { currency, ...total, owed_minor: total.due_minor - total.paid_minor };
}
