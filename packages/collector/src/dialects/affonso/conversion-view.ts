import type { Reward } from '../../domain/reward.ts';
import { type CommissionStatus, commissionStatusOf, salesStatusOf, viewCommission } from './commission-view.ts';
import { SAID_STATUS } from './conversion.ts';
import { shownId } from './referral-view.ts';

/**
 * A conversion as it is answered, in major units, less what was given back:
 * https://docs.affonso.io/api-reference/endpoint/conversions/refund
 */
export function viewConversion(reward: Reward, replayed: boolean) {
  const { conversion, incentive } = reward;
  const earning = earningIn(reward);
  return {
    ...viewCommission(reward),
    status: statusOf(reward),
    external_event_id: conversion.external_ref,
    calculation_mode: 'auto',
    matched_incentive_id: earning && incentive && shownId('inc', incentive),
    replayed,
    source_event_id: null,
  };
}

/** The earning, where there is something in it: what no incentive matches, or is capped to nothing, has none. */
export function earningIn({ earning }: Reward): Reward['earning'] {
  return earning && earning.status !== 'none' ? earning : null;
}

/** What earns nothing may yet earn something, unless it was given back whole or its caller says otherwise. */
function statusOf(reward: Reward): CommissionStatus {
  const { conversion, earning } = reward;
  if (earningIn(reward) || conversion.earning_status !== null) {
    const status = commissionStatusOf(conversion, earning);
    return status === 'ready_for_payment' && conversion.raw?.[SAID_STATUS] ? 'processing_payout' : status;
  }
  return salesStatusOf(conversion) === 'refunded' ? 'refunded' : 'pending';
}
