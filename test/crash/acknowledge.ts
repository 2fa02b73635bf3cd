import type { Answer } from './client.ts';
import { type Item, labelOf } from './item.ts';

/** Notes that an item was acknowledged; throws where the answer is one that it must never get. */
export function acknowledge(item: Item, { status, json }: Answer): void {
  const isRight =
    item.kind === 'events'
      ? status === 202 && json.accepted + json.duplicates === item.events.length
      : status === 201 || (status === 200 && item.kind === 'conversion');
  if (!isRight) throw new Error(`${labelOf(item)} was answered ${status} ${JSON.stringify(json)}`);
  item.state = 'acknowledged';
  if (item.kind !== 'events') item.id = json.data.id;
}
