import type { Collector } from './collector.ts';

/** What a customer's server does with the collector over HTTP. */

export interface Reply<Body = Record<string, never>> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Conversion {
  id: string;
  name: string;
  status: 'verified' | 'unverified';
  order_id: string | null;
  amount: number | null;
  currency: string | null;
  visitor_id: string | null;
  occurred_at: string;
  attributed_to: {
    touch_id: string;
    channel: string;
    source: string | null;
    campaign: string | null;
    click_id: string | null;
    occurred_at: string;
  } | null;
  owed_to: { affiliate_id: string; referral_id: string; code: string | null; click_id: string | null } | null;
  debt_rule: string;
}

export interface Receipt {
  recorded_at: string;
  kind: string;
  cause: string;
  subject_id: string;
  replays: number;
  explanation: string;
  attributed_to: Conversion['attributed_to'];
  owed_to: Conversion['owed_to'];
  debt_rule: string | null;
  debt_candidates: { affiliate_id: string; code: string | null; verdict: string }[];
  claims: { claim_id: string; visitor_id: string; verdict: string }[];
  before: Pick<Conversion, 'attributed_to' | 'owed_to' | 'debt_rule'> | null;
}

export interface Problem {
  status: number;
  code: string;
  detail: string;
  field?: string;
  hint?: string;
}

export interface Api {
  get<Body>(path: string): Promise<Reply<Body>>;
  post<Body>(path: string, body: unknown): Promise<Reply<Body>>;
  put<Body>(path: string, body: unknown): Promise<Reply<Body>>;
  patch<Body>(path: string, body: unknown): Promise<Reply<Body>>;
  delete<Body>(path: string): Promise<Reply<Body>>;
  /** Every conversion, newest first. */
  conversions(): Promise<Conversion[]>;
  receipts(id: string): Promise<Receipt[]>;
}

export function createApi(collector: Pick<Collector, 'url'>, key: string): Api {
  async function call<Body>(path: string, init: RequestInit): Promise<Reply<Body>> {
    const response = await fetch(collector.url + path, { ...init, headers: { authorization: `Bearer ${key}` } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? text : JSON.parse(text) };
  }
  const api: Api = {
    get: (path) => call(path, {}),
    post: (path, body) => call(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    put: (path, body) => call(path, { method: 'PUT', body: JSON.stringify(body) }),
    patch: (path, body) => call(path, { method: 'PATCH', body: JSON.stringify(body) }),
    delete: (path) => call(path, { method: 'DELETE' }),
    async conversions() {
      const all: Conversion[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/v1/conversions?limit=2${cursor && `&cursor=${cursor}`}`;
        const page: Reply<{ data: Conversion[]; next_cursor: string | null }> = await api.get(path);
        all.push(...page.body.data);
        cursor = page.body.next_cursor;
      }
      return all;
    },
    async receipts(id) {
      return (await api.get<{ data: Receipt[] }>(`/v1/conversions/${id}/receipts`)).body.data;
    },
  };
  return api;
}

export interface BatchReply {
  accepted: number;
  duplicates: number;
  rejected: { index: number; id: string | null; reason: string; field: string }[];
}

/** Sends events as a page would, from whatever browser `visitor` is. */
export async function sendEvents(
  collector: Pick<Collector, 'url' | 'keys'>,
  visitor: string,
  events: readonly unknown[],
  extra: { key?: string; origin?: string; sent_at?: unknown } = {},
): Promise<Reply<BatchReply>> {
  const { key = collector.keys.publishable_key, origin, sent_at = Date.now() } = extra;
  const response = await fetch(`${collector.url}/e`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...(origin ? { origin } : {}) },
    body: JSON.stringify({ v: 1, key, sent_at, visitor_id: visitor, events }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as BatchReply };
}
