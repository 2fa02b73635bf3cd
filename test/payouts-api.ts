import assert from 'node:assert/strict';
import type { Call, FullConversion } from './conversions-api.ts';

/** What a customer's server does about payouts, and what must be there before. */

export interface Payout {
  id: string;
  external_id: string | null;
  affiliate_id: string;
  status: string;
  next_statuses: string[];
  currency: string;
  amount: number;
  amount_minor: number;
  items: number;
  reference: string | null;
  failure: string | null;
  paid_at: string | null;
}

export interface ProgramPayouts {
  made: Payout[];
  skipped: { affiliate_id: string; error: { status: number; detail: string } }[];
}

export interface Earning {
  id: string;
  status: string;
}

export interface Item {
  earning_id: string;
  amount: number;
}

export interface PayoutFile {
  columns: string[];
  rows: string[][];
  skipped: { affiliate_id: string; reason: string }[];
}

export interface Made {
  id: string;
}

/** Calls as a server would, each of which must succeed unless it gives its reply. */
export function createPayouts(call: () => Call) {
  let made = 0;

  async function post<Data>(path: string, body: unknown, headers?: Record<string, string>): Promise<Data> {
    const reply = await call()<Data>('POST', path, body, headers);
    assert.ok(reply.status < 300, `${path}: ${JSON.stringify(reply.body)}`);
    return reply.body.data;
  }

  const get = async <Data>(path: string) => (await call()<Data>('GET', path)).body.data;

  /** A program of which everybody gets a fifth of each sale. */
  async function program(terms: Record<string, unknown> = {}): Promise<string> {
    const given = { name: 'Partners', currency: 'EUR', hold_days: 0, ...terms };
    const { id } = await post<Made>('/v1/programs', given);
    const from = '2020-01-01T00:00:00Z';
    await post('/v1/incentives', { program_id: id, name: 'A fifth', type: 'percentage', rate: 20, valid_from: from });
    return id;
  }

  async function affiliate(program_id: string, more: Record<string, unknown> = {}): Promise<string> {
    made += 1;
    const payout_details = { method: 'paypal', email: `a${made}@shop.test` };
    return (await post<Made>('/v1/affiliates', { name: `A ${made}`, program_id, payout_details, ...more })).id;
  }

  const sell = (affiliate_id: string, amount: number, more: Record<string, unknown> = {}) =>
    post<FullConversion>('/v1/conversions', { name: 'purchase', amount, currency: 'EUR', affiliate_id, ...more });

  const pay = (body: unknown, headers?: Record<string, string>) => call()<Payout>('POST', '/v1/payouts', body, headers);
  const step = (id: string, verb: string, body?: unknown) => call()<Payout>('POST', `/v1/payouts/${id}/${verb}`, body);
  const earningOf = async ({ id }: Made) => {
    const [earning] = await get<Earning[]>(`/v1/earnings?conversion_id=${id}`);
    return earning ?? assert.fail(`${id} earns nothing`);
  };

  return { post, get, program, affiliate, sell, pay, step, earningOf };
}
