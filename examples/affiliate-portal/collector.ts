import type { Affiliate, Page, Summary } from './replies.ts';

/** The collector did not do what it was asked: the status that it answered, or 0 where it cannot be reached. */
export class CollectorError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Collector {
  /** @returns affiliates, newest first; for the operator */
  affiliates(cursor: string | null): Promise<Page<Affiliate>>;
  /** Makes the token with which one affiliate reads what is theirs, for so many seconds. */
  createToken(affiliateId: string, seconds: number): Promise<string>;
  summary(token: string): Promise<Summary>;
  /** @returns a page of `links`, `clicks`, `leads`, `sales`, `earnings` or `payouts` */
  list<Item>(token: string, name: string, cursor: string | null): Promise<Page<Item>>;
}

const TIMEOUT_MS = 10_000;

/** The few things that a portal asks. Each rejects with a CollectorError. */
export function createCollector(url: string, secretKey: string): Collector {
  return {
    affiliates: (cursor) => ask(url, secretKey, `/v1/affiliates${query(cursor)}`),
    async createToken(affiliateId, seconds) {
      const path = `/v1/affiliates/${encodeURIComponent(affiliateId)}/portal-token`;
      const { data } = await ask<{ data: { token: string } }>(url, secretKey, path, { expires_in: seconds });
      return data.token;
    },
    async summary(token) {
      const { data } = await ask<{ data: Summary }>(url, token, '/v1/portal/summary');
      return data;
    },
    list: (token, name, cursor) => ask(url, token, `/v1/portal/${name}${query(cursor)}`),
  };
}

function query(cursor: string | null): string {
  return cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
}

async function ask<Reply>(url: string, key: string, path: string, body?: object): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) {
      return (await response.json()) as Reply;
    }
  } catch (error) {
    throw new CollectorError(0, `the collector cannot be reached: ${String(error)}`);
  }
  throw new CollectorError(
    response.status,
    `${path.split('?')[0]} answered ${response.status}: ${await response.text()}`,
  );
}
