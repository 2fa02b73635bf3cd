import type { NameOrder, Outcome } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import type { OrderNameRow } from '../domain/order-name.ts';
import { conversions, orderNames } from '../domain/schema.ts';
import { conversionIdOf, regive } from './adjustments.ts';
import { decideAnew } from './configure-programs.ts';

/** An order has another name from now on, and what waited under that name is given back of it. */
export function nameOrder(draft: Draft, command: NameOrder): Outcome {
  const { workspace_id, order_name } = command;
  const { name, also, order_id } = order_name;
  if (draft.find<OrderNameRow>(orderNames, 'key', [workspace_id, name, also, order_id]).length > 0) {
    return { status: 'duplicate' };
  }
  draft.insert<OrderNameRow>(orderNames, { workspace_id, ...order_name });
  const id = conversionIdOf(draft, workspace_id, name, order_id);
  const [conversion] = id === undefined ? [] : draft.find<ConversionRow>(conversions, 'key', [workspace_id, id]);
  if (conversion) {
    const rivals = regive(draft, conversion);
    decideAnew(draft, command, (affected) => {
      for (const one of [conversion, ...rivals]) affected.byConversion(one.id);
    });
  }
  return { status: 'recorded' };
}
