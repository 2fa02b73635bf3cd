import assert from 'node:assert/strict';
import type { Call } from './conversions-api.ts';

/** What a customer's server does with programs over HTTP. */

export interface Sum {
  amount: number;
  amount_minor: number;
}

export interface Earning {
  id: string;
  conversion_id: string;
  affiliate_id: string;
  referral_id: string | null;
  status: string;
  reason: string | null;
  occurred_at: string;
  currency: string | null;
  commission: Sum;
  reversed: Sum;
  due: Sum;
  allocated: Sum;
  paid: Sum;
  affiliate_name: string | null;
  calculation: {
    incentives: { incentive_id: string; verdict: string }[];
    percentage: number | null;
    fraud: { check: string; mode: string; evidence: string }[];
  } | null;
  review: { decision: string; note: string | null } | null;
  explanation: string;
  entries: { cause: string; kind: string; amount: Sum }[];
}

export interface Referral {
  id: string;
  affiliate_id: string;
  affiliate_name: string | null;
  status: string;
  locks_rate: boolean | null;
  identifiers: Record<string, string>;
  sales: number;
  revenue: (Sum & { currency: string })[];
  commission: (Sum & { currency: string })[];
}

export interface MadeReferral {
  referral: Referral | null;
  conversion_id: string;
  debt_rule: string;
  explanation: string;
}

export interface AffiliateBalance {
  affiliate_id: string;
  balances: ({ currency: string } & Record<string, Sum>)[];
}

/** Makes something that must be new. */
export async function created<Data>(call: Call, path: string, body: object): Promise<Data> {
  const reply = await call<Data>('POST', path, body);
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  return reply.body.data;
}

/** Reads or changes something, which must succeed. */
export async function asked<Data>(call: Call, method: string, path: string, body?: object): Promise<Data> {
  const reply = await call<Data>(method, path, body);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body.data;
}

/** A program in euros that pays a percentage of every sale, and an affiliate in it. */
export async function promoted(
  call: Call,
  code: string,
  { program = {}, incentive = {}, affiliate = {} }: { program?: object; incentive?: object; affiliate?: object } = {},
): Promise<{ program_id: string; incentive_id: string; affiliate_id: string }> {
  const { id: program_id } = await created<{ id: string }>(call, '/v1/programs', {
    name: `Program of ${code}`,
    currency: 'EUR',
    ...program,
  });
  const { id: incentive_id } = await created<{ id: string }>(call, '/v1/incentives', {
    ...{ program_id, name: 'Standard', type: 'percentage', rate: 30 },
    ...incentive,
  });
  const { id: affiliate_id } = await created<{ id: string }>(call, '/v1/affiliates', {
    ...{ name: `Blog of ${code}`, code, program_id },
    ...affiliate,
  });
  return { program_id, incentive_id, affiliate_id };
}
