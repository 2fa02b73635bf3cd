import { z } from 'zod';
import type { ProgramRow } from '../../domain/program.ts';
import { isoOf } from '../../domain/time.ts';
import { expect, type Route } from '../dialect.ts';
import { said } from './fields.ts';
import { type Fixed, refuseFixed } from './fixed-fields.ts';
import { single } from './pagination.ts';
import { shownId } from './referral-view.ts';
import { ownOf, readBody, words } from './reward-fields.ts';

/** https://docs.affonso.io/api-reference/endpoint/program/get-info */

const programPatch = z.looseObject({ name: words(255).optional(), auto_approve: z.boolean().optional() });

const NOT_KEPT = 'nothing of a program is shown in a marketplace';

const FIXED: Fixed = {
  tagline: NOT_KEPT,
  category: NOT_KEPT,
  description: NOT_KEPT,
  logo_url: NOT_KEPT,
  website_url:
    'it is the first of the hosts to which links may lead (allowed_hosts of PATCH /v1/programs, with a key of ours)',
  access_mode: 'anybody may apply; auto_approve says whether somebody looks at it',
  affiliate_links_enabled: 'links work as long as their affiliate does',
  customer_information_visibility: 'affiliates see nothing of who bought',
};

const read: Route = {
  method: 'GET',
  path: '/v1/program',
  ask: ({ account }) => ({ ask: 'read_own_program', own: ownOf(account) }),
  reply: (answer) => single(viewProgram(expect(answer, 'own_program').own.row)),
};

const update: Route = {
  method: 'PATCH',
  path: '/v1/program',
  fields: { affiliate_approval: 'auto_approve' },
  ask({ body, account }) {
    const given = readBody(programPatch, body);
    return {
      ask: 'update_own_program',
      own: ownOf(account),
      read({ row }) {
        refuseFixed(given, { ...viewProgram(row), customer_information_visibility: 'HIDDEN' }, FIXED);
        const { name, auto_approve } = given;
        const affiliate_approval =
          auto_approve === undefined ? undefined : auto_approve ? ('automatic' as const) : ('manual' as const);
        return { program: said({ name, affiliate_approval }), standard: {} };
      },
    };
  },
  reply: (answer) => single(viewProgram(expect(answer, 'own_program').own.row)),
};

/** `/v1/program` */
export const programRoutes: readonly Route[] = [read, update];

function viewProgram(row: ProgramRow) {
  const [host] = row.allowed_hosts;
  return {
    id: shownId('prog', row),
    name: row.name,
    slug: slugOf(row.name),
    tagline: null,
    category: null,
    description: null,
    website_url: host === undefined ? null : `https://${host}`,
    access_mode: 'public',
    auto_approve: row.affiliate_approval === 'automatic',
    status: 'active',
    affiliate_links_enabled: true,
    logo_url: null,
    default_referral_parameter: 'ref',
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
    plan: { tier: 'self_hosted', postbacks: false, groups_limit: null },
  };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
