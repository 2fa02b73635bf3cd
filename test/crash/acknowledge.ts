import type { Answer } from './client.ts';
import { type Item, labelOf } from './item.ts';

/** Notes that an item was acknowledged; throws where the answer is one that it must never get. */
export function acknowledge(item: Item, { status, json }: Answer): void {
  if (!isRight(item, status, json)) throw new Error(`${labelOf(item)} was answered ${status} ${JSON.stringify(json)}`);
  item.state = 'acknowledged';
  if (item.kind === 'batch') item.ids = json.data.map(({ data }: { data: { id: string } }) => data.id);
  else if (item.kind !== 'events' && item.kind !== 'change') item.id = json.data.id;
}

function isRight(item: Item, status: number, json: Answer['json']): boolean {
  switch (item.kind) {
    case 'events':
      return status === 202 && json.accepted + json.duplicates === item.events.length;
    case 'click':
      return status === 201;
    case 'change':
      return status === 200;
    case 'batch':
      return status === 200 && json.data.every((answer: { status: number }) => [200, 201].includes(answer.status));
    default:
      return status === 200 || status === 201 || (status === 202 && item.kind === 'refund');
  }
}

/** How many of an item's things an answer calls new. */
export function freshIn(item: Item, { status, json }: Answer): number {
  if (item.kind === 'events') return json.accepted;
  if (item.kind === 'batch') return json.data.filter((answer: { status: number }) => answer.status === 201).length;
  return Number(status === 201 || status === 202);
}
