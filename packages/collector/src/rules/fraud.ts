import type { AffiliateRow } from '../domain/affiliate.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import { makesOwe } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import type { FraudFinding } from '../domain/earning.ts';
import { identifierKey, type MarkRow, nodeOf } from '../domain/identity.ts';
import type { FraudCheck, ProgramTerms } from '../domain/program.ts';
import { marks, touches } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { Buyer } from './buyer.ts';
import { rootOf } from './person.ts';

/**
 * What is conspicuous about a sale, as far as the program wants to know; `duplicate_payout` is looked for when it is paid. What was
 * found of the click that began the referral (`brought`) holds for all that comes of it.
 */
export function fraudIn(
  draft: Draft,
  terms: ProgramTerms,
  sale: { conversion: ConversionRow; affiliate: AffiliateRow; buyer: Buyer; brought: readonly FraudFinding[] },
): FraudFinding[] {
  const { conversion, affiliate, buyer, brought } = sale;
  const touch = touchOf(draft, conversion);
  const { signals } = conversion;
  const ofClick = (check: FraudCheck, found: string | undefined) =>
    found ?? brought.find((finding) => finding.check === check)?.evidence;
  const evidence: Partial<Record<FraudCheck, () => string | undefined>> = {
    self_referral: () => selfReferral(draft, conversion, affiliate, buyer),
    banned_referrer: () => ofClick('banned_referrer', bannedReferrer(touch, terms)),
    paid_traffic: () => ofClick('paid_traffic', paidTraffic(touch)),
    disposable_email: () => signals?.disposable_email && `The buyer's address is of ${signals.disposable_email}.`,
    velocity: () => tooFast(signals?.velocity, terms),
    blocked_country: () => blockedCountry(conversion, terms),
    cookie_stuffing: () => ofClick('cookie_stuffing', notFollowed(draft, touch)),
  };
  return Object.entries(evidence).flatMap(([name, find]) => {
    const check = name as FraudCheck;
    const mode = terms.fraud[check] ?? 'off';
    const found = mode === 'off' ? undefined : find();
    return found ? [{ check, mode, evidence: found }] : [];
  });
}

/** The touch that makes it owed. */
function touchOf(draft: Draft, { workspace_id, credit }: ConversionRow): TouchRow | undefined {
  const winner = credit.debt_candidates.find(({ verdict }) => makesOwe(verdict));
  return winner && draft.find<TouchRow>(touches, 'key', [workspace_id, winner.touch_id])[0];
}

function selfReferral(
  draft: Draft,
  { workspace_id, visitor_id }: ConversionRow,
  { email }: AffiliateRow,
  buyer: Buyer,
): string | undefined {
  if (email === null) return undefined;
  const address = nodeOf({ kind: 'email', value: email });
  const root = identifierKey(rootOf(draft, workspace_id, address, true));
  if (buyer.names.has(identifierKey(address)) || root === buyer.key) return "The buyer has the affiliate's address.";
  if (visitor_id === null) return undefined;
  const [mark] = draft
    .find<MarkRow>(marks, 'key', [workspace_id, visitor_id])
    .filter((one) => one.kind === 'email' && one.value === address.value);
  return mark && 'It was bought in a browser in which the affiliate had entered their address.';
}

function bannedReferrer(touch: TouchRow | undefined, { banned_referrers }: ProgramTerms): string | undefined {
  const host = hostOf(touch?.referrer);
  const banned = banned_referrers.find((one) => host === one || host?.endsWith(`.${one}`));
  return banned && `The click came from ${host}.`;
}

function paidTraffic(touch: TouchRow | undefined): string | undefined {
  const [name] = Object.keys(touch?.click_ids ?? {});
  if (name) return `The click carries the ${name} of an ad.`;
  const medium = touch?.utm?.['medium']?.toLowerCase();
  return medium && /^(cpc|ppc|cpm|paid.*|display)$/.test(medium) ? `Its utm_medium is ${medium}.` : undefined;
}

function tooFast(velocity: number | undefined, { velocity_per_hour }: ProgramTerms): string | undefined {
  if (velocity === undefined || velocity < velocity_per_hour) return undefined;
  return `The affiliate had ${velocity} sales in the hour before.`;
}

function blockedCountry({ profile, context }: ConversionRow, terms: ProgramTerms): string | undefined {
  const country = profile?.['country'] ?? context?.['country'];
  if (typeof country !== 'string') return undefined;
  const code = country.trim().toUpperCase();
  return terms.blocked_countries.includes(code) ? `The buyer is in ${code}.` : undefined;
}

/** Nobody follows a link into an image or a frame. */
function notFollowed(draft: Draft, touch: TouchRow | undefined): string | undefined {
  if (touch?.click_id == null) return undefined;
  const click =
    touch.id === touch.click_id
      ? touch
      : draft.find<TouchRow>(touches, 'click', [touch.workspace_id, touch.click_id, touch.click_id])[0];
  const as = click?.fetched_as ?? null;
  return as === null || as === 'document' ? undefined : `The link was not followed: it was fetched as ${as}.`;
}

function hostOf(url: string | null | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;
}
