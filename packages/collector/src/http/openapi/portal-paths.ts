import type { z } from 'zod';
import { listQuery } from '../../wire/conversion.ts';
import { newPortalToken } from '../../wire/portal.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import {
  portalClickReply,
  portalEarningReply,
  portalLeadReply,
  portalLinkReply,
  portalPayoutReply,
  portalSaleReply,
  portalSummaryReply,
  portalTokenReply,
} from '../../wire/replies/portal.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Portal';

export const portalPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/affiliates/{id}/portal-token': {
    post: {
      id: 'createPortalToken',
      summary: 'Make an expiring token with which an affiliate reads what is theirs',
      tag,
      scope: 'write',
      body: newPortalToken,
      replies: { 201: ['It', dataOf(portalTokenReply)] },
      fails: [404],
    },
  },
  '/v1/portal/summary': {
    get: {
      id: 'readPortalSummary',
      summary: 'Read what the affiliate has brought and earned so far',
      tag,
      scope: 'portal',
      replies: { 200: ['It', dataOf(portalSummaryReply)] },
    },
  },
  ...list('links', 'Links', 'List the affiliate’s links with their clicks, newest first', portalLinkReply),
  ...list('clicks', 'Clicks', 'List clicks on the affiliate’s links, newest first', portalClickReply),
  ...list('leads', 'Leads', 'List leads that the affiliate brought, newest first', portalLeadReply),
  ...list('sales', 'Sales', 'List sales that the affiliate brought, newest first', portalSaleReply),
  ...list('earnings', 'Earnings', 'List what the affiliate earned, and why, newest first', portalEarningReply),
  ...list('payouts', 'Payouts', 'List the affiliate’s payouts, newest first', portalPayoutReply),
};

function list(name: string, id: string, summary: string, reply: z.ZodType): Readonly<Record<string, PathDescription>> {
  return {
    [`/v1/portal/${name}`]: {
      get: {
        id: `listPortal${id}`,
        summary,
        tag,
        scope: 'portal',
        query: listQuery,
        replies: { 200: ['A page', pageOf(reply)] },
      },
    },
  };
}
