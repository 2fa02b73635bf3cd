import type { ConversionRow, SaleSignals } from '../domain/conversion.ts';
import type { OwedTo } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { EarningRow } from '../domain/earning.ts';
import { earnings } from '../domain/schema.ts';
import { HOUR } from '../domain/time.ts';
import { programOfAffiliate, programTermsAt } from './programs.ts';

/** So many earnings of an hour are looked at. */
const COUNTED = 1_000;

/** What is conspicuous about a sale when it is accepted: what was noted when it came in, and how fast its affiliate sells. */
export function signalsOf(
  draft: Draft,
  { workspace_id, occurred_at, signals }: Pick<ConversionRow, 'workspace_id' | 'occurred_at' | 'signals'>,
  owed: OwedTo | null,
): SaleSignals | null {
  const program = owed && programOfAffiliate(draft, workspace_id, owed.affiliate_id);
  if (!owed || !program) return signals;
  const { fraud } = programTermsAt(draft, program, occurred_at);
  if ((fraud.velocity ?? 'off') === 'off') return signals;
  const window = { from: occurred_at - HOUR, to: occurred_at, limit: COUNTED };
  const recent = draft.latest<EarningRow>(earnings, 'affiliate', [workspace_id, owed.affiliate_id], window);
  return { ...signals, velocity: recent.filter(({ kind, status }) => kind === 'sale' && status !== 'none').length };
}
