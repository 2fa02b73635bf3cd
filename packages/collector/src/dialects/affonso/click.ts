import { z } from 'zod';
import { isoOf } from '../../domain/time.ts';
import { instant } from '../../wire/fields.ts';
import type { Answer, Ask } from '../dialect.ts';
import { expect } from '../dialect.ts';
import { id, parseBody, text } from './fields.ts';
import { readId, writeClickId } from './ids.ts';
import { shownId } from './referral-view.ts';

/** What a click tells of its campaign: as the vendor says it, and as the address of a landing page does. */
export const PARAMETERS = {
  utmSource: 'utm_source',
  utmMedium: 'utm_medium',
  utmCampaign: 'utm_campaign',
  utmTerm: 'utm_term',
  utmContent: 'utm_content',
  gclid: 'gclid',
  fbclid: 'fbclid',
  msclkid: 'msclkid',
  ttclid: 'ttclid',
} as const;

const SUB_IDS = ['sub1', 'sub2', 'sub3', 'sub4', 'sub5'] as const;

export const subIds = Object.fromEntries(SUB_IDS.map((name) => [name, text(255).optional()]));

const newClick = z.object({
  trackingId: id,
  programId: id.optional(),
  createdAt: instant.optional(),
  referrer: text(2_000).optional(),
  userAgent: text(1_000).optional(),
  /** It is not kept. */
  ip: text(45).optional(),
  ...subIds,
  ...Object.fromEntries(Object.keys(PARAMETERS).map((name) => [name, text(255).optional()])),
});

/** What our own fields are called in a click. */
export const CLICK_FIELDS: Readonly<Record<string, string>> = { occurred_at: 'createdAt', program_id: 'programId' };

/** `POST /v1/clicks`: https://docs.affonso.io/api-reference/endpoint/clicks/create */
export function askToClick(body: unknown): Ask {
  const given = parseBody(newClick, body);
  return {
    ask: 'create_affiliate_click',
    code: given.trackingId,
    program_id: given.programId === undefined ? null : readId('prog', given.programId),
    occurred_at: given.createdAt,
    referrer: given.referrer ?? null,
    user_agent: given.userAgent,
    sub_ids: subIdsIn(given),
    parameters: parametersIn(given, PARAMETERS),
  };
}

export function viewClick(answer: Answer) {
  const { click, code, program } = expect(answer, 'affiliate_click');
  return {
    id: writeClickId(click.id),
    tracking_id: code,
    program_id: program && shownId('prog', program),
    created_at: isoOf(click.occurred_at),
  };
}

export function subIdsIn(given: Readonly<Record<string, unknown>>): Record<string, string> | null {
  const came = SUB_IDS.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]] as const] : []));
  return came.length > 0 ? Object.fromEntries(came) : null;
}

/** What came, by the names that a landing page's address has for it. */
export function parametersIn(
  given: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([theirs, name]) => {
      const value = given[theirs];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
