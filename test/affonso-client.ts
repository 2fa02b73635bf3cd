import assert from 'node:assert/strict';
import type { Collector } from './collector.ts';
import { type Call, createCall } from './conversions-api.ts';
import { created, promoted } from './programs-api.ts';

/** A client of Affonso's, at another base URL and with another key. */

export type Fields = Record<string, unknown>;

export interface AffonsoReply {
  status: number;
  body: {
    success: boolean;
    message?: string;
    data: Fields & Fields[];
    has_more?: boolean;
    pagination?: Record<string, number | boolean>;
    error?: { code: string; message: string; field?: string };
  };
}

export interface AffonsoClient {
  ask(method: string, path: string, body?: unknown): Promise<AffonsoReply>;
  /** What must succeed. */
  done(method: string, path: string, body?: unknown, status?: number): Promise<Fields>;
  /** What must be refused, and for which field. */
  refused(method: string, path: string, body: unknown, status: number, field?: string): Promise<void>;
}

export function createAffonsoClient({ url }: Pick<Collector, 'url'>, key: string): AffonsoClient {
  async function ask(method: string, path: string, body?: unknown): Promise<AffonsoReply> {
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as AffonsoReply['body'] };
  }

  return {
    ask,
    async done(method, path, body, status = 200) {
      const reply = await ask(method, path, body);
      assert.equal(reply.status, status, JSON.stringify(reply.body));
      assert.equal(reply.body.success, true);
      return reply.body.data;
    },
    async refused(method, path, body, status, field) {
      const { status: got, body: told } = await ask(method, path, body);
      assert.equal(got, status, JSON.stringify(told));
      assert.equal(told.success, false);
      if (field !== undefined) assert.equal(told.error?.field, field, JSON.stringify(told));
    },
  };
}

/** A program in dollars that pays 30 % at once, with an affiliate, and a client whose key is for it. */
export async function startAffonso(
  collector: Collector,
): Promise<AffonsoClient & { native: Call; program_id: string }> {
  const native = createCall(collector, collector.keys.secret_key);
  const { program_id } = await promoted(native, 'seed', {
    program: { currency: 'USD', hold_days: 0, allowed_hosts: ['shop.example'] },
  });
  return { ...createAffonsoClient(collector, await newAffonsoKey(native)), native, program_id };
}

export async function newAffonsoKey(native: Call, more: object = {}): Promise<string> {
  const { key } = await created<{ key: string }>(native, '/v1/api-keys', { dialect: 'affonso', ...more });
  return key;
}
