import { z } from 'zod';
import { confirmed } from '../../wire/confirm.ts';
import { conversionPatch, deleteQuery, newConversion } from '../../wire/conversion.ts';
import { listConversionsQuery } from '../../wire/list-conversions.ts';
import { listReceiptsQuery } from '../../wire/list-receipts.ts';
import { newOrderRefund, newRefund } from '../../wire/refund.ts';
import { shareLinkReply } from '../../wire/replies/configured.ts';
import { conversionReply, receiptReply, refundReply } from '../../wire/replies/conversion.ts';
import { dataOf, itemsOf, pageOf } from '../../wire/replies/fields.ts';
import { whyReply } from '../../wire/replies/person.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Conversions';
const conversion = dataOf(conversionReply);
const refund = dataOf(refundReply);
const list = pageOf(conversionReply).extend({
  total: z.int(),
  total_is_exact: z.boolean().meta({ description: '`false` where there are at least so many' }),
  facets: z.record(z.string(), z.array(z.strictObject({ value: z.string(), conversions: z.int(), counted: z.int() }))),
  incomplete_facets: z
    .array(z.string())
    .meta({ description: 'Facets with more values than were looked at: the commonest may not be among them' }),
});

const SALE = {
  name: 'purchase',
  order_id: 'o_1001',
  amount: 99.5,
  currency: 'EUR',
  occurred_at: '2026-11-20T10:00:00Z',
  visitor_id: '0193fd2e-7c1a-7abc-8def-0123456789ab',
  email: 'jane@example.com',
};

export const conversionPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/conversions': {
    post: {
      id: 'createConversion',
      isIdempotent: true,
      summary: 'Report a conversion',
      tag,
      scope: 'write',
      body: newConversion,
      example: SALE,
      replies: { 200: ['It was known already', conversion], 201: ['It was recorded', conversion] },
      fails: [404],
    },
    get: {
      id: 'listConversions',
      summary: 'List, filter, search and sort conversions',
      tag,
      scope: 'read',
      query: listConversionsQuery,
      replies: { 200: ['A page', list] },
    },
  },
  '/v1/conversions/batch': {
    post: {
      id: 'createConversions',
      isIdempotent: true,
      summary: 'Report up to 1,000 conversions; each is answered by itself',
      tag,
      scope: 'write',
      body: z.object({ conversions: z.array(newConversion).min(1).max(1_000) }),
      replies: { 200: ['What became of each', itemsOf(conversionReply)] },
    },
  },
  '/v1/conversions/confirm': {
    post: {
      id: 'confirmConversions',
      isIdempotent: true,
      summary: 'Confirm what only a browser reported, one or up to 1,000',
      tag,
      scope: 'write',
      body: z.union([confirmed, z.array(confirmed).min(1).max(1_000)]),
      replies: {
        200: [
          'Of one: it was confirmed already. Of several: what became of each',
          z.union([conversion, itemsOf(conversionReply)]),
        ],
        201: ['It is confirmed', conversion],
      },
      fails: [404],
    },
  },
  '/v1/conversions/refund': {
    post: {
      id: 'refundOrder',
      isIdempotent: true,
      summary: 'Give back of an order, whether or not it is known yet',
      tag,
      scope: 'write',
      body: newOrderRefund,
      replies: {
        200: ['It was known already', refund],
        201: ['It was recorded', refund],
        202: ['It waits for its order', refund],
      },
    },
  },
  '/v1/conversions/{id}': {
    get: {
      id: 'readConversion',
      summary: 'Read a conversion',
      tag,
      scope: 'read',
      replies: { 200: ['It', conversion] },
      fails: [404],
    },
    patch: {
      id: 'updateConversion',
      summary: 'Change a conversion; it is credited anew',
      tag,
      scope: 'write',
      body: conversionPatch,
      replies: { 200: ['As it is now', conversion] },
      fails: [404],
    },
    delete: {
      id: 'deleteConversion',
      summary: 'Delete a conversion; its keys stay taken unless `release_key=true`',
      tag,
      scope: 'write',
      query: deleteQuery,
      replies: { 200: ['As it was', conversion] },
      fails: [404, 409],
    },
  },
  '/v1/conversions/{id}/refund': {
    post: {
      id: 'refundConversion',
      isIdempotent: true,
      summary: 'Give back of a conversion: a part, or all that is left',
      tag,
      scope: 'write',
      body: newRefund,
      example: { amount: 9.5, currency: 'EUR', reason: 'Arrived broken', external_ref: 'rf_1001' },
      replies: { 200: ['It was known already', refund], 201: ['It was recorded', refund] },
      fails: [404],
    },
  },
  '/v1/conversions/{id}/refunds': {
    get: {
      id: 'listRefunds',
      summary: 'List what was given back of a conversion',
      tag,
      scope: 'read',
      replies: { 200: ['All of it', dataOf(z.array(refundReply))] },
      fails: [404],
    },
  },
  '/v1/conversions/{id}/receipts': {
    get: {
      id: 'listReceiptsOfConversion',
      summary: 'List what was decided about a conversion, and when',
      tag,
      scope: 'read',
      replies: { 200: ['All of them', dataOf(z.array(receiptReply))] },
      fails: [404],
    },
  },
  '/v1/conversions/{id}/why': {
    get: {
      id: 'explainConversion',
      summary: 'Tell why a conversion got its credit',
      tag,
      scope: 'read',
      replies: { 200: ['In words and in facts', dataOf(whyReply)] },
      fails: [404, 409],
    },
  },
  '/v1/conversions/{id}/share_link': {
    post: {
      id: 'shareConversion',
      summary: 'Make a signed, expiring link to the page of a conversion',
      tag,
      scope: 'write',
      replies: { 201: ['It', dataOf(shareLinkReply)] },
      fails: [404],
    },
  },
  '/v1/receipts': {
    get: {
      id: 'listReceipts',
      summary: 'List what was decided, newest first',
      tag,
      scope: 'read',
      query: listReceiptsQuery,
      replies: { 200: ['A page', pageOf(receiptReply)] },
    },
  },
};
