import assert from 'node:assert/strict';
import { type Api, type Conversion, createApi, type Problem, type Reply, sendEvents } from './api.ts';
import type { Collector } from './collector.ts';

/** What a customer's server and pages say of people, and asks about them. */

export interface Name {
  kind: string;
  value: string;
}

export interface Person {
  id: string;
  root: Name;
  identifiers: (Name & { id: string; first_at: string })[];
  devices: { id: string; visitor_id: string; is_quarantined: boolean; links: (Name & { trusted: boolean })[] }[];
  flags: { kind: string; count: number; explanation: string }[];
}

export interface Edge {
  id: string;
  from: Name;
  to: Name;
  trusted: boolean;
  state: string;
  explanation: string;
}

export interface Entry {
  kind: string;
  id: string;
  occurred_at: string;
  visitor_id: string | null;
  session_id: string | null;
  name?: string;
  explanation?: string;
}

export interface Session {
  id: string;
  visitor_id: string;
  started_at: string;
  ended_at: string;
  events: number;
  channel: string | null;
  source: string | null;
}

export interface PeopleApi extends Api {
  identify(facts: object): Promise<Reply<{ data: Person } & Problem>>;
  /** Reports a purchase. */
  sell(facts: object): Promise<Reply<{ data: Conversion } & Problem>>;
  /** Page views of a browser, unless they say otherwise. */
  sends(visitor: string, events: readonly object[]): Promise<void>;
  people(query: string): Promise<Person[]>;
  person(id: string): Promise<Person>;
  edges(id: string): Promise<Edge[]>;
  /** Everything of a list, page by page. */
  paged<T>(path: string, limit: number): Promise<T[]>;
}

export function createPeopleApi(collector: Collector): PeopleApi {
  const api = createApi(collector, collector.keys.secret_key);
  let sent = 0;
  return {
    ...api,
    identify: (facts) => api.post('/v1/identify', facts),
    sell: (facts) => api.post('/v1/conversions', { name: 'purchase', ...facts }),
    async sends(visitor, events) {
      const named = events.map((event) => {
        sent += 1;
        return { id: `event-${sent}`, name: 'page_view', touch: null, ...event };
      });
      const reply = await sendEvents(collector, visitor, named);
      assert.equal(reply.status, 202, JSON.stringify(reply.body));
    },
    people: async (query) => (await api.get<{ data: Person[] }>(`/v1/people?${query}`)).body.data,
    person: async (id) => (await api.get<{ data: Person }>(`/v1/people/${id}`)).body.data,
    edges: async (id) => (await api.get<{ data: Edge[] }>(`/v1/people/${id}/edges`)).body.data,
    async paged<T>(path: string, limit: number) {
      const all: T[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const at: string = `${path}?limit=${limit}${cursor && `&cursor=${cursor}`}`;
        const page: Reply<{ data: T[]; next_cursor: string | null }> = await api.get(at);
        assert.equal(page.status, 200, JSON.stringify(page.body));
        all.push(...page.body.data);
        cursor = page.body.next_cursor;
      }
      return all;
    },
  };
}

export function only<T>(list: readonly T[] | undefined): T {
  assert.equal(list?.length, 1);
  return list?.[0] as T;
}

/** Such as `email jane@example.com`. */
export function namesOf({ identifiers }: Person): string[] {
  return identifiers.map(({ kind, value }) => `${kind} ${value}`);
}
