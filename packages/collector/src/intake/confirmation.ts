import type { Idempotency, RecordConversion } from '../domain/command.ts';
import type { ClaimRow } from '../domain/conversion.ts';
import { derivedId } from '../domain/ids.ts';

interface ConfirmationContext {
  received_at: number;
  idempotency?: Idempotency | undefined;
}

/**
 * What a browser reported, as the server's own report. Its ids follow from the claim's, so that confirming twice is the same
 * conversion. What the page said of who it was is not taken over: only which browser it was.
 */
export function intakeConfirmation(claim: ClaimRow, context: ConfirmationContext): RecordConversion {
  const { workspace_id, name, order_id, event_id, amount_minor, currency, occurred_at, visitor_id } = claim;
  const { received_at, idempotency } = context;
  return {
    kind: 'record_conversion',
    workspace_id,
    id: derivedId('confirm', claim.id),
    recorded_at: received_at,
    conversion: {
      id: derivedId('confirmed', claim.id),
      dialect: 'native',
      external_id: null,
      name,
      order_id,
      event_id,
      amount_minor,
      currency,
      occurred_at,
      visitor_id,
      click_id: null,
      referral_id: null,
      affiliate_id: null,
      coupon_code: null,
      signals: null,
      identifiers: [{ kind: 'visitor', value: visitor_id }],
      type_id: null,
      source_id: null,
      count: 1,
      origin: null,
      action_source: null,
      external_ref: null,
      notes: null,
      product_ids: null,
      price_ids: null,
      plan_id: null,
      is_subscription: null,
      interval: null,
      sales_status: 'complete',
      earning_status: null,
      commissionable_minor: null,
      commission_minor: null,
      commission_currency: null,
      workflow_id: null,
      master_workflow_id: null,
      workflow_run_id: null,
      context: null,
      profile: null,
      url: claim.url,
      referrer: claim.referrer,
      metadata: claim.metadata,
      raw: null,
    },
    ...(idempotency && { idempotency }),
  };
}
