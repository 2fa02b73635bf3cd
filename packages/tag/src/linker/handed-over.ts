import type { Tag } from '../features/feature.ts';
import { fitVisitor } from '../visitor/fit-visitor.ts';
import type { Visitor } from '../visitor/visitor.ts';
import type { BatchTouch } from '../wire.ts';

/** What one site tells another of the visitor. Whose account it is, and an address of theirs, is not in it: a URL is not private. */
export type HandedOver = Pick<Visitor, 'visitor_id' | 'first' | 'last'>;

/** Percent-encoded characters: what is left of 2,000, which the strictest servers take, for the site's own URL. */
const maxLength = 1500;

/** Characters of JSON, of which nobody sends more. */
const maxGiven = 4000;

/** By how much, in ms, a touch may seem to be ahead. */
const tolerance = 60_000;

/** Whom this page knows, as JSON: as far as it may be stored. The first touch is left out where it is the last one too. */
export function handedOver(tag: Pick<Tag, '_visitor' | '_toStore'>): string {
  const known = tag._visitor();
  const { visitor_id, first, last } = tag._toStore?.(known) ?? known;
  return fitVisitor({ visitor_id, first: first?.id === last?.id ? undefined : first, last } as Visitor, maxLength);
}

/**
 * Reads what another site has handed over, which anybody may have written: it holds nothing that the tag would stumble over,
 * or the collector refuse. Throws where it does not fit.
 */
export function readHandedOver(json: string, now: number): HandedOver {
  if (json.length > maxGiven) throw 'too long';
  const { visitor_id, first, last }: HandedOver = JSON.parse(json);
  const areTouches = [first, last].every((touch) => touch === undefined || isTouch(touch, now + tolerance));
  if (!areTouches || !isText(visitor_id, 36) || !ownForm.test(visitor_id)) throw 'malformed';
  return { visitor_id, first, last };
}

/** The tag's own ids: their order as text is that of their times. */
const ownForm = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** As long as the collector takes it. */
const isText = (value: unknown, maxLength: number) => typeof value === 'string' && value.length <= maxLength;

const isRecord = (record: object, isFit: (value: never) => boolean) =>
  record.constructor === Object &&
  Object.entries(record).every(([name, value]) => isText(name, 40) && isFit(value as never));

function isTouch(
  { id, occurred_at, url, referrer = '', referral_code = '', utm = {}, click_ids = {} }: BatchTouch,
  until: number,
): boolean {
  const isTime = (value: unknown) => Number.isInteger(value) && (value as number) > 0 && (value as number) <= until;
  return (
    !!id &&
    isText(id, 255) &&
    isTime(occurred_at) &&
    isText(url, maxGiven) &&
    isText(referrer, maxGiven) &&
    isText(referral_code, 64) &&
    isRecord(utm, (value) => isText(value, 500)) &&
    isRecord(click_ids, ({ value, first_seen_at }) => !!value && isText(value, 1000) && isTime(first_seen_at))
  );
}
