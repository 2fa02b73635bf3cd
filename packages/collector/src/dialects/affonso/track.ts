import { z } from 'zod';
import type { CouponRow } from '../../domain/affiliate.ts';
import { AppError } from '../../domain/errors.ts';
import { isClickId } from '../../domain/ids.ts';
import type { PublicRoute, VendorRequest } from '../dialect.ts';
import type { TrackAsk } from '../referral-ask.ts';
import { PARAMETERS, parametersIn, subIds, subIdsIn } from './click.ts';
import { id, parseBody, text } from './fields.ts';
import { readId, readReferralId, writeClickId, writeId } from './ids.ts';

/** What a page tells beyond what a server does; some names have capital letters. */
const MORE_PARAMETERS = {
  gbraid: 'gbraid',
  wbraid: 'wbraid',
  gadSource: 'gad_source',
  gadCampaignid: 'gad_campaignid',
  utmAgid: 'utm_agid',
  utmAdid: 'utm_adid',
  fbadid: 'fbadid',
  fbgid: 'fbgid',
  igshid: 'igshid',
  li_fat_id: 'li_fat_id',
  twclid: 'twclid',
  epik: 'epik',
  ScCid: 'ScCid',
  rdt_cid: 'rdt_cid',
} as const;

const NAMES = { ...PARAMETERS, ...MORE_PARAMETERS };

const newVisit = z.object({
  programId: id,
  trackingId: id.optional(),
  referrer: text(8_192).optional(),
  userAgent: text(2_000).optional(),
  upgradeClickId: id.optional(),
  hasConsent: z.boolean().optional(),
  ...subIds,
  ...Object.fromEntries(Object.keys(NAMES).map((name) => [name, text(1_000).optional()])),
});

/**
 * `POST /v1/track`: a page tells of a visit that a link led to, without a key. Its body is known by the vendor's client:
 * https://github.com/affonso-io/affonso-node
 */
export const track: PublicRoute = {
  method: 'POST',
  path: '/v1/track',
  programOf: ({ body }) => ({ field: 'programId', id: readId('prog', parseBody(newVisit, body).programId) }),
  ask: visitOf,
  reply({ click_id, coupons }) {
    return {
      status: 200,
      body: {
        cid: writeClickId(click_id),
        data: { discount: null, affiliateCoupons: coupons.map(viewDiscount) },
        append_affonso_id_enabled: true,
      },
    };
  },
};

function visitOf({ body, headers }: VendorRequest): TrackAsk {
  const given = parseBody(newVisit, body);
  return {
    ask: 'track_visit',
    code: given.trackingId ?? null,
    earlier_click_id: given.upgradeClickId === undefined ? null : clickIdOf(given.upgradeClickId),
    page: headers['referer'] ?? null,
    referrer: given.referrer ?? null,
    user_agent: given.userAgent ?? headers['user-agent'],
    sub_ids: subIdsIn(given),
    parameters: parametersIn(given, NAMES),
    // Codes of discounts are for who agreed to be followed.
    wants_coupons: given.hasConsent !== false,
  };
}

/** Throws `invalid` of what is none. */
function clickIdOf(text: string): string {
  const read = readReferralId(text);
  const click = 'click_id' in read ? read.click_id : text;
  if (isClickId(click)) return click;
  throw new AppError('invalid', 'upgradeClickId: expected the cid of an earlier reply', { field: 'upgradeClickId' });
}

/** What a coupon of ours gives is known to the shop alone. */
function viewDiscount({ id: couponId, external_id, code }: CouponRow) {
  return {
    amount: 0,
    type: 'percentage',
    maxDuration: null,
    couponId: external_id ?? writeId('cpn', couponId),
    promoCode: code,
  };
}
