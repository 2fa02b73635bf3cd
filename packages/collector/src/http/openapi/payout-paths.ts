import { z } from 'zod';
import { listQuery } from '../../wire/conversion.ts';
import { newPayout, payoutExportQuery, payoutFailed, payoutPaid, payoutStep, payoutsQuery } from '../../wire/payout.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import { payoutExportReply, payoutItemReply, payoutReply, programPayoutsReply } from '../../wire/replies/payout.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Programs';
const one = dataOf(payoutReply);

export const payoutPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/payouts': {
    post: {
      id: 'createPayout',
      isIdempotent: true,
      summary: 'Make a payout of what an affiliate is due, or one for each affiliate of a program who is due',
      tag,
      scope: 'write',
      body: newPayout,
      replies: {
        200: ['It was known already; or, of a program, what was made', z.union([one, dataOf(programPayoutsReply)])],
        201: ['It was made, as a draft', one],
      },
      fails: [404],
    },
    get: {
      id: 'listPayouts',
      summary: 'List payouts, newest first',
      tag,
      scope: 'read',
      query: payoutsQuery,
      replies: { 200: ['A page', pageOf(payoutReply)] },
    },
  },
  '/v1/payouts/export': {
    get: {
      id: 'exportPayouts',
      summary: 'Payouts as a file for a bank or for PayPal, oldest first',
      tag,
      scope: 'read',
      query: payoutExportQuery,
      csv: 'reply',
      replies: { 200: ['The file; with `as=json`, its rows and what is not in it', dataOf(payoutExportReply)] },
    },
  },
  '/v1/payouts/{id}': {
    get: {
      id: 'readPayout',
      summary: 'Read a payout',
      tag,
      scope: 'read',
      replies: { 200: ['It', one] },
      fails: [404],
    },
  },
  '/v1/payouts/{id}/items': {
    get: {
      id: 'listPayoutItems',
      summary: 'List what a payout pays, by earning',
      tag,
      scope: 'read',
      query: listQuery,
      replies: { 200: ['A page', pageOf(payoutItemReply)] },
      fails: [404],
    },
  },
  ...step('approve', 'Approve a draft, or try again what failed', payoutStep),
  ...step('pay', 'Say that an approved payout was paid; it stays so', payoutPaid),
  ...step('fail', 'Say that an approved payout could not be paid', payoutFailed),
  ...step('cancel', 'Cancel a draft; its earnings may be in another payout', payoutStep),
  ...step('reopen', 'Give a failed payout up; its earnings may be in another payout', payoutStep),
};

function step(verb: string, summary: string, body: z.ZodType): Readonly<Record<string, PathDescription>> {
  const id = `${verb}Payout`;
  const replies = { 200: ['As it is now', one] } as const;
  return {
    [`/v1/payouts/{id}/${verb}`]: { post: { id, summary, tag, scope: 'write', body, replies, fails: [404, 409] } },
  };
}
