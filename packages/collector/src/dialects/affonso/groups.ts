import { AppError } from '../../domain/errors.ts';
import type { IncentiveRow } from '../../domain/incentive.ts';
import { isoOf } from '../../domain/time.ts';
import { type Answer, expect, type Route } from '../dialect.ts';
import { writeId } from './ids.ts';
import { viewIncentive } from './incentive-view.ts';
import { namesIn, single } from './pagination.ts';
import { ownOf, refuse } from './reward-fields.ts';

/**
 * Groups are names: one is there as soon as an affiliate is in it, or an incentive is for it, and its id is the name. Who is
 * in none is in the default group: https://docs.affonso.io/api-reference/endpoint/program/list-groups
 */

const EXPANSIONS = ['incentives', 'multi_level_incentives'] as const;
type Expansion = (typeof EXPANSIONS)[number];

const list: Route = {
  method: 'GET',
  path: '/v1/program/groups',
  ask: ({ query, account }) => asked(query, account),
  reply: (answer, { query }) => single(groupsIn(answer, expandIn(query))),
};

const read: Route = {
  method: 'GET',
  path: '/v1/program/groups/:id',
  ask: ({ query, account }) => asked(query, account),
  reply(answer, { params: { id = '' }, query }) {
    const group = groupsIn(answer, expandIn(query)).find((one) => one.id === id);
    if (group) return single(group);
    throw new AppError('not_found', `There is no group ${id}.`, {
      field: 'id',
      hint: 'A group is there as soon as an affiliate is in it, or an incentive is for it.',
    });
  },
};

const ADVICE =
  'A group comes to be by its name: send it as group_id of an affiliate, or as group of POST /v1/incentives with a key of ours.';

/** `/v1/program/groups` */
export const groupRoutes: readonly Route[] = [
  list,
  read,
  refusing('POST', '/v1/program/groups', 'a group is not created by itself'),
  refusing('PATCH', '/v1/program/groups/:id', 'a group is nothing but its name, and its name is its id'),
  refusing('DELETE', '/v1/program/groups/:id', 'a group ends when nobody is in it, and no incentive is for it'),
];

function refusing(method: 'POST' | 'PATCH' | 'DELETE', path: string, why: string): Route {
  return {
    method,
    path,
    ask: () => refuse('name', why, ADVICE),
    reply: () => refuse('name', why, ADVICE),
  };
}

function asked(query: Readonly<Record<string, unknown>>, account: string | null): ReturnType<Route['ask']> {
  expandIn(query);
  return { ask: 'list_groups', own: ownOf(account) };
}

function expandIn({ expand }: Readonly<Record<string, unknown>>): Expansion[] {
  return namesIn('expand', expand, EXPANSIONS);
}

function groupsIn(answer: Answer, expand: readonly Expansion[]) {
  const { program, names, incentives } = expect(answer, 'groups');
  const group = (name: string | null) => {
    const own = incentives.filter(({ terms }) => terms.group_name === name && terms.affiliate_id === null);
    const shown = (incentive: IncentiveRow) => viewIncentive(incentive, program.currency, program.terms);
    return {
      id: name ?? writeId('grp', program.id),
      name: name ?? 'Default',
      description: null,
      custom_website_url: null,
      is_default: name === null,
      created_at: isoOf(program.created_at),
      ...(expand.includes('incentives') && { incentives: own.map(shown) }),
      ...(expand.includes('multi_level_incentives') && { multi_level_incentives: [] }),
    };
  };
  return [null, ...names].map(group);
}
