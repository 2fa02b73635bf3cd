import type {
  CreateContact,
  Edit,
  Idempotency,
  RecordAdjustment,
  RecordConversion,
} from '../../../packages/collector/src/domain/command.ts';
import { identifierOf, nodeOf } from '../../../packages/collector/src/domain/identity.ts';
import { intakeAdjustment } from '../../../packages/collector/src/intake/adjustment.ts';
import { intakeContact } from '../../../packages/collector/src/intake/contact.ts';
import { intakeDeletion, intakeEdit } from '../../../packages/collector/src/intake/edit.ts';
import { newContact } from '../../../packages/collector/src/wire/contact.ts';
import { newRefund } from '../../../packages/collector/src/wire/refund.ts';
import { at, sells, WORKSPACE } from './reports.ts';

/** Commands about conversions that are there, as intake makes them, in few words. Times are minutes after some noon. */

const context = (minute: number) => ({
  workspace_id: WORKSPACE,
  received_at: at(minute),
  currency: 'EUR',
  dialect: 'native' as const,
});

/** The shop's server reports a sale of 99.00. */
export function sale(minute: number, given: object, more: Partial<RecordConversion> = {}): RecordConversion {
  const command = sells(minute, given);
  if (command.kind !== 'record_conversion') throw new Error(command.kind);
  return { ...command, ...more };
}

/** Something is given back of a sale. */
export function refunds({ conversion }: RecordConversion, minute: number, given: object): RecordAdjustment {
  const { id, name, order_id, currency } = conversion;
  const row = { id, name, order_id, currency } as Parameters<typeof intakeAdjustment>[1];
  return intakeAdjustment(newRefund.parse({ occurred_at: at(minute), ...given }), row, context(minute));
}

/** Something is given back of an order that nobody has reported. */
export function refundsOrder(order_id: string, minute: number, given: object): RecordAdjustment {
  const order = { id: null, name: 'purchase', order_id };
  const refund = newRefund.parse({ occurred_at: at(minute), currency: 'EUR', ...given });
  return intakeAdjustment(refund, order, context(minute));
}

export function edits({ conversion }: RecordConversion, minute: number, patch: Record<string, unknown>): Edit {
  return intakeEdit('conversion', conversion.id, patch, context(minute));
}

export function deletes({ conversion }: RecordConversion, minute: number, releasesKeys = false): Edit {
  return intakeDeletion('conversion', conversion.id, context(minute), releasesKeys);
}

export function enters(minute: number, given: object): CreateContact {
  return intakeContact(newContact.parse(given), context(minute));
}

/** It counts only where a contact has this address. */
export function onlyFor(email: string): Pick<RecordConversion, 'requires_contact'> {
  const address = identifierOf('email', email);
  if (!address) throw new Error(email);
  return { requires_contact: { email_node: nodeOf(address).value, hmac: 'hmac' } };
}

/** Sent by a client that repeats itself without an id of its own. */
export function tries(isRetry: boolean): Pick<RecordConversion, 'sameness'> {
  return { sameness: { hash: 'the same body', is_retry: isRetry } };
}

export function asked(key: string): { idempotency: Idempotency } {
  return { idempotency: { place: 'key POST /v1/conversions', key_hash: key, body_hash: 'body' } };
}
