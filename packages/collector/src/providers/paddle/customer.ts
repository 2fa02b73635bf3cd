import { required, textOf } from '../payload.ts';
import type { ProviderAsk } from '../provider.ts';
import { dataField, type PaddleEvent } from './event.ts';

/** A transaction has no address; the customer does: https://developer.paddle.com/webhooks/customers/customer-created */
export function readCustomer({ data }: PaddleEvent): ProviderAsk[] {
  const external_id = required(textOf(data['id']), dataField('id'));
  const email = required(textOf(data['email']), dataField('email'));
  return [{ ask: 'create_contacts', given: [{ kind: 'customer', external_id, email, name: textOf(data['name']) }] }];
}
