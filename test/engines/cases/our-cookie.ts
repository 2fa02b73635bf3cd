import assert from 'node:assert/strict';
import type { StoredCookie } from '../person.ts';
import type { Stage } from '../stage.ts';

export interface OurCookie extends Omit<StoredCookie, 'value'> {
  /** What a server reads. */
  visitor: {
    visitor_id: string;
    ts: number;
    renewed_at?: number;
    first?: { occurred_at: number };
    last?: { occurred_at: number };
  };
}

/** The only cookie that the page has; fails where it has none, or another one. */
export async function ourCookie({ person }: Stage): Promise<OurCookie> {
  const [only, ...others] = await person.cookies();
  assert.deepEqual([only?.name, others], ['_cst', []]);
  const { value, ...attributes } = only as StoredCookie;
  return { ...attributes, visitor: JSON.parse(decodeURIComponent(value)) };
}

/** The visitors that the collector was told of, each once. */
export function visitorsOf({ recorder }: Stage): string[] {
  return [...new Set(recorder.recordings.map(({ batch }) => batch.visitor_id))];
}
