import type { Reward } from '../../../domain/reward.ts';
import type { HttpContext } from '../../context.ts';
import { noConversion } from '../show-conversion.ts';

/** A conversion with what it earns. Throws `not_found` where it was deleted meanwhile. */
export async function showReward(context: HttpContext, workspaceId: string, conversionId: string): Promise<Reward> {
  const reward = await context.ask('read_reward', { workspace_id: workspaceId, conversion_id: conversionId });
  if (reward) return reward;
  throw noConversion(conversionId);
}
