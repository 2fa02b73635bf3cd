import type {
  AttributedTo,
  AttributionVerdict,
  Claimant,
  ClaimVerdict,
  Credit,
  DebtRule,
  DebtVerdict,
} from '../domain/credit.ts';
import { WINDOW_DAYS } from '../domain/credit.ts';
import type { ReceiptKind } from '../domain/receipt.ts';

/** The rules' verdicts in words, for whoever asks why. */

export const ATTRIBUTION_WORDS: Readonly<Record<AttributionVerdict, string>> = {
  last_touch: `Credited: the latest touch in the ${WINDOW_DAYS} days before the sale.`,
  earlier_touch: 'Not credited: a later touch came before the sale.',
  after_the_sale: 'Not credited: it came after the sale.',
  before_the_window: `Not credited: it came more than ${WINDOW_DAYS} days before the sale.`,
  other_person: 'Not credited: somebody else was at this device then.',
};

export const DEBT_WORDS: Readonly<Record<DebtVerdict, string>> = {
  reported_click: 'Owed: the shop’s server reported this very click.',
  last_affiliate_touch: 'Owed: the latest affiliate touch in the program’s window before the sale.',
  first_affiliate_touch: 'Owed: the first affiliate touch in the program’s window before the sale.',
  earlier_affiliate_touch: 'Not owed: another affiliate’s touch came later.',
  later_affiliate_touch: 'Not owed: another affiliate’s touch came first, and the program pays the first.',
  outranked: 'Not owed: somebody has a stronger claim than a touch.',
  after_the_sale: 'Not owed: it came after the sale.',
  before_the_window: 'Not owed: it came before the program’s window began.',
  other_person: 'Not owed: somebody else was at this device then.',
  unlinked_claim: 'Awaits review: only a browser says that this touch belongs to the sale.',
};

export const DEBT_RULE_WORDS: Readonly<Record<DebtRule, string>> = {
  reported_referral: 'The shop’s server named the referral that this sale is of, and it is an affiliate’s.',
  named_affiliate: 'The shop’s server named the affiliate whose sale this is.',
  reported_click: 'The shop’s server named the click that this sale came by, and it is an affiliate’s.',
  coupon: 'The buyer paid with an affiliate’s coupon, and had bought nothing before.',
  bound_referral: 'The buyer is bound to an affiliate by an earlier lead, sign-up or sale.',
  last_affiliate_touch: 'Of the buyer’s affiliate touches, the latest one before the sale earns it.',
  first_affiliate_touch:
    'Of the buyer’s affiliate touches, the first one before the sale earns it, as its program says.',
  none: 'No affiliate led to this sale.',
  unknown_referral:
    'The shop’s server named a referral that is not known. If it still comes about, this answer changes.',
  unknown_affiliate:
    'The shop’s server named an affiliate who is not known. If they are still entered, this answer changes.',
  unknown_click: 'The shop’s server named a click that is not recorded. If it still arrives, this answer changes.',
  unknown_coupon: 'The buyer’s coupon is no affiliate’s. If one still gets it, this answer changes.',
  awaits_review: 'An affiliate’s touch is known, but only through what a browser claims. Somebody has to look.',
  unverified: 'Only a browser has reported this sale. It earns nothing until the shop’s server confirms it.',
};

/** What became of somebody who claims a sale by something else than a touch. */
export const CLAIMANT_WORDS: Readonly<Record<Claimant['verdict'], string>> = {
  won: 'Owed: nobody has a stronger claim.',
  outranked: 'Not owed: somebody has a stronger claim.',
  unknown: 'Not owed: nobody is known by it.',
  not_first_sale: 'Not owed: a coupon counts for a first sale, and the buyer had bought before.',
  ended: 'Not owed: it had ended before the sale.',
};

export const CLAIM_WORDS: Readonly<Record<ClaimVerdict, string>> = {
  linked: 'The buyer’s browser reported the same sale. The server’s values stand.',
  added_context:
    'A browser that the server did not name reported the same sale, near in time and alone; its touches were looked at.',
  too_far_in_time: 'A browser reported the same sale, but more than an hour away from it; nothing was taken from it.',
  ambiguous: 'Several unknown browsers reported the same sale; nothing was taken from any of them.',
  server_knows_better:
    'A browser that the server did not name reported the same sale; the server’s own evidence stands.',
};

export const RECEIPT_WORDS: Readonly<Record<ReceiptKind, string>> = {
  recorded: 'The shop’s server reported the sale; it was recorded.',
  claimed: 'A browser reported the sale; it was noted as a claim.',
  covered: 'The shop’s server reported the same sale; the browser’s claim now stands behind it and is not counted.',
  recredited: 'Something that belongs to the sale arrived late and changed the answer.',
  reconsidered: 'Something that belongs to the sale arrived late; the answer stayed.',
  key_conflict: 'A report was refused, because its order id and its event id belong to two different sales.',
  edited: 'What was reported was changed.',
  deleted: 'The sale was deleted; it is shown no more, and counts for nothing.',
  adjusted: 'Something was given back.',
  ignored: 'A report was not recorded, because it was about a contact that nobody knows.',
  earned: 'What the sale makes us owe was decided, or has changed.',
};

const CHANNEL_WORDS: Readonly<Record<AttributedTo['channel'], string>> = {
  affiliate: 'affiliate link',
  paid_search: 'search ad',
  paid_social: 'social ad',
  display: 'display ad',
  email: 'email',
  organic_search: 'search engine',
  organic_social: 'social network',
  ai_assistant: 'AI assistant',
  referral: 'link on another site',
  campaign: 'campaign link',
};

export function channelInWords(channel: AttributedTo['channel']): string {
  return CHANNEL_WORDS[channel];
}

/** The answer in one or two sentences. */
export function explainCredit(credit: Pick<Credit, 'attributed_to' | 'debt_rule'>): string {
  const earned = credit.attributed_to
    ? `Credited to ${describeTouch(credit.attributed_to)}.`
    : 'Credited to no touch: none is known in the window before the sale.';
  return `${earned} ${DEBT_RULE_WORDS[credit.debt_rule]}`;
}

/** Such as `search ad · google · autumn`. */
export function titleOfTouch({
  channel,
  source,
  campaign,
}: Pick<AttributedTo, 'channel' | 'source' | 'campaign'>): string {
  return [channelInWords(channel), source, campaign].filter((part) => part !== null).join(' · ');
}

/** Such as `a search ad from google, campaign autumn`. */
export function describeTouch({
  channel,
  source,
  campaign,
}: Pick<AttributedTo, 'channel' | 'source' | 'campaign'>): string {
  return `${article(channelInWords(channel))}${source ? ` from ${source}` : ''}${campaign ? `, campaign ${campaign}` : ''}`;
}

function article(words: string): string {
  return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
}
