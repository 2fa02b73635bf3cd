import { Router } from 'express';
import type { CouponRow } from '../domain/affiliate.ts';
import { isoOf } from '../domain/time.ts';
import { ofAffiliateQuery } from '../wire/link.ts';
import { parse } from '../wire/parse.ts';
import { askedOwner } from './affiliate-links.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { createCoupon, deleteCoupon, readCoupon, updateCoupon } from './operations/configure-coupon.ts';
import { readCursor, writeCursor } from './page-cursor.ts';

/** `/v1/coupons` */
export function couponRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const coupon = await createCoupon(context, caller, request.body, { received_at: context.now() });
    response.status(201).json({ data: viewCoupon(coupon) });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, affiliate_id } = parse(ofAffiliateQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { created_at: place.at, id: place.id };
    const owner = await askedOwner(context, workspace_id, affiliate_id);
    const { rows, next } = await context.ask('list_coupons', { workspace_id, limit, after, affiliate_id: owner });
    response.json({ data: rows.map(viewCoupon), next_cursor: next && writeCursor(next.created_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    response.json({ data: viewCoupon(await readCoupon(context, caller, request.params.id)) });
  });

  router.patch('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const change = { id: request.params.id, patch: request.body };
    const coupon = await updateCoupon(context, caller, change, { received_at: context.now() });
    response.json({ data: viewCoupon(coupon) });
  });

  router.delete('/:id', async (request, response) => {
    const caller = await authenticate(context, request);
    const was = await deleteCoupon(context, caller, request.params.id, { received_at: context.now() });
    response.json({ data: viewCoupon(was) });
  });

  return router;
}

function viewCoupon({ id, external_id, affiliate_id, code, description, created_at, updated_at }: CouponRow) {
  const dates = { created_at: isoOf(created_at), updated_at: isoOf(updated_at) };
  return { id, external_id, affiliate_id, code, description, ...dates };
}
