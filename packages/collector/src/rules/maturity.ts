import type { Draft } from '../domain/draft.ts';
import type { MaturityRow } from '../domain/earning.ts';
import { maturities } from '../domain/schema.ts';

/** Until when the clock said that an earning's hold had ended. */
export function maturityOf(draft: Draft, workspaceId: string, earningId: string): MaturityRow | undefined {
  return draft.find<MaturityRow>(maturities, 'key', [workspaceId, earningId])[0];
}
