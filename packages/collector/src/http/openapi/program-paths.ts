import type { z } from 'zod';
import { incentivePatch, incentivesQuery, newIncentive } from '../../wire/incentive.ts';
import { newProgram, programPatch, programsQuery } from '../../wire/program.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import {
  incentiveReply,
  incentiveWithVersionsReply,
  programReply,
  programWithVersionsReply,
} from '../../wire/replies/program.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Programs';

interface Resource {
  /** As operations name it. */
  one: string;
  words: { one: string; many: string };
  created: z.ZodType;
  example: unknown;
  patch: z.ZodType;
  query: z.ZodObject;
  reply: z.ZodType;
  withVersions: z.ZodType;
  /** What creating or listing it names may not be there. */
  fails?: readonly [404];
}

export const programPaths: Readonly<Record<string, PathDescription>> = {
  ...resource('/v1/programs', {
    one: 'Program',
    words: { one: 'a program', many: 'programs' },
    created: newProgram,
    example: { external_id: 'prog_main', name: 'Kiln partners', currency: 'EUR', cookie_days: 60, minimum_payout: 50 },
    patch: programPatch,
    query: programsQuery,
    reply: programReply,
    withVersions: programWithVersionsReply,
  }),
  ...resource('/v1/incentives', {
    one: 'Incentive',
    words: { one: 'an incentive', many: 'incentives' },
    created: newIncentive,
    example: {
      program_id: 'prog_main',
      name: '20 % for a year',
      type: 'percentage',
      rate: 20,
      duration: { unit: 'months', length: 12 },
    },
    patch: incentivePatch,
    query: incentivesQuery,
    reply: incentiveReply,
    withVersions: incentiveWithVersionsReply,
    fails: [404],
  }),
};

function resource(path: string, of: Resource): Readonly<Record<string, PathDescription>> {
  const { one, words, fails = [] } = of;
  const shown = dataOf(of.reply);
  return {
    [path]: {
      post: {
        id: `create${one}`,
        isIdempotent: true,
        summary: `Create ${words.one}`,
        tag,
        scope: 'write',
        body: of.created,
        example: of.example,
        replies: { 200: ['It was known already', shown], 201: ['It was created', shown] },
        fails,
      },
      get: {
        id: `list${one}s`,
        summary: `List ${words.many}, newest first`,
        tag,
        scope: 'read',
        query: of.query,
        replies: { 200: ['A page', pageOf(of.reply)] },
        fails,
      },
    },
    [`${path}/{id}`]: {
      get: {
        id: `read${one}`,
        summary: `Read ${words.one} with all its versions`,
        tag,
        scope: 'read',
        replies: { 200: ['It', dataOf(of.withVersions)] },
        fails: [404],
      },
      patch: {
        id: `update${one}`,
        summary: `Change ${words.one}, from now or a later time on`,
        tag,
        scope: 'write',
        body: of.patch,
        replies: { 200: ['As it is now', shown] },
        fails: [404],
      },
      delete: {
        id: `delete${one}`,
        summary: `Delete ${words.one}; what was earned by it stays`,
        tag,
        scope: 'write',
        replies: { 200: ['As it was', shown] },
        fails: [404],
      },
    },
  };
}
