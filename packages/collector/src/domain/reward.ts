import type { ConversionRow } from './conversion.ts';
import type { EarningRow } from './earning.ts';
import type { Known, ToldReferral } from './told-referral.ts';

/** A conversion with what it earns, whom, and for bringing whom; `null` where it is owed to nobody. */
export interface Reward {
  conversion: ConversionRow;
  earning: EarningRow | null;
  affiliate: Known | null;
  program: (Known & { currency: string }) | null;
  incentive: Known | null;
  referral: ToldReferral | null;
  /** When the conversion last changed, or something was last given back of it, ms UTC. */
  updated_at: number;
}
