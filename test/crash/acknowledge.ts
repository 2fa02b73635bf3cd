import type { Answer } from './client.ts';
import { type Item, labelOf } from './item.ts';
import { holding } from './payouts.ts';

/** Whether an answer says that there is nothing to pay, of a payout that nobody has said was made. */
export function isRefusal({ kind, state }: Item, { status, json }: Answer): boolean {
  return kind === 'payout' && state !== 'acknowledged' && status === 409 && json.field === 'affiliate_id';
}

/** Notes that an item was acknowledged, or refused; throws where the answer is one that it must never get. */
export function acknowledge(item: Item, answer: Answer): void {
  const { status, json } = answer;
  if (isRefusal(item, answer)) {
    item.state = 'refused';
    return;
  }
  if (!isRight(item, status, json)) throw new Error(`${labelOf(item)} was answered ${status} ${JSON.stringify(json)}`);
  item.state = 'acknowledged';
  if (item.kind === 'batch') item.ids = json.data.map(({ data }: { data: { id: string } }) => data.id);
  else if (item.kind !== 'events' && item.kind !== 'change' && item.kind !== 'step') item.id = json.data.id;
  if (item.kind === 'payout') item.held = holding(json.data.items, json.data.amount_minor);
}

function isRight(item: Item, status: number, json: Answer['json']): boolean {
  switch (item.kind) {
    case 'events':
      return status === 202 && json.accepted + json.duplicates === item.events.length;
    case 'click':
      return status === 201;
    case 'change':
    case 'step':
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
