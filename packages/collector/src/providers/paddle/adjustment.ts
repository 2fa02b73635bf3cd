import { fieldsOf, required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { currencyOf, decimalOfPaddle, minorOf } from './amount.ts';
import { dataField, type PaddleEvent, SALE, timeOf } from './event.ts';

/**
 * What an adjustment does to a sale. A credit gives no money back, and a warning of a chargeback takes none yet. The reversal of a
 * chargeback, which Paddle contested, is called both `…_reverse` and `…_reversal` in its documents.
 */
const KINDS: ReadonlyMap<string, 'refund' | 'chargeback' | 'reinstatement'> = new Map([
  ['refund', 'refund'],
  ['chargeback', 'chargeback'],
  ['chargeback_reverse', 'reinstatement'],
  ['chargeback_reversal', 'reinstatement'],
]);

/**
 * Something given back of a transaction: https://developer.paddle.com/webhooks/adjustments/adjustment-created. Most refunds await
 * Paddle's approval first, and then come again with `adjustment.updated`.
 */
export function readAdjustment({ data }: PaddleEvent): ProviderAsk[] {
  const action = required(textOf(data['action']), dataField('action'));
  const kind = KINDS.get(action);
  if (kind === undefined || data['status'] !== 'approved') return [];
  const external_ref = required(textOf(data['id']), dataField('id'));
  const order_id = required(textOf(data['transaction_id']), dataField('transaction_id'));
  const currency = currencyOf(required(textOf(data['currency_code']), dataField('currency_code')));
  // Which sign the total of a reversal has is not documented; its action says what it does.
  const amount = Math.abs(required(minorOf(fieldsOf(data['totals'])['total']), dataField('totals.total')));
  if (amount === 0) return [];
  const given = {
    name: SALE,
    kind,
    order_id,
    external_ref,
    amount: decimalOfPaddle(amount, currency),
    currency,
    reason: textOf(data['reason'], 1_000),
    occurred_at: timeOf(data['created_at'], dataField('created_at')),
  };
  return [{ ask: 'refund_order', given }];
}
