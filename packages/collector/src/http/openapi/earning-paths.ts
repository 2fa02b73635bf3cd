import { earningReview, listEarningsQuery, listReviewsQuery } from '../../wire/earning.ts';
import { listReferralsQuery, newReferral, referralPatch } from '../../wire/referral.ts';
import { balanceReply, earningAccountReply, earningReply, toldEarningReply } from '../../wire/replies/earning.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import { madeReferralReply, referralReply } from '../../wire/replies/referral.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Earnings';
const account = dataOf(earningAccountReply);
const referral = dataOf(referralReply);
const made = dataOf(madeReferralReply);

export const earningPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/earnings': {
    get: {
      id: 'listEarnings',
      summary: 'List what sales make you owe, the latest sale first',
      tag,
      scope: 'read',
      query: listEarningsQuery,
      replies: { 200: ['A page', pageOf(earningReply)] },
    },
  },
  '/v1/earnings/{id}': {
    get: {
      id: 'readEarning',
      summary: 'Read an earning, how it came about, and its lines in the ledger',
      tag,
      scope: 'read',
      replies: { 200: ['It', account] },
      fails: [404],
    },
  },
  '/v1/earnings/{id}/approve': {
    post: {
      id: 'approveEarning',
      summary: 'Approve an earning: it may be paid when its hold ends',
      tag,
      scope: 'write',
      body: earningReview,
      example: { note: 'They called us.' },
      replies: { 200: ['As it is now', account] },
      fails: [404, 409],
    },
  },
  '/v1/earnings/{id}/decline': {
    post: {
      id: 'declineEarning',
      summary: 'Decline an earning: nothing is owed for it',
      tag,
      scope: 'write',
      body: earningReview,
      replies: { 200: ['As it is now', account] },
      fails: [404, 409],
    },
  },
  '/v1/reviews': {
    get: {
      id: 'listReviews',
      summary: 'List the earnings that somebody has to look at, with what was found',
      tag,
      scope: 'read',
      query: listReviewsQuery,
      replies: { 200: ['A page', pageOf(toldEarningReply)] },
    },
  },
  '/v1/affiliates/{id}/balance': {
    get: {
      id: 'readBalance',
      summary: 'Read what an affiliate is owed, by currency',
      tag,
      scope: 'read',
      replies: { 200: ['It', dataOf(balanceReply)] },
      fails: [404],
    },
  },
  '/v1/referrals': {
    get: {
      id: 'listReferrals',
      summary: 'List who was referred by whom, newest first',
      tag,
      scope: 'read',
      query: listReferralsQuery,
      replies: { 200: ['A page', pageOf(referralReply)] },
    },
    post: {
      id: 'createReferral',
      isIdempotent: true,
      summary: 'Report that somebody who was referred signed up',
      tag,
      scope: 'write',
      body: newReferral,
      example: { coupon: 'JANE10', email: 'jane@example.com' },
      replies: { 200: ['It was known already', made], 201: ['It was recorded', made] },
    },
  },
  '/v1/referrals/{id}': {
    get: {
      id: 'readReferral',
      summary: 'Read a referral',
      tag,
      scope: 'read',
      replies: { 200: ['It', referral] },
      fails: [404],
    },
    patch: {
      id: 'updateReferral',
      summary: 'Cancel or reject a referral, or lock the rates by which it earns',
      tag,
      scope: 'write',
      body: referralPatch,
      replies: { 200: ['As it is now', referral] },
      fails: [404],
    },
  },
};
