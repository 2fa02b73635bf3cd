import type { z } from 'zod';
import { affiliatePatch, affiliatesQuery, newAffiliate } from '../../wire/affiliate.ts';
import { couponPatch, newCoupon } from '../../wire/coupon.ts';
import { linkPatch, newLink, ofAffiliateQuery } from '../../wire/link.ts';
import { affiliateReply, couponReply, linkReply } from '../../wire/replies/affiliate.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Affiliates';
const affiliate = dataOf(affiliateReply);

export const affiliatePaths: Readonly<Record<string, PathDescription>> = {
  ...resource('/v1/affiliates', {
    one: 'Affiliate',
    words: ['an affiliate with a link', 'an affiliate', 'affiliates'],
    created: newAffiliate,
    example: {
      name: 'Ada Kiln',
      email: 'ada@example.com',
      code: 'ada',
      destination_url: 'https://shop.example/',
      payout_details: { method: 'paypal', email: 'ada@example.com' },
    },
    patch: affiliatePatch,
    query: affiliatesQuery,
    reply: affiliateReply,
  }),
  ...step('approve', 'Approve who applied, was rejected or was suspended'),
  ...step('reject', 'Reject who applied'),
  ...step('suspend', 'Suspend who was approved; what they are owed is kept for them'),
  ...resource('/v1/links', {
    one: 'Link',
    words: ['one more link of an affiliate', 'a link', 'links'],
    created: newLink,
    patch: linkPatch,
    query: ofAffiliateQuery,
    reply: linkReply,
  }),
  ...resource('/v1/coupons', {
    one: 'Coupon',
    words: ['a coupon of an affiliate', 'a coupon', 'coupons'],
    created: newCoupon,
    patch: couponPatch,
    query: ofAffiliateQuery,
    reply: couponReply,
  }),
};

function step(name: 'approve' | 'reject' | 'suspend', summary: string): Readonly<Record<string, PathDescription>> {
  return {
    [`/v1/affiliates/{id}/${name}`]: {
      post: {
        id: `${name}Affiliate`,
        summary,
        tag,
        scope: 'write',
        replies: { 200: ['As they are now', affiliate] },
        fails: [404, 409],
      },
    },
  };
}

interface Resource {
  one: string;
  /** What is made, one of them, several. */
  words: readonly [created: string, one: string, many: string];
  created: z.ZodType;
  example?: unknown;
  patch: z.ZodType;
  query: z.ZodObject;
  reply: z.ZodType;
}

/** What is created, listed, read, changed and deleted; a repeated request makes another, or is refused for its code. */
function resource(path: string, of: Resource): Readonly<Record<string, PathDescription>> {
  const reply = dataOf(of.reply);
  const [created, one, many] = of.words;
  return {
    [path]: {
      post: {
        id: `create${of.one}`,
        summary: `Create ${created}`,
        tag,
        scope: 'write',
        body: of.created,
        ...(of.example !== undefined && { example: of.example }),
        replies: { 201: ['It was created', reply] },
        fails: [404],
      },
      get: {
        id: `list${of.one}s`,
        summary: `List ${many}, newest first`,
        tag,
        scope: 'read',
        query: of.query,
        replies: { 200: ['A page', pageOf(of.reply)] },
        fails: [404],
      },
    },
    [`${path}/{id}`]: {
      get: {
        id: `read${of.one}`,
        summary: `Read ${one}`,
        tag,
        scope: 'read',
        replies: { 200: ['It', reply] },
        fails: [404],
      },
      patch: {
        id: `update${of.one}`,
        summary: `Change ${one}`,
        tag,
        scope: 'write',
        body: of.patch,
        replies: { 200: ['As it is now', reply] },
        fails: [404],
      },
      delete: {
        id: `delete${of.one}`,
        summary: `Delete ${one}`,
        tag,
        scope: 'write',
        replies: { 200: ['As it was', reply] },
        fails: [404],
      },
    },
  };
}
