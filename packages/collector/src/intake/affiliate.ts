import type { AffiliateRow, AffiliateStatus } from '../domain/affiliate.ts';
import type { CreateAffiliate, Edit } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { AffiliatePatch, NewAffiliate } from '../wire/affiliate.ts';
import { type EditContext, intakeEdit } from './edit.ts';
import { linkOf } from './link.ts';
import { readPayoutDetails } from './payout-details.ts';

interface AffiliateContext extends EditContext {
  /** The program that they join. */
  program_id?: string | null | undefined;
}

/** A new affiliate whom a server entered, with a link of their own. Throws `invalid` of a code or an account that is none. */
export function intakeAffiliate(given: NewAffiliate, context: AffiliateContext): CreateAffiliate {
  const { workspace_id, received_at, program_id = null } = context;
  return {
    kind: 'create_affiliate',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    affiliate: {
      id: mintId(),
      external_id: given.external_id ?? null,
      program_id,
      name: given.name,
      email: normalised(given.email),
      status: 'approved',
      group_name: given.group ?? null,
      application: null,
      ...readPayoutDetails(given.payout_details),
    },
    link: linkOf({ code: given.code, destination_url: given.destination_url }, given.name),
  };
}

/** A change of an affiliate; `undefined` where nothing is to be changed. Throws `invalid` of an account that is none. */
export function intakeAffiliateEdit(
  affiliate: AffiliateRow,
  { name, email, group, payout_details }: AffiliatePatch,
  context: AffiliateContext,
): Edit | undefined {
  const { program_id } = context;
  const columns: Record<string, unknown> = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: normalised(email) }),
    ...(group !== undefined && { group_name: group }),
    ...(program_id && { program_id }),
    ...(payout_details !== undefined && readPayoutDetails(payout_details)),
  };
  if (Object.keys(columns).length === 0) return undefined;
  const edit = intakeEdit('affiliate', affiliate.id, columns, context);
  // Of two who put them into a program at once, one is told that it was changed meanwhile.
  return program_id ? { ...edit, version: affiliate.version } : edit;
}

/** What is decided about somebody, and of whom. */
const STEPS = {
  approve: { to: 'approved', from: ['applied', 'rejected', 'suspended'] },
  reject: { to: 'rejected', from: ['applied'] },
  suspend: { to: 'suspended', from: ['approved'] },
} as const satisfies Record<string, { to: AffiliateStatus; from: readonly AffiliateStatus[] }>;

export type AffiliateStep = keyof typeof STEPS;
export const AFFILIATE_STEPS = Object.keys(STEPS) as AffiliateStep[];

/** Approves, rejects or suspends somebody; `undefined` where that was done already. Throws `conflict` out of turn. */
export function intakeAffiliateStep(
  { id, status, version }: AffiliateRow,
  step: AffiliateStep,
  context: EditContext,
): Edit | undefined {
  const { to } = STEPS[step];
  const from: readonly AffiliateStatus[] = STEPS[step].from;
  if (status === to) return undefined;
  if (from.includes(status)) return { ...intakeEdit('affiliate', id, { status: to }, context), version };
  throw new AppError('conflict', `status: who is ${status} cannot be ${to}`, {
    field: 'status',
    hint: `Only who is ${from.join(' or ')} can be ${to}.`,
  });
}

function normalised(email: string | null | undefined): string | null {
  return email?.trim().toLowerCase() ?? null;
}
