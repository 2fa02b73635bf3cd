import assert from 'node:assert/strict';
import type { Conversion, Problem, Reply } from './api.ts';
import type { Collector } from './collector.ts';

/** What a customer's server does with the conversions API, any method and header. */

export interface FullConversion extends Conversion {
  external_id: string | null;
  conversion_type: { id: string; name: string } | null;
  source: { id: string; name: string } | null;
  event_id: string | null;
  external_ref: string | null;
  amount_minor: number | null;
  refunded: { amount: number; amount_minor: number } | null;
  count: number;
  sales_status: string | null;
  identifiers: Record<string, string>;
  user: Record<string, unknown> | null;
  context: Record<string, unknown> | null;
  metadata: Record<string, unknown> | null;
  notes: string | null;
  raw: Record<string, unknown> | null;
  dialect: string | null;
  updated_at: string;
  recorded_at: string;
}

export interface Refund {
  id: string;
  status: 'pending' | 'applied';
  conversion_id: string | null;
  amount: number | null;
  currency: string | null;
  refunded: { amount: number; amount_minor: number };
  is_clamped: boolean;
}

/** One of several answers to one request. */
export interface Item<Data> {
  status: number;
  data?: Data;
  error?: Problem;
}

export type Call = <Data = FullConversion>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Reply<{ data: Data; next_cursor?: string | null } & Problem>>;

export function createCall(collector: Pick<Collector, 'url'>, key: string): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(collector.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? text : JSON.parse(text) };
  };
}

/** A refusal that names its field. */
export function assertRefused(reply: Reply<Problem>, status: number, field?: string): void {
  assert.equal(reply.status, status, JSON.stringify(reply.body));
  if (field !== undefined) assert.equal(reply.body.field, field, JSON.stringify(reply.body));
}
